import { createHash } from "node:crypto";
import { isObject, type JsonValue, setMember } from "../json.js";

/** A hash of the value's JSON, the same in whatever order its members are. */
export function hashOf(value: JsonValue): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(value)))
    .digest("hex");
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (!isObject(value)) {
    return value;
  }
  const members: { [name: string]: JsonValue } = {};
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) {
      setMember(members, name, sorted(member));
    }
  }
  return members;
}

/**
 * The value as it comes back out of a store, without undefined members. Throws where a store could
 * not give the same back: what was summarised has to be what is sent.
 */
export function asStored(value: unknown): JsonValue {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value)) {
        return value;
      }
      break;
    case "object":
      return asStoredStructure(value);
  }
  throw new TypeError(`A draft cannot keep ${typeof value === "number" ? value : typeof value}.`);
}

function asStoredStructure(value: object | null): JsonValue {
  if (value === null) {
    return null;
  }
  if (Array.isArray(value)) {
    return value.map(asStored);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`A draft cannot keep a ${value.constructor.name}.`);
  }
  const members: { [name: string]: JsonValue } = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) {
      setMember(members, name, asStored(member));
    }
  }
  return members;
}

/** As `asStored`, of an object. */
export function asStoredObject(value: object): { [name: string]: JsonValue } {
  const stored = asStored(value);
  if (!isObject(stored)) {
    throw new TypeError("A draft cannot keep a list in the place of an object.");
  }
  return stored;
}
