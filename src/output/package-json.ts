import type { JsonObject, JsonValue } from "../model/json.js";

/** The values of our keys by JSON Pointer (RFC 6901); an array is one value. */
export type Keys = Readonly<Record<string, JsonValue>>;

export type Merge =
  | { readonly kind: "merged"; readonly text: string; readonly conflicts: readonly Conflict[] }
  /** The existing text is no JSON object. */
  | { readonly kind: "broken" };

/** One of our keys that was changed by hand, while we too want another value than before. */
export interface Conflict {
  readonly pointer: string;
  readonly theirs: JsonValue | undefined;
  readonly ours: JsonValue | undefined;
}

/**
 * Brings our keys of `package.json` up to date and leaves every other as it is: a three-way merge
 * over `previouslyOurs`, by which a version that its owner has raised stays until ours changes too.
 * In a conflict theirs stays, unless `takeOurs`. Key order, indentation and line ends are kept, and
 * a text that needs no change keeps its bytes.
 */
export function mergePackageJson(
  existing: string,
  ours: string,
  previouslyOurs: Keys | null,
  takeOurs = false,
): Merge {
  const target = parseObject(existing);
  const wanted = keysOf(ours);
  if (target === null) {
    return { kind: "broken" };
  }
  const conflicts: Conflict[] = [];
  let changed = false;
  for (const pointer of new Set([...Object.keys(wanted), ...Object.keys(previouslyOurs ?? {})])) {
    const now = wanted[pointer];
    const before = previouslyOurs?.[pointer];
    const theirs = valueAt(target, pointer);
    const untouched = same(theirs, before);
    const oursStands = same(now, before) && !takeOurs;
    if (same(theirs, now) || (!untouched && (oursStands || now === undefined))) {
      continue;
    }
    if (untouched || takeOurs) {
      setAt(target, pointer, now);
      changed = true;
    } else {
      conflicts.push({ pointer, theirs, ours: now });
    }
  }
  return { kind: "merged", text: changed ? print(target, existing) : existing, conflicts };
}

/** @throws if `text` is no JSON object: ours always is. */
export function keysOf(text: string): Record<string, JsonValue> {
  const object = parseObject(text);
  if (object === null) {
    throw new Error("the emitted package.json is no JSON object");
  }
  const keys: Record<string, JsonValue> = {};
  collect(object, "", keys);
  return keys;
}

interface MutableObject {
  [name: string]: JsonValue | MutableObject;
}

function parseObject(text: string): MutableObject | null {
  try {
    // A byte order mark is no JSON, but Windows editors write one.
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function collect(object: MutableObject, prefix: string, keys: Record<string, JsonValue>): void {
  for (const [name, value] of Object.entries(object)) {
    const pointer = `${prefix}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (isObject(value)) {
      collect(value, pointer, keys);
    } else {
      keys[pointer] = value;
    }
  }
}

function valueAt(object: MutableObject, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = object;
  for (const name of namesOf(pointer)) {
    value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

/** Sets or, for undefined, removes a value; an object that this empties goes with it. */
function setAt(object: MutableObject, pointer: string, value: JsonValue | undefined): void {
  const names = namesOf(pointer);
  const last = names.pop() ?? "";
  const parents: { readonly parent: MutableObject; readonly name: string }[] = [];
  let at = object;
  for (const name of names) {
    parents.push({ parent: at, name });
    const next = Object.hasOwn(at, name) ? at[name] : undefined;
    if (isObject(next)) {
      at = next;
    } else if (value === undefined) {
      return;
    } else {
      const created: MutableObject = {};
      at[name] = created;
      at = created;
    }
  }
  if (value !== undefined) {
    insert(at, last, value);
    return;
  }
  delete at[last];
  for (const { parent, name } of parents.reverse()) {
    const child = parent[name];
    if (isObject(child) && Object.keys(child).length === 0) {
      delete parent[name];
    }
  }
}

/** A new name goes where order wants it among names that are in order, as npm does; else to the end. */
function insert(object: MutableObject, name: string, value: JsonValue): void {
  const names = Object.keys(object);
  object[name] = value;
  const ordered = names.every((each, index) => index === 0 || (names[index - 1] ?? "") < each);
  if (names.includes(name) || !ordered) {
    return;
  }
  for (const later of names.filter((each) => each > name)) {
    const moved = object[later];
    if (moved !== undefined) {
      delete object[later];
      object[later] = moved;
    }
  }
}

function print(object: JsonObject, existing: string): string {
  const indent = /^[\t ]+(?=")/m.exec(existing)?.[0] ?? 2;
  const end = /\r?\n$/.test(existing) ? "\n" : "";
  const text = `${JSON.stringify(object, null, indent)}${end}`;
  return existing.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
}

function namesOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isObject(value: unknown): value is MutableObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
