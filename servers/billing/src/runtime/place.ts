/** A place in a value as a reader writes it: `lines[2].amount`. */
export function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, segment) => {
    if (typeof segment === "number") {
      return `${place}[${segment}]`;
    }
    return place === "" ? String(segment) : `${place}.${String(segment)}`;
  }, "");
}
