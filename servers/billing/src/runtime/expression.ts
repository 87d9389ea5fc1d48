/**
 * What expressions of the tool map need and TypeScript has no operator for. Where the expression
 * language says "error", these end the call with `expression_failed`; none returns a wrong value.
 */
import type { JsonValue } from "./json.js";
import { Ended, failure } from "./outcome.js";

/** An expression that has no value: a division by zero, an index past the end, a text that is no number. */
export class ExpressionError extends Ended {
  constructor(reason: string) {
    super(failure({ error: "expression_failed", reason, retry: false }));
    this.name = "ExpressionError";
  }
}

/** `left && right` where a side may have no value: false if either is. */
export function and(left: () => boolean, right: () => boolean): boolean {
  return decided(left, right, false);
}

/** `left || right` where a side may have no value: true if either is. */
export function or(left: () => boolean, right: () => boolean): boolean {
  return decided(left, right, true);
}

function decided(left: () => boolean, right: () => boolean, decisive: boolean): boolean {
  let error: ExpressionError;
  try {
    return left() === decisive ? decisive : right();
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) {
      throw thrown;
    }
    error = thrown;
  }
  if (right() === decisive) {
    return decisive;
  }
  throw error;
}

/** Whether every element passes a test that may have no value: one that fails it decides. */
export function every<T>(list: readonly T[], test: (element: T) => boolean): boolean {
  return decidedByOne(list, test, false);
}

/** Whether some element passes a test that may have no value: one that does decides. */
export function some<T>(list: readonly T[], test: (element: T) => boolean): boolean {
  return decidedByOne(list, test, true);
}

function decidedByOne<T>(
  list: readonly T[],
  test: (element: T) => boolean,
  decisive: boolean,
): boolean {
  let error: ExpressionError | null = null;
  for (const element of list) {
    try {
      if (test(element) === decisive) {
        return decisive;
      }
    } catch (thrown) {
      if (!(thrown instanceof ExpressionError)) {
        throw thrown;
      }
      error ??= thrown;
    }
  }
  if (error !== null) {
    throw error;
  }
  return !decisive;
}

/** The element at an index, counted from 0; null of a list that is not there. */
export function elementAt<T>(list: readonly T[], index: JsonValue): T;
export function elementAt<T>(list: readonly T[] | null | undefined, index: JsonValue): T | null;
export function elementAt<T>(list: readonly T[] | null | undefined, index: JsonValue): T | null {
  if (list === null || list === undefined) {
    return null;
  }
  if (typeof index !== "number" || !Number.isInteger(index)) {
    throw new ExpressionError(`An index is a whole number, not ${shown(index)}.`);
  }
  if (index < 0 || index >= list.length) {
    throw new ExpressionError(`There is no element ${index} in a list of ${list.length}.`);
  }
  return list[index] as T;
}

/** The value under a key, or null; of JSON that may be a list too, the element at an index. */
export function valueAt<T>(
  of: Readonly<Record<string, T>> | null | undefined,
  key: string,
): T | null;
export function valueAt(of: JsonValue | undefined, key: JsonValue): JsonValue;
export function valueAt(of: unknown, key: unknown): unknown {
  if (of === null || of === undefined) {
    return null;
  }
  if (Array.isArray(of)) {
    return elementAt(of, key as JsonValue);
  }
  if (typeof of !== "object" || typeof key !== "string") {
    throw new ExpressionError(`${shown(of)} has no field ${shown(key)}.`);
  }
  return Object.hasOwn(of, key) ? ((of as Record<string, unknown>)[key] ?? null) : null;
}

/** Whether a list has an element, or a map a key. */
export function contains(of: object | JsonValue | undefined, value: unknown): boolean {
  if (Array.isArray(of)) {
    return of.some((element) => deepEquals(element, value));
  }
  if (typeof of !== "object" || of === null) {
    throw new ExpressionError(`${shown(of)} is neither a list nor a map.`);
  }
  return typeof value === "string" && Object.hasOwn(of, value);
}

/** Deep equality of JSON; what is missing is null. */
export function deepEquals(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((element, index) => deepEquals(element, b[index]))
    );
  }
  if (typeof a === "object" && a !== null && typeof b === "object" && b !== null) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && deepEquals(member(a, name), member(b, name)))
    );
  }
  return a === b || (isAbsent(a) && isAbsent(b));
}

