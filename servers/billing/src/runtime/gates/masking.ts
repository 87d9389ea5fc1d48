import { isObject, type JsonObject, type JsonValue, setMember } from "../json.js";
import type { Draft } from "./draft.js";

const MASK = "[secret]";

/** A shorter text would be found in innocent places. */
const MIN_PART = 4;

/** A text that reads as a number stands for one: `1050.00`. */
const numeric = /^[-+]?[0-9][0-9.,]*$/;

/** A text that an expression may send as a number. */
const spelled = /^[-+]?[0-9]+(?:\.[0-9]+)?$/;

/** What is not shown. */
interface Hidden {
  readonly numbers: ReadonlySet<number>;
  /** All of it as text, the longest first. */
  readonly texts: readonly string[];
  /** Of members that held true or false. */
  readonly flags: ReadonlySet<string>;
  /** Where a secret input is known to have gone, as JSON Pointers. */
  readonly places: ReadonlySet<string>;
}

/** What is known of a value by where it stands. */
type Standing = "anywhere" | "under the name of a flag" | "at a place of a secret";

interface Found {
  readonly values: (string | number)[];
  readonly flags: Set<string>;
}

/**
 * The draft without the values of inputs that are nobody's to see: `names`, at any depth. Where the
 * gate says that one of them goes, nothing is shown. Elsewhere they hide no more than themselves,
 * since a model chooses what they are: a number goes only where it is one of them, or what a text of
 * them spells, and a text only where it is, or holds, one of some length. True and false stand
 * everywhere, so they go only where the member has the name of such an input.
 */
export function masked(draft: Draft, names: readonly string[] | undefined): Draft {
  const found: Found = { values: [], flags: new Set() };
  collect(draft.input, new Set(names), null, found);
  const { values, flags } = found;
  const { call, kept } = draft;
  const places = new Set(call?.secret);
  if (values.length === 0 && flags.size === 0 && places.size === 0) {
    return draft;
  }
  const hidden: Hidden = {
    numbers: new Set(
      values.flatMap((value) =>
        typeof value === "number" ? value : spelled.test(value) ? Number(value) : [],
      ),
    ),
    texts: [...new Set(values.map(String))].sort((a, b) => b.length - a.length),
    flags,
    places,
  };
  const nowhere: Hidden = { ...hidden, places: new Set() };
  return {
    ...draft,
    call:
      call === null ? null : { ...call, request: maskObject(call.request, hidden, "", "anywhere") },
    kept: maskObject(kept, nowhere, "", "anywhere"),
  };
}

/** `secret` is the member's name inside a secret input, and null outside. */
function collect(
  value: JsonValue,
  names: ReadonlySet<string>,
  secret: string | null,
  found: Found,
): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      collect(item, names, secret, found);
    }
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      collect(member, names, secret !== null || names.has(name) ? name : null, found);
    }
  } else if (secret === null) {
    return;
  } else if (typeof value === "boolean") {
    found.flags.add(secret);
  } else if (typeof value === "number" || (typeof value === "string" && value !== "")) {
    found.values.push(value);
  }
}

function mask(value: JsonValue, hidden: Hidden, pointer: string, standing: Standing): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item) => mask(item, hidden, pointer, standing));
  }
  if (isObject(value)) {
    return maskObject(value, hidden, pointer, standing);
  }
  if (standing === "at a place of a secret") {
    return MASK;
  }
  const isFlag = value === true || value === false || value === "true" || value === "false";
  return isFlag && standing === "under the name of a flag" ? MASK : maskValue(value, hidden);
}

function maskObject(
  object: JsonObject,
  hidden: Hidden,
  pointer: string,
  standing: Standing,
): JsonObject {
  const result: JsonObject = {};
  for (const [name, member] of Object.entries(object)) {
    const inner = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    setMember(result, name, mask(member, hidden, inner, standingOf(name, inner, hidden, standing)));
  }
  return result;
}

function standingOf(name: string, pointer: string, hidden: Hidden, outer: Standing): Standing {
  if (outer === "at a place of a secret" || hidden.places.has(pointer)) {
    return "at a place of a secret";
  }
  return hidden.flags.has(name) ? "under the name of a flag" : outer;
}

function maskValue(value: JsonValue, { numbers, texts }: Hidden): JsonValue {
  if (typeof value === "number") {
    return numbers.has(value) ? MASK : value;
  }
  return typeof value === "string" ? maskText(value, texts) : value;
}

function maskText(text: string, hidden: readonly string[]): string {
  if (hidden.includes(text)) {
    return MASK;
  }
  const parts = numeric.test(text) ? [] : hidden.filter(({ length }) => length >= MIN_PART);
  return parts.reduce((shown, part) => shown.replaceAll(part, MASK), text);
}
