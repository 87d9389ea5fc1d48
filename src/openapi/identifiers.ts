import { bytesOf, type SourceFile } from "../source/source-file.js";
import { child, children, isObject, keysOf, type Node } from "./node.js";

/** What a document names by `$id`, `$anchor` and `$self` instead of by its place. */
export interface Identifiers {
  /** Absolute URI, without a fragment → the schema or document that bears it. */
  readonly resources: ReadonlyMap<string, Node>;
  /** URI of the resource, "#", name → the schema. */
  readonly anchors: ReadonlyMap<string, Node>;
}

export function fileUri(path: string): string {
  return new URL(path.split("/").map(encodeURIComponent).join("/"), "file:///").href;
}

/** The absolute URI of a reference, or null where it is none. */
export function resolvedUri(reference: string, base: string): string | null {
  return URL.canParse(reference, base) ? new URL(reference, base).href : null;
}

/** Source: JSON Schema 2020-12 Core, section 8.2; OpenAPI 3.2.0, section 4.1.2.1. */
export function identifiersOf(root: Node): Identifiers {
  const resources = new Map<string, Node>();
  const anchors = new Map<string, Node>();
  const own = fileUri(root.file.path);
  resources.set(own, root);
  if (!mentionsIdentifiers(root.file)) {
    return { resources, anchors };
  }
  const seen = new Set<unknown>();
  const left: { node: Node; base: string; data: boolean }[] = [
    { node: root, base: own, data: false },
  ];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, data } = next;
    if (typeof node.value !== "object" || node.value === null || seen.has(node.value)) {
      continue;
    }
    seen.add(node.value);
    const base = data ? next.base : baseWithin(node, next.base);
    if (base !== next.base) {
      resources.set(base, node);
    }
    if (!data && isObject(node.value)) {
      for (const keyword of ["$anchor", "$dynamicAnchor"]) {
        const name = node.value[keyword];
        if (typeof name === "string") {
          anchors.set(`${base}#${name}`, node);
        }
      }
    }
    const named = isMapOfNames(node.path);
    for (const [key, member] of children(node)) {
      left.push({ node: member, base, data: data || (!named && isDataKeyword(key)) });
    }
  }
  return { resources, anchors };
}

/** Whether there may be any: a large document without them is not looked through. */
function mentionsIdentifiers(file: SourceFile): boolean {
  const text = bytesOf(file) ?? file.text;
  return ["$id", "$self", "$anchor", "$dynamicAnchor"].some((keyword) => text.includes(keyword));
}

/** The base URI that holds at a node: that of the nearest `$id` at or around it. */
export function baseOf(root: Node, path: string): { readonly uri: string; readonly node: Node } {
  let uri = baseWithin(root, fileUri(root.file.path));
  let node = root;
  let at: Node | null = root;
  for (const key of keysOf(path)) {
    at = child(at, key);
    if (at === null) {
      break;
    }
    const inner = baseWithin(at, uri);
    if (inner !== uri) {
      uri = inner;
      node = at;
    }
  }
  return { uri, node };
}

function baseWithin(node: Node, base: string): string {
  if (!isObject(node.value)) {
    return base;
  }
  const id = node.value.$id ?? (node.path === "" ? node.value.$self : undefined);
  const uri = typeof id === "string" ? resolvedUri(id, base) : null;
  return uri === null ? base : uri.replace(/#.*$/s, "");
}

/** What stands under these is an instance, not a schema. */
function isDataKeyword(key: string): boolean {
  return ["const", "default", "enum", "example", "examples"].includes(key);
}

/** The keys below these are names of the author's, or statuses: one may be called "default". */
function isMapOfNames(path: string): boolean {
  return /\/(?:properties|patternProperties|\$defs|definitions|dependentSchemas|schemas|responses|parameters|requestBodies|headers|callbacks|pathItems|mediaTypes)$/.test(
    path,
  );
}