function member(of: object, name: string): unknown {
  return (of as Record<string, unknown>)[name];
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined;
}

/** `a < b` of JSON whose kind is known only now. */
export function isLess(a: unknown, b: unknown): boolean {
  return compare(a, b) < 0;
}

export function isAtMost(a: unknown, b: unknown): boolean {
  return compare(a, b) <= 0;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "string" && typeof b === "string") {
    return compareText(a, b);
  }
  const comparable = typeof a === "number" || typeof a === "boolean";
  if (!comparable || typeof a !== typeof b) {
    throw new ExpressionError(`${shown(a)} and ${shown(b)} have no order between them.`);
  }
  const [x, y] = [Number(a), Number(b)];
  return x < y ? -1 : x > y ? 1 : x === y ? 0 : Number.NaN;
}

/** By code point, where `<` goes by UTF-16 unit: negative, zero or positive. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a[index] === b[index]) {
    index += 1;
  }
  const [x, y] = [a.codePointAt(index), b.codePointAt(index)];
  return x === undefined || y === undefined ? a.length - b.length : x - y;
}

/** An integer that a double holds; the sum, difference or product of two that do. */
export function exact(value: number): number {
  if (!Number.isSafeInteger(value)) {
    throw new ExpressionError("A whole number became larger than can be held exactly.");
  }
  return value;
}

/** Whole-number division, towards zero. */
export function divide(a: number, b: number): number {
  if (b === 0) {
    throw new ExpressionError("A whole number was divided by zero.");
  }
  return Math.trunc(a / b) + 0;
}

export function remainder(a: number, b: number): number {
  if (b === 0) {
    throw new ExpressionError("A whole number was divided by zero.");
  }
  return (a % b) + 0;
}

/** The sum of whole numbers. */
export function sum(list: readonly number[]): number {
  return list.reduce((total, each) => exact(total + each), 0);
}

export function sumDoubles(list: readonly number[]): number {
  return list.reduce((total, each) => total + each, 0);
}

/** What an earlier check found to be there. */
export function present<T>(value: T): NonNullable<T> {
  if (value === null || value === undefined) {
    throw new ExpressionError("A value that had been there is missing.");
  }
  return value;
}

/** JSON of unknown kind as a condition; null is false. */
export function isTrue(value: unknown): boolean {
  if (isAbsent(value)) {
    return false;
  }
  if (typeof value !== "boolean") {
    throw new ExpressionError(`${shown(value)} is neither true nor false.`);
  }
  return value;
}

/** JSON of unknown kind as a list. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (!Array.isArray(value)) {
    throw new ExpressionError(`${shown(value)} is no list.`);
  }
  return value;
}

export function textsOf(list: readonly unknown[]): readonly string[] {
  return list.map((each) => {
    if (typeof each !== "string") {
      throw new ExpressionError(`${shown(each)} is no text.`);
    }
    return each;
  });
}

/** The elements of a list with their indexes, or the values of a map with their keys. */
export function entriesOf<T>(of: readonly T[]): (readonly [number, T])[];
export function entriesOf<T>(of: Readonly<Record<string, T>>): (readonly [string, T])[];
export function entriesOf(of: object): (readonly [number | string, unknown])[] {
  return Array.isArray(of) ? [...of.entries()] : Object.entries(of);
}

/** A map of keys that are computed; no two may be equal. */
export function mapOf<T>(pairs: readonly (readonly [string, T])[]): Record<string, T> {
  const map = Object.fromEntries(pairs);
  if (Object.keys(map).length < pairs.length) {
    throw new ExpressionError("A map was given the same key twice.");
  }
  return map;
}

/** A value as text in a sentence: nothing for null, elements joined, an object as JSON. */
export function text(value: unknown): string {
  if (isAbsent(value)) {
    return "";
  }
  if (Array.isArray(value)) {
    return value.map(text).join(", ");
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A value for a message: short, on one line. */
export function shown(value: unknown): string {
  const words = typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? "nothing");
  return words.length > 40 ? `${words.slice(0, 39)}…` : words;
}
