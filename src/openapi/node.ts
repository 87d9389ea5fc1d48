import type { Pointer } from "./api.js";

/** A value of a document together with its place. Nothing is known of the value yet. */
export interface Node extends Pointer {
  readonly value: unknown;
}

export type RawObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is RawObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of an object or an element of a list; null where there is none. */
export function child(node: Node, key: string): Node | null {
  const { value } = node;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) {
    return null;
  }
  if (Array.isArray(value) && !/^(?:0|[1-9][0-9]*)$/.test(key)) {
    return null;
  }
  return located(node, key, (value as RawObject)[key]);
}

/** The node that keys lead to, one below the other; null where there is none. */
export function descend(node: Node, keys: readonly string[]): Node | null {
  let at: Node | null = node;
  for (const key of keys) {
    at = at && child(at, key);
  }
  return at;
}

/** The members of an object in document order, the elements of a list; empty for anything else. */
export function children(node: Node): readonly (readonly [string, Node])[] {
  const { value } = node;
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).map(([key, member]) => [key, located(node, key, member)]);
}

const origins = new WeakMap<object, Pointer>();

/** Remembers where an object that was put together from others is to be looked for. */
export function originate(value: object, origin: Pointer): void {
  origins.set(value, { file: origin.file, path: origin.path });
}

function located(parent: Node, key: string, value: unknown): Node {
  const origin = typeof value === "object" && value !== null ? origins.get(value) : undefined;
  return origin === undefined
    ? { file: parent.file, path: joined(parent.path, key), value }
    : { ...origin, value };
}

/** A member that is a string; null where it is missing or something else. */
export function textOf(node: Node, key: string): string | null {
  const value = child(node, key)?.value;
  return typeof value === "string" ? value : null;
}

/** Whether a member is stated to be true. */
export function isTrue(node: Node, key: string): boolean {
  return child(node, key)?.value === true;
}

/** The path of a member. Source: RFC 6901, section 3. */
export function joined(path: string, key: string): string {
  return `${path}/${/[~/]/.test(key) ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key}`;
}

/** The keys that a path names, outermost first. Source: RFC 6901, section 4. */
export function keysOf(path: string): readonly string[] {
  return path
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}
