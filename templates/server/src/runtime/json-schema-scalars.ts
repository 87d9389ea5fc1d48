import { isObject } from "./json.js";
import type { JsonSchema, JsonType } from "./json-schema-check.js";
import { canonical, isMultiple, lengthOf } from "./json-schema-values.js";
import { type Check, fail } from "./json-schema-visit.js";
import { textTest } from "./matching.js";

/** Source: JSON Schema Validation 2020-12, sections 6.1 to 6.3. */
export function scalarKeywords(schema: JsonSchema): readonly Check[] {
  return [...anyTypeKeywords(schema), ...numberKeywords(schema), ...stringKeywords(schema)];
}

function anyTypeKeywords(schema: JsonSchema): readonly Check[] {
  const checks: Check[] = [];
  if (schema.type !== undefined) {
    const types = typeof schema.type === "string" ? [schema.type] : schema.type;
    const { digits } = schema;
    const asText = digits === undefined ? "" : ", as decimal text where it is past 2^53";
    const message = `must be ${types.map(describeType).join(" or ")}${asText}`;
    checks.push(
      (value, visit) =>
        isDecimalText(value, digits) ||
        (types.some((type) => isOfType(value, type)) && !isRounded(value, digits)) ||
        fail(visit, message),
    );
  }
  if (schema.enum !== undefined) {
    const allowed = new Set(schema.enum.map(canonical));
    const message = `must be one of ${listed(allowed)}`;
    const isAmong = among(schema.enum);
    checks.push((value, visit) => isAmong(value) || fail(visit, message));
  }
  if (schema.const !== undefined) {
    const message = `must be ${canonical(schema.const)}`;
    const isWanted = among([schema.const]);
    checks.push((value, visit) => isWanted(value) || fail(visit, message));
  }
  return checks;
}

/** An object or a list is looked through only where there are others to be equal to. */
function among(values: readonly unknown[]): (value: unknown) => boolean {
  const texts = new Set(values.map(canonical));
  const areAllPlain = values.every(isPlain);
  return (value) => (isPlain(value) || !areAllPlain) && texts.has(canonical(value));
}

function isPlain(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

const MAX_LISTED = 50;

function listed(values: ReadonlySet<string>): string {
  const some = [...values].slice(0, MAX_LISTED).join(", ");
  return values.size > MAX_LISTED ? `${some}, or ${values.size - MAX_LISTED} others` : some;
}

function numberKeywords(schema: JsonSchema): readonly Check[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, digits } = schema;
  const checks: Check[] = [];
  const add = (
    limit: number | string | undefined,
    words: string,
    holds: (n: number | bigint, bound: number | bigint) => boolean,
  ) => {
    if (limit !== undefined) {
      const bound = typeof limit === "string" ? BigInt(limit) : limit;
      checks.push((value, visit) => {
        const number = isDecimalText(value, digits) ? BigInt(value) : value;
        return (
          !isNumber(number) || holds(number, bound) || fail(visit, `must be ${words} ${bound}`)
        );
      });
    }
  };
  add(minimum, "at least", (n, bound) => n >= bound);
  add(maximum, "at most", (n, bound) => n <= bound);
  add(exclusiveMinimum, "more than", (n, bound) => n > bound);
  add(exclusiveMaximum, "less than", (n, bound) => n < bound);
  add(multipleOf, "a multiple of", (n, step) => isMultiple(n, Number(step)));
  return checks;
}

function isDecimalText(value: unknown, digits = 0): value is string {
  return (
    typeof value === "string" &&
    value.length <= digits + 1 &&
    /^-?(?:0|[1-9][0-9]*)$/.test(value) &&
    value.replace("-", "").length <= digits
  );
}

/** Whether a number may have been another integer before it was read. */
function isRounded(value: unknown, digits: number | undefined): boolean {
  return digits !== undefined && typeof value === "number" && !Number.isSafeInteger(value);
}

function stringKeywords(schema: JsonSchema): readonly Check[] {
  const { minLength, maxLength, pattern } = schema;
  const checks: Check[] = [];
  const add = (message: string, holds: (text: string) => boolean) => {
    checks.push(
      (value, visit) => typeof value !== "string" || holds(value) || fail(visit, message),
    );
  };
  if (minLength !== undefined) {
    add(`must have at least ${minLength} characters`, (text) => lengthOf(text) >= minLength);
  }
  if (maxLength !== undefined) {
    add(`must have at most ${maxLength} characters`, (text) => lengthOf(text) <= maxLength);
  }
  if (pattern !== undefined) {
    const expression = textTest(pattern);
    add(`must match ${pattern}`, (text) => expression === null || expression.test(text));
  }
  return checks;
}

function isOfType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "integer":
      return Number.isInteger(value) || typeof value === "bigint";
    case "number":
      return isNumber(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "boolean":
    case "string":
      return typeof value === type;
  }
}

/** Who reads JSON to the digit may hand in an integer that a double would round as a bigint. */
function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function describeType(type: JsonType): string {
  switch (type) {
    case "null":
      return "null";
    case "integer":
    case "array":
    case "object":
      return `an ${type}`;
    case "boolean":
    case "number":
    case "string":
      return `a ${type}`;
  }
}
