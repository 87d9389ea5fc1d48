import { randomUUID } from "node:crypto";
import { parseJson } from "../../templates/server/src/runtime/json.js";
import type { JsonPrimitive, JsonValue } from "../model/json.js";

/** A value of JSON, with a bigint for an integer that a number would round. */
export type ExactValue = JsonPrimitive | bigint | readonly ExactValue[] | ExactObject;
export interface ExactObject {
  readonly [name: string]: ExactValue;
}

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

/** `JSON.parse`, but for integers that a number would round. Throws what it throws. */
export function parseExactly(text: string): ExactValue {
  const rounded: JsonValue = JSON.parse(text);
  return /[0-9]{16}/.test(text) ? exactly(rounded, parseJson(text) as JsonValue) : rounded;
}

/** Both are of one text: what is a number in one and a text in the other is an integer. */
function exactly(rounded: JsonValue, spelled: JsonValue): ExactValue {
  if (typeof rounded === "number") {
    return typeof spelled === "string" ? (largeInteger(spelled) ?? rounded) : rounded;
  }
  if (Array.isArray(rounded)) {
    const others: readonly JsonValue[] = Array.isArray(spelled) ? spelled : [];
    return rounded.map((item, index) => exactly(item, others[index] ?? null));
  }
  if (typeof rounded !== "object" || rounded === null) {
    return rounded;
  }
  const others = new Map(Object.entries(spelled ?? {}));
  return Object.fromEntries(
    Object.entries(rounded).map(([name, member]) => [
      name,
      exactly(member, others.get(name) ?? null),
    ]),
  );
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
