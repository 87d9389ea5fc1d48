import type { Collector } from "../diagnostics/collector.js";
import { compareLimits } from "../limit/limit.js";
import type { JsonValue } from "../model/json.js";
import type { JsonType, Schema } from "../model/schema.js";
import type { Span, Spanned } from "../source/source-file.js";
import type { InputEntry } from "../tool-map/tool-map.js";
import { accepts, patternOf } from "./accepts.js";
import { invalidKeyword, outsideSpec } from "./input-problems.js";
import { listedValues } from "./schema-words.js";
import { writtenKeyword } from "./written-schema.js";

type Keyword = InputEntry["keywords"][number];

/** What the spec says of a value, and where it says so. */
export interface Declared {
  readonly schema: Schema;
  /** The place of a keyword, or of the schema if it has none; null for an input of the map's own. */
  readonly spanOf: (keyword: string) => Span | null;
}

/** A bound of which a larger value is narrower, or a smaller one. */
const lowerBounds = [
  "minimum",
  "exclusiveMinimum",
  "minLength",
  "minItems",
  "minProperties",
] as const;
const upperBounds = [
  "maximum",
  "exclusiveMaximum",
  "maxLength",
  "maxItems",
  "maxProperties",
] as const;

/**
 * Lays an input's own keywords over the schema that the spec gives it. They may narrow what the spec
 * allows and never widen it; what would widen it is reported and left out.
 */
export function narrow(
  declared: Declared,
  keywords: readonly Keyword[],
  collector: Collector,
): Schema {
  let schema = declared.schema;
  for (const { name, value } of keywords) {
    const found = check(name.value, value, declared, schema);
    if (found.kind === "accepted") {
      schema = found.schema;
    } else if (found.kind === "malformed") {
      collector.add(invalidKeyword(name, value, found.why));
    } else {
      collector.add(outsideSpec(name.value, value, found.why, declared.spanOf(name.value)));
    }
  }
  return schema;
}

type Finding =
  | { readonly kind: "accepted"; readonly schema: Schema }
  /** Not a value that the keyword takes. */
  | { readonly kind: "malformed"; readonly why: string }
  /** A value that the keyword takes, and that widens what the spec allows. */
  | { readonly kind: "wider"; readonly why: string };

function check(
  keyword: string,
  { value }: Spanned<JsonValue>,
  declared: Declared,
  schema: Schema,
): Finding {
  const lower = lowerBounds.find((bound) => bound === keyword);
  const upper = upperBounds.find((bound) => bound === keyword);
  if (lower !== undefined || upper !== undefined) {
    return checkBound(lower ?? upper ?? "minimum", value, lower !== undefined, schema);
  }
  switch (keyword) {
    case "type":
      return checkType(value, schema);
    case "enum":
      return checkEnum(value, declared.schema, schema);
    case "const":
      return accepts(declared.schema, value)
        ? { kind: "accepted", schema: { ...schema, const: value } }
        : { kind: "wider", why: "the spec does not allow this value" };
    case "pattern":
      return checkPattern(value, schema);
    case "default":
      return { kind: "accepted", schema };
    case "description":
    case "title":
    case "examples":
    case "deprecated":
      return { kind: "accepted", schema: { ...schema, [keyword]: value } };
    default:
      return { kind: "accepted", schema: both(schema, writtenKeyword(keyword, value)) };
  }
}

/** What satisfies a schema and one more keyword, which the schema may have already. */
function both(schema: Schema, keyword: Schema): Schema {
  const isNew = Object.keys(keyword).every((name) => !Object.hasOwn(schema, name));
  return isNew
    ? { ...schema, ...keyword }
    : { ...schema, allOf: [...(schema.allOf ?? []), keyword] };
}

function checkBound(
  keyword: (typeof lowerBounds)[number] | (typeof upperBounds)[number],
  value: JsonValue,
  isLower: boolean,
  schema: Schema,
): Finding {
  if (typeof value !== "number") {
    return { kind: "malformed", why: "a number is wanted" };
  }
  const misfit = boundMisfit(keyword, schema);
  if (misfit !== null) {
    return { kind: "malformed", why: misfit };
  }
  const known = schema[keyword];
  const distance = known === undefined ? 0 : compareLimits(value, known);
  if (isLower ? distance < 0 : distance > 0) {
    return { kind: "wider", why: `the spec says ${keyword} ${known}` };
  }
  return { kind: "accepted", schema: { ...schema, [keyword]: value } };
}

/** Why a bound says nothing of values of this type, or null where it does. */
function boundMisfit(keyword: string, schema: Schema): string | null {
  const wanted: readonly JsonType[] = keyword.endsWith("Length")
    ? ["string"]
    : keyword.endsWith("Items")
      ? ["array"]
      : keyword.endsWith("Properties")
        ? ["object"]
        : ["integer", "number"];
  const types = schema.type;
  return types === undefined || types.some((type) => wanted.includes(type))
    ? null
    : `its values are of type ${types.join(" or ")}`;
}

const jsonTypes: readonly JsonType[] = [
  "null",
  "boolean",
  "integer",
  "number",
  "string",
  "array",
  "object",
];

function checkType(value: JsonValue, schema: Schema): Finding {
  const names: readonly JsonValue[] = Array.isArray(value) ? value : [value];
  const types = jsonTypes.filter((type) => names.includes(type));
  if (types.length !== names.length) {
    return { kind: "malformed", why: `a type is one of ${jsonTypes.join(", ")}` };
  }
  const known = schema.type;
  const isKnown = (type: JsonType) =>
    known === undefined || known.includes(type) || (type === "integer" && known.includes("number"));
  return types.every(isKnown)
    ? { kind: "accepted", schema: { ...schema, type: types } }
    : { kind: "wider", why: `the spec says ${known?.join(" or ")}` };
}

function checkEnum(value: JsonValue, declared: Schema, schema: Schema): Finding {
  if (!Array.isArray(value) || value.length === 0) {
    return { kind: "malformed", why: "a list of values is wanted" };
  }
  const refused = value.filter((item: JsonValue) => !accepts(declared, item));
  if (refused.length === 0) {
    return { kind: "accepted", schema: { ...schema, enum: value } };
  }
  const allowed = declared.enum === undefined ? "" : `; it allows ${listedValues(declared.enum)}`;
  return {
    kind: "wider",
    why: `the spec does not allow ${listedValues(refused)}${allowed}`,
  };
}

function checkPattern(value: JsonValue, schema: Schema): Finding {
  if (typeof value !== "string" || patternOf(value) === null) {
    return { kind: "malformed", why: "a regular expression (ECMA-262) is wanted" };
  }
  if (schema.type !== undefined && !schema.type.includes("string")) {
    return { kind: "malformed", why: `its values are of type ${schema.type.join(" or ")}` };
  }
  const { pattern } = schema;
  return pattern === undefined || pattern === value
    ? { kind: "accepted", schema: { ...schema, pattern: value } }
    : {
        kind: "accepted",
        schema: { ...schema, pattern: value, allOf: [...(schema.allOf ?? []), { pattern }] },
      };
}
