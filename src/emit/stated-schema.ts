import { isList, isObject, type JsonObject, type JsonValue } from "../model/json.js";
import { withoutIdleKeywords } from "./schema-idle.js";
import { annotationKeywords } from "./schema-keywords.js";

/**
 * A schema as it is shown to hosts: without keywords that say nothing, and with one that could constrain
 * in every part. A part without any, which takes any value, looks like a mistake to those who check what
 * they are shown. Source: the Inspector's `--strict`, rule `untyped-schema`.
 */
export function statedSchema(schema: JsonObject): JsonObject {
  const isCounted = countsEvaluated(schema);
  return stated(spoken(schema, isCounted));
}

function spoken(schema: JsonObject, isCounted: boolean): JsonObject {
  const parts = mapParts(schema, (part) => spoken(part, isCounted));
  return withoutIdleKeywords(parts, isCounted);
}

/** Whether `unevaluated…` stands anywhere in a schema; a name or a value that reads so does no harm. */
function countsEvaluated(schema: JsonValue): boolean {
  if (isList(schema)) {
    return schema.some(countsEvaluated);
  }
  return (
    isObject(schema) &&
    Object.entries(schema).some(
      ([name, part]) =>
        name === "unevaluatedItems" || name === "unevaluatedProperties" || countsEvaluated(part),
    )
  );
}

function stated(schema: JsonObject): JsonObject {
  const members = mapParts(schema, stated);
  const constrains = Object.keys(schema).some((keyword) => !annotationKeywords.includes(keyword));
  // `{ not: {} }` is how nothing at all is said.
  const not = isObject(schema.not) && Object.keys(schema.not).length === 0 ? { not: {} } : {};
  return { ...members, ...not, ...(constrains ? {} : { minProperties: 0 }) };
}

const single = [
  ...["items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"],
  ...["unevaluatedItems", "unevaluatedProperties"],
];
const listed = ["prefixItems", "allOf", "anyOf", "oneOf"];
const named = ["properties", "patternProperties", "dependentSchemas", "$defs"];

/** The same schema with each subschema changed; members of `enum`, `default` and the like are none. */
export function mapParts(schema: JsonObject, change: (part: JsonObject) => JsonObject): JsonObject {
  const changed = (part: JsonValue) => (isObject(part) ? change(part) : part);
  const members = Object.entries(schema).map(([keyword, value]) => {
    if (single.includes(keyword)) {
      return [keyword, changed(value)] as const;
    }
    if (listed.includes(keyword) && isList(value)) {
      return [keyword, value.map(changed)] as const;
    }
    if (named.includes(keyword) && isObject(value)) {
      const parts = Object.entries(value).map(([name, part]) => [name, changed(part)] as const);
      return [keyword, Object.fromEntries(parts)] as const;
    }
    return [keyword, value] as const;
  });
  return Object.fromEntries(members);
}
