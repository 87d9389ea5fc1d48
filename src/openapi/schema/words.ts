/** Which keywords of a schema object constrain instances, and which only speak of them. */
export function isConstraint(key: string): boolean {
  return !silent.has(key) && !annotations.has(key) && !key.startsWith("x-");
}

/** Says that no log may hold the value. */
export const sensitivity = "x-sensitive";

export const nullability: ReadonlySet<string> = new Set(["nullable", "x-nullable"]);

/** Words about an instance, which do not constrain it. */
export const annotations: ReadonlySet<string> = new Set([
  ...nullability,
  sensitivity,
  "title",
  "description",
  "default",
  "example",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
]);

/** Keywords that are read elsewhere, or say nothing about instances. */
export const silent: ReadonlySet<string> = new Set([
  ...nullability,
  "$ref",
  "$dynamicRef",
  "$id",
  "$schema",
  "$anchor",
  "$dynamicAnchor",
  "$comment",
  "$defs",
  "$vocabulary",
  "definitions",
  "allOf",
  "anyOf",
  "oneOf",
  "xml",
  "externalDocs",
]);
