import { compareLimits, largestLimit, smallestLimit } from "../limit/limit.js";
import type { JsonValue } from "../model/json.js";
import type { JsonType, Schema } from "../model/schema.js";
import { typeOfValue } from "./schema-alternatives.js";

type KeywordType = "string" | "number" | "array" | "object";

const keywordsOfTypes: Readonly<Record<KeywordType, readonly (keyof Schema)[]>> = {
  string: ["minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  array: [
    "prefixItems",
    "items",
    "contains",
    "minContains",
    "maxContains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "unevaluatedItems",
  ],
  object: [
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "required",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
  ],
};

const typeByKeyword = new Map(
  Object.entries(keywordsOfTypes).flatMap(([type, keywords]) =>
    keywords.map((keyword) => [keyword as string, type as KeywordType]),
  ),
);

/** The type whose values a keyword constrains; null for one that concerns every type. Integers are numbers here. */
export function typeOfKeyword(keyword: string): KeywordType | null {
  return typeByKeyword.get(keyword) ?? null;
}

export const annotationKeywords: readonly string[] = [
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
];

/** The keywords of a schema that `keep` wants. */
export function keywordsWhere(schema: Schema, keep: (keyword: string) => boolean): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keep(keyword)));
}

/** What a schema says of values of one of its types: that type, and the keywords that concern it alone. */
export function alternativeFor(schema: Schema, type: JsonType): Schema {
  const wanted = type === "integer" ? "number" : type;
  const values = schema.const === undefined ? schema.enum : [schema.const];
  return {
    type: [type],
    ...keywordsWhere(schema, (keyword) => typeOfKeyword(keyword) === wanted),
    ...(type === "integer" && takesDecimalText(schema) && { format: schema.format }),
    ...(values !== undefined && { enum: values.filter((value) => isOf(value, type)) }),
  };
}

function isOf(value: JsonValue, type: JsonType): boolean {
  return type === "integer" ? Number.isInteger(value) : typeOfValue(value) === type;
}

/** Whether numbers of the schema may be too big for a double: they are then taken as decimal text too. */
export function takesDecimalText(schema: Schema): boolean {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  const lowest = largestLimit(minimum, schema.exclusiveMinimum ?? -Infinity);
  const highest = smallestLimit(maximum, schema.exclusiveMaximum ?? Infinity);
  const bounded =
    compareLimits(lowest, Number.MIN_SAFE_INTEGER) >= 0 &&
    compareLimits(highest, Number.MAX_SAFE_INTEGER) <= 0;
  return (
    (schema.format === "int64" || schema.format === "uint64") &&
    schema.multipleOf === undefined &&
    schema.enum === undefined &&
    schema.const === undefined &&
    !bounded
  );
}

/** Of the largest 64-bit integer with a sign. */
export const usualDigits = 19;

/** How many digits the decimal text of an integer may have. */
export function digitsOf(schema: Schema): number {
  const { minimum = 0, maximum = 0, exclusiveMinimum = 0, exclusiveMaximum = 0 } = schema;
  const lengths = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].map(
    (limit) => String(limit).replace("-", "").length,
  );
  return Math.max(schema.format === "uint64" ? usualDigits + 1 : usualDigits, ...lengths);
}
