import { randomUUID } from "node:crypto";
import type { JsonValue } from "../model/json.js";
import { isObject } from "./value/checks.js";

/** JSON of the same form, of at least so many bytes: its longest list, or else a text, goes on and on. */
export function hugeJson(value: JsonValue, bytes: number): Buffer {
  const list = largestList(value);
  return list === null ? withLongText(value, bytes) : withLongList(value, list, bytes);
}

/** Bytes that repeat until there are enough. */
export function hugeBytes(once: Buffer, bytes: number): Buffer {
  const unit = once.length === 0 ? Buffer.from("mock\n") : once;
  return Buffer.concat(
    Array.from({ length: Math.max(1, Math.ceil(bytes / unit.length)) }, () => unit),
  );
}

function withLongList(value: JsonValue, list: readonly JsonValue[], bytes: number): Buffer {
  const mark = randomUUID();
  const text = JSON.stringify(value, (_key, member) => (member === list ? mark : member));
  const [before = "", after = ""] = text.split(`"${mark}"`);
  const items = list.map((item) => JSON.stringify(item)).join(",");
  const count = Math.ceil(bytes / (items.length + 1)) + 1;
  return Buffer.from(`${before}[${Array.from({ length: count }, () => items).join(",")}]${after}`);
}

function withLongText(value: JsonValue, bytes: number): Buffer {
  let isDone = false;
  const text = JSON.stringify(value, (key, member) => {
    if (isDone || typeof member !== "string" || key === "") {
      return member;
    }
    isDone = true;
    return member + "x".repeat(bytes);
  });
  // White space may follow any JSON.
  return Buffer.from(isDone ? text : text.padEnd(bytes));
}

function largestList(value: JsonValue): readonly JsonValue[] | null {
  const lists: (readonly JsonValue[])[] = [];
  const visit = (each: JsonValue): void => {
    if (Array.isArray(each)) {
      lists.push(each);
      each.forEach(visit);
    } else if (isObject(each)) {
      Object.values(each).forEach(visit);
    }
  };
  visit(value);
  const found = lists.filter((list) => list.length > 0);
  // The outermost of the longest: lists are noted before what is in them.
  return found.length === 0
    ? null
    : found.reduce((most, list) => (list.length > most.length ? list : most));
}
