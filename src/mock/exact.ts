import { randomUUID } from "node:crypto";
import type { JsonValue } from "../model/json.js";
import type { ExactObject, ExactValue } from "../openapi/exact-integers.js";

/** Longer ones are past what a double can hold; nobody means them to the digit. */
const mostDigits = 308;

const unsafeInteger = /^-?[1-9][0-9]{15,}$/;

/** The integer that a decimal text spells, where a number would round it; null for any other text. */
export function largeInteger(text: string): bigint | null {
  return text.length <= mostDigits &&
    unsafeInteger.test(text) &&
    !Number.isSafeInteger(Number(text))
    ? BigInt(text)
    : null;
}

type Replace = (value: unknown) => unknown;

/** JSON, large integers with every digit. `replace` may put another value in a member's place. */
export function exactJson(value: ExactValue, replace: Replace = (member) => member): string {
  const mark = randomUUID();
  let count = 0;
  const text = JSON.stringify(value, (_key, member: unknown) => {
    const given = replace(member);
    if (typeof given !== "bigint") {
      return given;
    }
    count++;
    return `${mark}${given}`;
  });
  return count === 0 ? text : text.replaceAll(new RegExp(`"${mark}(-?[0-9]+)"`, "g"), "$1");
}

/** The value with decimal text for large integers, as models and records have it. */
export function withDecimalText(value: ExactValue): JsonValue {
  if (typeof value === "bigint") {
    return String(value);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return isList(value)
    ? value.map(withDecimalText)
    : Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, withDecimalText(member)]),
      );
}

export type Path = readonly (string | number)[];

/** The value with large integers for the decimal texts in it, or for those at some places alone. */
export function withLargeIntegers(
  value: JsonValue,
  isMeant: (path: Path) => boolean = () => true,
  path: Path = [],
): ExactValue {
  if (typeof value === "string") {
    return (isMeant(path) ? largeInteger(value) : null) ?? value;
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return isList(value)
    ? value.map((item, index) => withLargeIntegers(item, isMeant, [...path, index]))
    : Object.fromEntries(
        Object.entries(value).map(([name, member]) => [
          name,
          withLargeIntegers(member, isMeant, [...path, name]),
        ]),
      );
}

export function isList(value: ExactValue): value is readonly ExactValue[] {
  return Array.isArray(value);
}

export function isObject(value: ExactValue): value is ExactObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
