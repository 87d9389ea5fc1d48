import type { JsonObject, JsonValue } from "../model/json.js";
import { annotationKeywords } from "./schema-keywords.js";

/**
 * A schema as it is shown to hosts, in which every part has a keyword that could constrain: one without
 * any, which takes any value, looks like a mistake to those who check what they are shown. Source: the
 * Inspector's `--strict`, rule `untyped-schema`.
 */
export function statedSchema(schema: JsonObject): JsonObject {
  const members = Object.entries(schema).map(([keyword, value]) => [
    keyword,
    stated(keyword, value),
  ]);
  const constrains = Object.keys(schema).some((keyword) => !annotationKeywords.includes(keyword));
  return { ...Object.fromEntries(members), ...(constrains ? {} : { minProperties: 0 }) };
}

const single = [
  ...["items", "contains", "additionalProperties", "propertyNames", "if", "then", "else"],
  ...["unevaluatedItems", "unevaluatedProperties"],
];
const listed = ["prefixItems", "allOf", "anyOf", "oneOf"];
const named = ["properties", "patternProperties", "dependentSchemas", "$defs"];

function stated(keyword: string, value: JsonValue): JsonValue {
  if (single.includes(keyword)) {
    return statedPart(value);
  }
  // `{ not: {} }` is how nothing at all is said.
  if (keyword === "not") {
    return isObject(value) && Object.keys(value).length > 0 ? statedSchema(value) : value;
  }
  if (listed.includes(keyword) && isList(value)) {
    return value.map(statedPart);
  }
  if (named.includes(keyword) && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, statedPart(part)]),
    );
  }
  return value;
}

function statedPart(value: JsonValue): JsonValue {
  return isObject(value) ? statedSchema(value) : value;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
