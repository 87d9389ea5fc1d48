import { compareLimits, isLargeInteger } from "../limit/limit.js";
import { isList, isObject, type JsonObject, type JsonValue } from "../model/json.js";
import type { JsonType, Limit, Schema, SchemaOrBoolean } from "../model/schema.js";
import { timeOfPattern } from "../pattern/time.js";

/**
 * Whether a schema allows a literal value of the map, by the keywords that literals meet: types,
 * values, bounds, lengths, patterns, members and combinations (JSON Schema 2020-12, Validation,
 * section 6). A keyword that is not among them allows anything: the server itself checks it later.
 */
export function accepts(schema: SchemaOrBoolean, value: JsonValue, root?: Schema): boolean {
  if (typeof schema === "boolean") {
    return schema;
  }
  const definitions = root ?? schema;
  const target =
    schema.$ref === undefined
      ? undefined
      : definitions.$defs?.[schema.$ref.slice("#/$defs/".length)];
  if (target !== undefined && !accepts(target, value, definitions)) {
    return false;
  }
  return (
    acceptsType(schema, value) &&
    acceptsValue(schema, value) &&
    (typeof value !== "string" || acceptsText(schema, value)) &&
    (typeof value !== "number" || acceptsNumber(schema, value)) &&
    (!isDecimalText(schema, value) || acceptsNumber(schema, value)) &&
    (!isList(value) || acceptsList(schema, value, definitions)) &&
    (!isObject(value) || acceptsObject(schema, value, definitions)) &&
    acceptsCombinations(schema, value, definitions)
  );
}

function acceptsType(schema: Schema, value: JsonValue): boolean {
  return (
    schema.type === undefined ||
    schema.type.some((type) => hasType(value, type)) ||
    isDecimalText(schema, value)
  );
}

/** An integer past 2^53, for a schema of 64 bits. */
function isDecimalText({ type, format }: Schema, value: JsonValue): value is string {
  const is64Bits = format === "int64" || format === "uint64";
  return is64Bits && type?.includes("integer") === true && isLargeInteger(value);
}

function hasType(value: JsonValue, type: JsonType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "boolean":
    case "string":
    case "number":
      return typeof value === type;
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "array":
      return isList(value);
    case "object":
      return isObject(value);
    default:
      return type satisfies never;
  }
}

function acceptsValue(schema: Schema, value: JsonValue): boolean {
  const same = (other: JsonValue) => JSON.stringify(other) === JSON.stringify(value);
  return (
    (schema.enum === undefined || schema.enum.some(same)) &&
    (schema.const === undefined || same(schema.const))
  );
}

function acceptsText(schema: Schema, value: string): boolean {
  const length = [...value].length;
  return (
    length >= (schema.minLength ?? 0) &&
    length <= (schema.maxLength ?? Number.POSITIVE_INFINITY) &&
    (schema.pattern === undefined || mayMatch(value, schema.pattern))
  );
}

function acceptsNumber(schema: Schema, value: Limit): boolean {
  return (
    compareLimits(value, schema.minimum ?? Number.NEGATIVE_INFINITY) >= 0 &&
    compareLimits(value, schema.maximum ?? Number.POSITIVE_INFINITY) <= 0 &&
    compareLimits(value, schema.exclusiveMinimum ?? Number.NEGATIVE_INFINITY) > 0 &&
    compareLimits(value, schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY) < 0
  );
}

function acceptsList(schema: Schema, value: readonly JsonValue[], root: Schema): boolean {
  const { items } = schema;
  return (
    value.length >= (schema.minItems ?? 0) &&
    value.length <= (schema.maxItems ?? Number.POSITIVE_INFINITY) &&
    (items === undefined || value.every((item) => accepts(items, item, root)))
  );
}

function acceptsObject(schema: Schema, value: JsonObject, root: Schema): boolean {
  const missing = (schema.required ?? []).some((name) => !Object.hasOwn(value, name));
  return (
    !missing &&
    Object.entries(value).every(([name, member]) => {
      const { properties } = schema;
      const property =
        properties !== undefined && Object.hasOwn(properties, name)
          ? properties[name]
          : schema.additionalProperties;
      return property === undefined || accepts(property, member, root);
    })
  );
}

function acceptsCombinations(schema: Schema, value: JsonValue, root: Schema): boolean {
  const fits = (other: SchemaOrBoolean) => accepts(other, value, root);
  return (
    (schema.allOf?.every(fits) ?? true) &&
    (schema.anyOf?.some(fits) ?? true) &&
    (schema.oneOf?.some(fits) ?? true)
  );
}

/** A pattern that a text could make the compiler take very long over is not tried. */
function mayMatch(text: string, pattern: string): boolean {
  return timeOfPattern(pattern) !== "bounded" || (patternOf(pattern)?.test(text) ?? true);
}

/** A pattern as ECMAScript reads it, or null where it is none (JSON Schema 2020-12, Core, section 6.4). */
export function patternOf(pattern: string): RegExp | null {
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // An older dialect may still read it; if none does, null says so.
    }
  }
  return null;
}
