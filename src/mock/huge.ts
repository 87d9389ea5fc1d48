import { randomUUID } from "node:crypto";
import type { ExactValue } from "../openapi/exact-integers.js";
import { exactJson, isList, isObject } from "./exact.js";

/** JSON of the same form, of at least so many bytes: its longest list, or else a text, goes on and on. */
export function hugeJson(value: ExactValue, bytes: number): Buffer {
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

function withLongList(value: ExactValue, list: readonly ExactValue[], bytes: number): Buffer {
  const mark = randomUUID();
  const text = exactJson(value, (member) => (member === list ? mark : member));
  const [before = "", after = ""] = text.split(`"${mark}"`);
  const items = list.map((item) => exactJson(item)).join(",");
  const count = Math.ceil(bytes / (items.length + 1)) + 1;
  return Buffer.from(`${before}[${Array.from({ length: count }, () => items).join(",")}]${after}`);
}

function withLongText(value: ExactValue, bytes: number): Buffer {
  let isDone = false;
  const text = exactJson(value, (member) => {
    if (isDone || typeof member !== "string" || member === value) {
      return member;
    }
    isDone = true;
    return member + "x".repeat(bytes);
  });
  // White space may follow any JSON.
  return Buffer.from(isDone ? text : text.padEnd(bytes));
}

function largestList(value: ExactValue): readonly ExactValue[] | null {
  const lists: (readonly ExactValue[])[] = [];
  const visit = (each: ExactValue): void => {
    if (isList(each)) {
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
