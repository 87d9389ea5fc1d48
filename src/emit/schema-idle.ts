import { isDeepStrictEqual } from "node:util";
import type { JsonObject, JsonValue } from "../model/json.js";

/**
 * A shown schema without the keywords that every value passes (`minLength: 0`, `uniqueItems: false`,
 * `additionalProperties: {}`, …): they cost a reader time. Its subschemas are without them already.
 * `isCounted`: something asks what has been evaluated, and with it what these do beside passing all.
 *
 * Source: JSON Schema 2020-12, Core section 10 and Validation section 6.
 */
export function withoutIdleKeywords(schema: JsonObject, isCounted: boolean): JsonObject {
  const { contains, minContains = 1, maxContains, allOf, ...own } = schema;
  const rest = Object.entries(own).filter(
    ([keyword, value]) =>
      !isIdle(keyword, value, own) || (isCounted && evaluating.includes(keyword)),
  );
  const isContained =
    contains !== undefined && (isCounted || minContains !== 0 || maxContains !== undefined);
  const parts = Array.isArray(allOf) ? allOf.filter((part) => !isAny(part)) : [];
  return inPlaceOf(schema, {
    ...Object.fromEntries(rest),
    ...(isContained && {
      contains,
      ...(minContains !== 1 && { minContains }),
      ...(maxContains !== undefined && { maxContains }),
    }),
    ...(parts.length > 0 && { allOf: parts }),
  });
}

/** The idle keywords that evaluate members all the same. */
const evaluating = ["additionalProperties", "if"];

function isIdle(keyword: string, value: JsonValue, { then = {}, else: other = {} }: JsonObject) {
  switch (keyword) {
    case "minLength":
    case "minItems":
    case "minProperties":
      return value === 0;
    case "uniqueItems":
    case "deprecated":
      return value === false;
    case "description":
      return value === "";
    case "required":
    case "examples":
    case "patternProperties":
    case "dependentRequired":
    case "dependentSchemas":
      return typeof value === "object" && value !== null && Object.keys(value).length === 0;
    case "additionalProperties":
    case "then":
    case "else":
      return isAny(value);
    case "propertyNames":
      return isAny(value) || isDeepStrictEqual(value, { type: "string" });
    case "if":
      return isAny(then) && isAny(other);
    default:
      return false;
  }
}

/** Whether a subschema takes any value, and says nothing of it. */
function isAny(value: JsonValue): boolean {
  return value === true || isDeepStrictEqual(value, {});
}

/** The keywords of the second in the order of the first. */
function inPlaceOf(order: JsonObject, schema: JsonObject): JsonObject {
  const keywords = Object.keys(order).filter((keyword) => Object.hasOwn(schema, keyword));
  return Object.fromEntries(keywords.map((keyword) => [keyword, schema[keyword] ?? null]));
}
