/** The lines of the specification that are read. */
export type Version = "2.0" | "3.0" | "3.1" | "3.2";

/** Versions whose schemas are a dialect of their own instead of JSON Schema 2020-12. */
export function hasOldSchemas(version: Version): boolean {
  return version === "2.0" || version === "3.0";
}

/** The version that a document's root states; null where it states none that is known. */
export function versionOf(stated: string): Version | null {
  const line = /^(2\.0|3\.[0-2])(?:\.\d+)?(?:-.*)?$/.exec(stated.trim())?.[1];
  switch (line) {
    case "2.0":
    case "3.0":
    case "3.1":
    case "3.2":
      return line;
    default:
      return null;
  }
}
