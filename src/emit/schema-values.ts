import { isDeepStrictEqual } from "node:util";
import { compareLimits } from "../limit/limit.js";
import type { JsonValue } from "../model/json.js";
import type { JsonType, Schema, SchemaOrBoolean } from "../model/schema.js";
import { timeOfPattern } from "../pattern/time.js";
import { typeOfValue } from "./schema-alternatives.js";
import { annotationKeywords, typeOfKeyword } from "./schema-keywords.js";

/** Text, a number, true, false or null. */
export type Primitive = string | number | boolean | null;

/**
 * The values that a schema lists (`enum`, `const`, or alternatives that each list some), without
 * those that its other simple keywords refuse. Null where it lists none, or lists and objects.
 */
export function listedValues(schema: Schema): readonly Primitive[] | null {
  const listed = ownValues(schema) ?? valuesOfAlternatives(schema);
  const values = listed?.filter((value) => fits(value, schema)) ?? null;
  return values?.every(isPrimitive) ? [...new Set(values)] : null;
}

/** What `enum` and `const` both allow. */
function ownValues({ enum: listed, const: constant }: Schema): readonly JsonValue[] | null {
  if (constant === undefined) {
    return listed ?? null;
  }
  return listed?.some((value) => isDeepStrictEqual(value, constant)) === false ? [] : [constant];
}

/** The keywords that a list of primitive values answers for: with the list known, they say nothing more. */
export function isSettledByValues(keyword: string): boolean {
  return (
    ["enum", "const", "type"].includes(keyword) ||
    (typeOfKeyword(keyword) !== null && keyword !== "multipleOf") ||
    annotationKeywords.includes(keyword)
  );
}

function isPrimitive(value: JsonValue): value is Primitive {
  return value === null || typeof value !== "object";
}

/** `oneOf: [{ const: "a", title: "…" }, …]`, the way to describe each value of an enum. */
function valuesOfAlternatives(schema: Schema): readonly JsonValue[] | null {
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives === undefined || (schema.oneOf !== undefined && schema.anyOf !== undefined)) {
    return null;
  }
  const values = alternatives.map(onlyValues);
  if (values.some((list) => list === null)) {
    return null;
  }
  const all = values.flatMap((list) => list ?? []);
  const repeated = new Set(all.map((value) => JSON.stringify(value))).size < all.length;
  return repeated && schema.oneOf !== undefined ? null : all;
}

function onlyValues(schema: SchemaOrBoolean): readonly JsonValue[] | null {
  if (typeof schema === "boolean" || (schema.const === undefined && schema.enum === undefined)) {
    return null;
  }
  const settles = Object.keys(schema).every(
    (keyword) =>
      ["const", "enum", "type"].includes(keyword) || annotationKeywords.includes(keyword),
  );
  return settles ? (ownValues(schema) ?? []).filter((value) => fits(value, schema)) : null;
}

function fits(value: JsonValue, schema: Schema): boolean {
  const ofType = schema.type === undefined || schema.type.some((type) => isOfType(value, type));
  return ofType && fitsText(value, schema) && fitsNumber(value, schema);
}

function isOfType(value: JsonValue, type: JsonType): boolean {
  return type === "integer" ? Number.isInteger(value) : typeOfValue(value) === type;
}

function fitsText(
  value: JsonValue,
  { minLength = 0, maxLength = Infinity, pattern }: Schema,
): boolean {
  if (typeof value !== "string") {
    return true;
  }
  const length = [...value].length;
  return (
    length >= minLength &&
    length <= maxLength &&
    (pattern === undefined || matchesPattern(value, pattern))
  );
}

function matchesPattern(text: string, pattern: string): boolean {
  if (timeOfPattern(pattern) !== "bounded") {
    return true;
  }
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(pattern, flags).test(text);
    } catch {
      // Valid without the flag, or of another dialect, which is not checked.
    }
  }
  return true;
}

function fitsNumber(value: JsonValue, schema: Schema): boolean {
  if (typeof value !== "number") {
    return true;
  }
  const { minimum = -Infinity, maximum = Infinity } = schema;
  const { exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  return (
    compareLimits(value, minimum) >= 0 &&
    compareLimits(value, maximum) <= 0 &&
    compareLimits(value, exclusiveMinimum) > 0 &&
    compareLimits(value, exclusiveMaximum) < 0
  );
}
