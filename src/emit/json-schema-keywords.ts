import type { JsonObject, JsonValue } from "../model/json.js";
import type { JsonType, Limit, Schema } from "../model/schema.js";
import { isLong } from "./long-lists.js";
import { digitsOf } from "./schema-keywords.js";

/** A subschema as shown, and whether it accepts exactly what the original does. */
export interface Shown {
  readonly schema: JsonObject;
  readonly exact: boolean;
}

/** What is left of a definition where its description stops. */
export function hintOf(definition: Schema): JsonObject {
  const [type, ...others] = definition.type ?? [];
  if (type === undefined || others.length > 0) {
    return {};
  }
  return type === "array" ? { type, items: {} } : { type };
}

/** Those that a schema is nothing but; else the schema. */
export function alternativesOf(shown: Shown): readonly Shown[] {
  const { anyOf, ...rest } = shown.schema;
  return Array.isArray(anyOf) && Object.keys(rest).length === 0
    ? anyOf.map((schema: JsonObject) => ({ schema, exact: shown.exact }))
    : [shown];
}

/** What is shown around alternatives, and the alternatives; those that stand there already keep their own place. */
export function alternativesBeside(around: Shown, alternatives: readonly Shown[]): Shown {
  const exact = around.exact && alternatives.every((one) => one.exact);
  const anyOf = alternatives.map((one) => one.schema);
  const [only, ...others] = anyOf;
  if (only !== undefined && others.length === 0) {
    return { schema: inOrder({ ...only, ...around.schema }), exact };
  }
  const { anyOf: taken, allOf, ...rest } = around.schema;
  if (taken === undefined) {
    return { schema: inOrder({ ...around.schema, anyOf }), exact };
  }
  const also = Array.isArray(allOf) ? allOf : [];
  return { schema: inOrder({ ...rest, allOf: [...also, { anyOf: taken }, { anyOf }] }), exact };
}

/**
 * Keywords that hold no subschema, as they are; what only speaks of values, and is too long to be read,
 * goes, and so do bounds that a reader's numbers would round.
 */
export function plainKeywords(schema: Schema): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(schema).filter(
      ([keyword, value]) =>
        plain.has(keyword) &&
        !(annotations.has(keyword) && isLong([value as JsonValue])) &&
        !(keyword === "format" && !formats.has(String(value))) &&
        !(limits.has(keyword) && typeof value === "string"),
    ),
  ) as Record<string, JsonValue>;
}

const annotations = new Set([
  "default",
  "examples",
  "format",
  "contentEncoding",
  "contentMediaType",
]);

/**
 * The formats that JSON Schema and OpenAPI define. Of others a reader learns nothing, hosts warn, and
 * some refuse them.
 *
 * Source: JSON Schema 2020-12 Validation, section 7.3; OpenAPI 3.1.1, section 4.4.2, and 3.0.4, 4.4.
 */
const formats = new Set([
  ...["date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname"],
  ...["ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uri-template", "uuid"],
  ...["json-pointer", "relative-json-pointer", "regex"],
  ...["int32", "int64", "float", "double", "password", "byte", "binary"],
]);

const limits = new Set(["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"]);

/** Whether leaving out the bounds past 2^53 makes no difference: an integer is checked to stay below it. */
export function areLargeLimitsIdle(schema: Schema, type: JsonType | null): boolean {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const large = (limit: Limit | undefined) => (typeof limit === "string" ? [limit] : []);
  const isIdle =
    [minimum, exclusiveMinimum].flatMap(large).every((limit) => limit.startsWith("-")) &&
    [maximum, exclusiveMaximum].flatMap(large).every((limit) => !limit.startsWith("-"));
  const all = [minimum, exclusiveMinimum, maximum, exclusiveMaximum].flatMap(large);
  return all.length === 0 || (type === "integer" && isIdle);
}

/** The decimal text of an integer; of its bounds a pattern says the usual ones. */
export function decimalText(schema: Schema): Shown {
  const { minimum = -Infinity, maximum, exclusiveMinimum = -Infinity, exclusiveMaximum } = schema;
  const least = Math.max(Math.ceil(Number(minimum)), Math.floor(Number(exclusiveMinimum)) + 1);
  const natural = least >= 0;
  const isBounded =
    maximum !== undefined || exclusiveMaximum !== undefined || ![-Infinity, 0, 1].includes(least);
  const most = `[1-9][0-9]{0,${digitsOf(schema) - 1}}`;
  const digits = least >= 1 ? most : `(0|${most})`;
  const pattern = `^${natural ? "" : "-?"}${digits}$`;
  return { schema: { type: "string", pattern }, exact: !isBounded };
}

const keywordOrder = [
  "type",
  "description",
  "enum",
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "contentEncoding",
  "contentMediaType",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "exclusiveMaximum",
  "multipleOf",
  "prefixItems",
  "items",
  "contains",
  "minContains",
  "maxContains",
  "minItems",
  "maxItems",
  "uniqueItems",
  "properties",
  "patternProperties",
  "required",
  "additionalProperties",
  "propertyNames",
  "minProperties",
  "maxProperties",
  "dependentRequired",
  "dependentSchemas",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "default",
  "examples",
  "deprecated",
];

const plain = new Set([
  ...["description", "enum", "format", "pattern", "minLength", "maxLength", "contentEncoding"],
  ...["contentMediaType", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"],
  ...["multipleOf", "minContains", "minItems", "maxItems", "uniqueItems", "required"],
  ...["minProperties", "maxProperties", "dependentRequired", "default", "examples", "deprecated"],
]);

/** The same keywords in the order in which a reader wants them; empty lists of required members go. */
export function inOrder(schema: JsonObject): JsonObject {
  const place = (keyword: string) => keywordOrder.indexOf(keyword);
  return Object.fromEntries(
    Object.entries(schema)
      .filter(
        ([keyword, value]) => keyword !== "required" || (Array.isArray(value) && value.length > 0),
      )
      .sort(([a], [b]) => place(a) - place(b)),
  );
}
