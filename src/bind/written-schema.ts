import { isList, isObject, type JsonValue } from "../model/json.js";
import type { JsonType, Schema, SchemaOrBoolean } from "../model/schema.js";

const jsonTypes: readonly JsonType[] = [
  "null",
  "boolean",
  "integer",
  "number",
  "string",
  "array",
  "object",
];

/** Keywords by what they hold: a schema, a list of schemas, schemas by name. */
const ofOne = new Set([
  "items",
  "contains",
  "additionalProperties",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
  "not",
  "if",
  "then",
  "else",
]);
const ofList = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const ofNames = new Set(["properties", "patternProperties", "dependentSchemas", "$defs"]);

/** JSON Schema as the map's author writes it, with `type` always a list. */
export function writtenSchema(value: JsonValue): Schema {
  if (!isObject(value)) {
    return {};
  }
  const keywords = Object.entries(value).map(([keyword, held]) => [
    keyword,
    written(keyword, held),
  ]);
  return Object.fromEntries(keywords);
}

/** The value of a keyword, in the same form. */
export function writtenKeyword(keyword: string, value: JsonValue): Schema {
  return writtenSchema({ [keyword]: value });
}

function written(keyword: string, value: JsonValue): unknown {
  if (keyword === "type") {
    return typesIn(value);
  }
  if (ofOne.has(keyword)) {
    return schemaOrBoolean(value);
  }
  if (ofList.has(keyword) && isList(value)) {
    return value.map(schemaOrBoolean);
  }
  if (ofNames.has(keyword) && isObject(value)) {
    const members = Object.entries(value);
    return Object.fromEntries(members.map(([name, member]) => [name, schemaOrBoolean(member)]));
  }
  return value;
}

function schemaOrBoolean(value: JsonValue): SchemaOrBoolean {
  return typeof value === "boolean" ? value : writtenSchema(value);
}

/** The types that a `type` names, be it one word or a list. */
export function typesIn(type: JsonValue): readonly JsonType[] {
  const names: readonly JsonValue[] = isList(type) ? type : [type];
  return jsonTypes.filter((known) => names.includes(known));
}
