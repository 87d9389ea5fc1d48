import { cleanText, shorten } from "../text.js";

const MAX_TEXT = 500;

/** Text that cannot reach beyond its line. */
export function oneLine(text: string): string {
  return shorten(cleanText(text).replaceAll(/\s+/g, " "), MAX_TEXT);
}

/** Milliseconds since the epoch as a reader of any country understands them. */
export function time(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
