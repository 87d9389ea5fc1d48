/** Milliseconds since the epoch as a reader of any country understands them. */
export function time(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
