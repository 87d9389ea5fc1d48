import { isList, isObject, type JsonObject, type JsonValue } from "../../model/json.js";

/** Whether two values are equal; the order of members does not count. */
export function sameJson(left: JsonValue, right: JsonValue): boolean {
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    return keys.length === Object.keys(right).length && hasMembers(right, left, sameJson);
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, at) => sameJson(item, right[at]));
  }
  return left === right;
}

/** Whether a value holds what is wanted: objects may have more members, everything else is equal. */
export function holds(value: JsonValue, wanted: JsonValue): boolean {
  if (isObject(wanted)) {
    return isObject(value) && hasMembers(value, wanted, holds);
  }
  if (isList(wanted)) {
    return (
      isList(value) &&
      value.length === wanted.length &&
      wanted.every((item, at) => holds(value[at] ?? null, item))
    );
  }
  return value === wanted;
}

function hasMembers(
  value: JsonObject,
  wanted: JsonObject,
  fits: (value: JsonValue, wanted: JsonValue) => boolean,
): boolean {
  return Object.entries(wanted).every(([key, member]) => {
    const found = Object.hasOwn(value, key) ? value[key] : undefined;
    return found !== undefined && fits(found, member);
  });
}
