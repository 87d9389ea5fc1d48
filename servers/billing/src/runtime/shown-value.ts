import { isObject, setMember } from "./json.js";
import { redact } from "./redact.js";
import { shorten } from "./text.js";

const MAX_TEXT = 100;
const MAX_JSON = 400;

/** How many elements or members are kept at each depth, tried until the whole is short enough. */
const WIDTHS = [40, 20, 8, 4, 2, 1];

/** A value that was given, short enough for an error, without the values of secret names. */
export function shownValue(value: unknown, isSecret: (name: string) => boolean): unknown {
  if (typeof value === "string") {
    return shorten(value, MAX_TEXT);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const copy = redact(value, isSecret);
  const fitting = WIDTHS.map((width) => cut(copy, width)).find(
    (one) => JSON.stringify(one).length <= MAX_JSON,
  );
  return fitting ?? shorten(JSON.stringify(copy), MAX_TEXT);
}

/** An ellipsis stands for what is left out. */
function cut(value: unknown, width: number): unknown {
  if (typeof value === "string") {
    return shorten(value, MAX_TEXT);
  }
  if (Array.isArray(value)) {
    const some = value.slice(0, width).map((item) => cut(item, width));
    return value.length > width ? [...some, "…"] : some;
  }
  if (!isObject(value)) {
    return value;
  }
  const members = Object.entries(value);
  const result: Record<string, unknown> = {};
  for (const [name, member] of members.slice(0, width)) {
    setMember(result, shorten(name, MAX_TEXT), cut(member, width));
  }
  if (members.length > width) {
    setMember(result, "…", "…");
  }
  return result;
}
