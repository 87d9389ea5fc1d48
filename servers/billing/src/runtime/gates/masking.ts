import { isObject, type JsonObject, type JsonValue, setMember } from "../json.js";
import type { Draft } from "./draft.js";

const MASK = "[secret]";

/** The draft without the values of inputs that are nobody's to see: `names`, at any depth. */
export function masked(draft: Draft, names: readonly string[] | undefined): Draft {
  const hidden = new Set<string>();
  collect(draft.input, new Set(names), false, hidden);
  if (hidden.size === 0) {
    return draft;
  }
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
  hidden: Set<string>,
): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      collect(item, names, isSecret, hidden);
    }
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      collect(member, names, isSecret || names.has(name), hidden);
    }
  } else if (isSecret && value !== null && value !== "") {
    hidden.add(String(value));
  }
}

function mask(value: JsonValue, hidden: ReadonlySet<string>): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item) => mask(item, hidden));
  }
  if (isObject(value)) {
    return maskObject(value, hidden);
  }
  const text = String(value);
  return [...hidden].some((secret) => text.includes(secret)) ? MASK : value;
}

function maskObject(object: JsonObject, hidden: ReadonlySet<string>): JsonObject {
  const result: JsonObject = {};
  for (const [name, member] of Object.entries(object)) {
    setMember(result, name, mask(member, hidden));
  }
  return result;
}
