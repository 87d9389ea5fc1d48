import type { JsonValue } from "../model/json.js";
import type { JsonType, Limit, Schema } from "../model/schema.js";

/** What a schema takes, for messages: `an integer from 1 to 50`, `one of "open", "sent"`. */
export function describeSchema(schema: Schema): string {
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined) {
    const shown = listedValues(values);
    return values.length === 1 ? shown : `one of ${shown}`;
  }
  const { type = [], pattern, format } = schema;
  const words = [
    type.length === 0 ? "another value" : type.map(withArticle).join(" or "),
    range(schema.minimum, schema.maximum, ""),
    range(schema.minLength, schema.maxLength, " characters"),
    range(schema.minItems, schema.maxItems, " elements"),
    pattern === undefined ? "" : `that fits ${pattern}`,
    format === undefined || !type.includes("string") ? "" : `in the format ${format}`,
  ];
  return words.filter((word) => word !== "").join(" ");
}

const mostListed = 20;

/** Values as JSON, those that are many in part. */
export function listedValues(values: readonly JsonValue[]): string {
  const shown = values.slice(0, mostListed).map((value) => JSON.stringify(value));
  const left = values.length - shown.length;
  return left > 0 ? `${shown.join(", ")} and ${left} more` : shown.join(", ");
}

/** `a string`, `an integer` */
export function withArticle(type: JsonType): string {
  return type === "null" ? "null" : /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function range(least: Limit | undefined, most: Limit | undefined, unit: string): string {
  const of = unit === "" ? "" : "of ";
  if (least !== undefined && most !== undefined) {
    return unit === "" ? `from ${least} to ${most}` : `of ${least} to ${most}${unit}`;
  }
  if (least !== undefined) {
    return `${of}at least ${least}${unit}`;
  }
  return most === undefined ? "" : `${of}at most ${most}${unit}`;
}
