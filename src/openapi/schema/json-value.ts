import type { JsonValue } from "../../model/json.js";

/** More values than this in one default or example are an attack, or a table in the wrong place. */
const mostValues = 20_000;
/** Texts, numbers and the like in one list: what an `enum` may hold of a register. */
const longList = 5_000;
const longestList = 200_000;
const deepest = 64;

/** Whether a value is a list of very many plain values, and of nothing else. */
export function isLongList(value: unknown): value is JsonValue[] {
  return (
    Array.isArray(value) &&
    value.length > longList &&
    value.length <= longestList &&
    value.every((element) => isPlain(element))
  );
}

function isPlain(value: unknown): boolean {
  return (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value))
  );
}

/**
 * The value as JSON, in objects of its own; an integer that a double would round as its decimal text. Undefined where it is none: it contains itself,
 * multiplies through YAML aliases, or holds a number that JSON has no word for.
 */
export function readJson(value: unknown): JsonValue | undefined {
  const left = { values: mostValues };
  return copy(value, left, deepest);
}

function copy(value: unknown, left: { values: number }, depth: number): JsonValue | undefined {
  left.values--;
  if (left.values < 0 || depth === 0) {
    return undefined;
  }
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : undefined;
    case "bigint":
      // 2^53 and the like are numbers to the digit.
      return BigInt(Number(value)) === value ? Number(value) : String(value);
    case "object":
      return value === null ? null : copyObject(value, left, depth);
    default:
      return undefined;
  }
}

function copyObject(value: object, left: { values: number }, depth: number): JsonValue | undefined {
  if (Array.isArray(value)) {
    const list: JsonValue[] = [];
    for (const element of value) {
      const copied = copy(element, left, depth - 1);
      if (copied === undefined) {
        return undefined;
      }
      list.push(copied);
    }
    return list;
  }
  const members: [string, JsonValue][] = [];
  for (const [name, member] of Object.entries(value)) {
    const copied = copy(member, left, depth - 1);
    if (copied === undefined) {
      return undefined;
    }
    members.push([name, copied]);
  }
  return Object.fromEntries(members);
}

/** Equality of JSON Schema: the order of an object's members does not matter. */
export function sameJson(left: JsonValue, right: JsonValue): boolean {
  if (left === right) {
    return true;
  }
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    return false;
  }
  const names = Object.keys(left);
  return (
    Array.isArray(left) === Array.isArray(right) &&
    names.length === Object.keys(right).length &&
    names.every((name) => {
      const [a, b] = [memberOf(left, name), memberOf(right, name)];
      return a !== undefined && b !== undefined && sameJson(a, b);
    })
  );
}

function memberOf(value: object, name: string): JsonValue | undefined {
  return Object.hasOwn(value, name) ? (value as { [name: string]: JsonValue })[name] : undefined;
}
