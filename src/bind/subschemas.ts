import type { Schema, SchemaOrBoolean } from "../model/schema.js";

const ofOne = ["items", "contains", "unevaluatedItems", "additionalProperties"] as const;
const alsoOfOne = ["unevaluatedProperties", "propertyNames", "not", "if", "then", "else"] as const;
const ofList = ["prefixItems", "allOf", "anyOf", "oneOf"] as const;
const ofNames = ["$defs", "properties", "dependentSchemas", "patternProperties"] as const;

/** The schema with each of the schemas directly within it replaced. */
export function eachSubschema(
  schema: Schema,
  change: (subschema: SchemaOrBoolean) => SchemaOrBoolean,
): Schema {
  const result: Record<string, unknown> = { ...schema };
  for (const keyword of [...ofOne, ...alsoOfOne]) {
    const value = schema[keyword];
    if (value !== undefined) {
      result[keyword] = change(value);
    }
  }
  for (const keyword of ofList) {
    const value = schema[keyword];
    if (value !== undefined) {
      result[keyword] = value.map(change);
    }
  }
  for (const keyword of ofNames) {
    const value = schema[keyword];
    if (value !== undefined) {
      const members = Object.entries(value).map(([name, one]) => [name, change(one)] as const);
      result[keyword] = Object.fromEntries(members);
    }
  }
  return result;
}
