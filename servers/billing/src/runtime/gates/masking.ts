import { isObject, type JsonObject, type JsonValue, setMember } from "../json.js";
import type { Draft } from "./draft.js";

const MASK = "[secret]";

/** A shorter text would be found in innocent places. */
const MIN_PART = 4;

/** A text that reads as a number stands for one: `1050.00`. */
const numeric = /^[-+]?[0-9][0-9.,]*$/;

/** What is not shown. */
interface Hidden {
  readonly numbers: ReadonlySet<number>;
  /** All of it as text, the longest first. */
  readonly texts: readonly string[];
}

/**
 * The draft without the values of inputs that are nobody's to see: `names`, at any depth. A model
 * chooses what these are, so they hide no more than themselves: a number goes only where it is one
 * of them, and a text only where it is, or holds, one of some length.
 */
export function masked(draft: Draft, names: readonly string[] | undefined): Draft {
  const values: (string | number)[] = [];
  collect(draft.input, new Set(names), false, values);
  if (values.length === 0) {
    return draft;
  }
  const hidden: Hidden = {
    numbers: new Set(values.filter((value) => typeof value === "number")),
    texts: [...new Set(values.map(String))].sort((a, b) => b.length - a.length),
  };
  const { call, kept } = draft;
  return {
    ...draft,
    call: call === null ? null : { ...call, request: maskObject(call.request, hidden) },
    kept: maskObject(kept, hidden),
  };
}

function collect(
  value: JsonValue,
  names: ReadonlySet<string>,
  isSecret: boolean,
  found: (string | number)[],
): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      collect(item, names, isSecret, found);
    }
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      collect(member, names, isSecret || names.has(name), found);
    }
  } else if (
    isSecret &&
    (typeof value === "number" || (typeof value === "string" && value !== ""))
  ) {
    found.push(value);
  }
}

function mask(value: JsonValue, hidden: Hidden): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item) => mask(item, hidden));
  }
  if (isObject(value)) {
    return maskObject(value, hidden);
  }
  if (typeof value === "number") {
    return hidden.numbers.has(value) ? MASK : value;
  }
  return typeof value === "string" ? maskText(value, hidden.texts) : value;
}

function maskText(text: string, hidden: readonly string[]): string {
  if (hidden.includes(text)) {
    return MASK;
  }
  const parts = numeric.test(text) ? [] : hidden.filter(({ length }) => length >= MIN_PART);
  return parts.reduce((shown, part) => shown.replaceAll(part, MASK), text);
}

function maskObject(object: JsonObject, hidden: Hidden): JsonObject {
  const result: JsonObject = {};
  for (const [name, member] of Object.entries(object)) {
    setMember(result, name, mask(member, hidden));
  }
  return result;
}
