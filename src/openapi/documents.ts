import { posix } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { unreadable } from "../diagnostics/read-problems.js";
import { readSource } from "../source/read.js";
import type { SourceFile, Span } from "../source/source-file.js";
import type { Context } from "./context.js";
import { baseOf, type Identifiers, identifiersOf, resolvedUri } from "./identifiers.js";
import { child, isObject, keysOf, type Node } from "./node.js";
import { parseFile, parseWhole } from "./parse.js";
import { spanOf } from "./place.js";
import { remoteReference, unresolvedReference, wrongKind } from "./problems.js";

/** The files that a description is spread over, each read when a reference first leads to it. */
export class Documents {
  readonly #root: string;
  readonly #byPath = new Map<string, Opened>();
  readonly #identifiers = new Map<SourceFile, Identifiers>();
  /** The references that lead through one that is being followed. */
  readonly #leadingThrough = new Set<unknown>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Takes in a file that has been read and parsed. */
  add(document: Node): void {
    this.#byPath.set(document.file.path, { kind: "document", node: document });
  }

  /**
   * The node that a reference (the text itself) leads to; it may be a reference again. Null after a
   * reported error.
   *
   * Source: OpenAPI 3.1.1, section 4.6 (Relative References in API Description URIs).
   */
  follow(from: Node, context: Context): Node | null {
    const reference = from.value;
    if (typeof reference !== "string") {
      context.report(from, () => wrongKind(from, "a reference", "text"));
      return null;
    }
    const hash = reference.indexOf("#");
    const uri = hash === -1 ? reference : reference.slice(0, hash);
    const fragment = hash === -1 ? "" : decoded(reference.slice(hash + 1));
    const resource = uri === "" ? this.#around(from) : this.#resource(from, uri, context);
    if (resource === null) {
      return null;
    }
    const missing = this.#descend(resource, fragment, context);
    if (missing.kind === "found") {
      return missing.node;
    }
    if (resource.path !== "") {
      const outer = this.#descend(this.#documentOf(resource), fragment, context);
      if (outer.kind === "found") {
        return outer.node;
      }
    }
    context.report(from, () => unresolvedReference(from, missing.key, missing.at));
    return null;
  }

  /** The text of a file; throws where it cannot be read. */
  textOf(path: string): string {
    const opened = this.#open(path);
    if (opened.kind === "failed") {
      throw new Error(opened.diagnostic({ file: { path, text: "" }, start: 0, end: 0 }).message);
    }
    return opened.node.file.text;
  }

  /** The value of a file, read anew in JSON's types, for a reader that changes it. */
  freshValue(path: string): unknown {
    const parsed = parseWhole({ path, text: this.textOf(path) });
    return parsed.kind === "parsed" ? parsed.value : null;
  }

  /** The schema with an `$id` around a node, or its document. */
  #around(from: Node): Node {
    const document = this.#documentOf(from);
    return this.#identifiersOf(document).resources.size > 1
      ? baseOf(document, from.path).node
      : document;
  }

  #resource(from: Node, uri: string, context: Context): Node | null {
    const absolute = resolvedUri(uri, baseOf(this.#documentOf(from), from.path).uri);
    for (const opened of absolute === null ? [] : this.#byPath.values()) {
      const resource =
        opened.kind === "document"
          ? this.#identifiersOf(opened.node).resources.get(absolute ?? "")
          : undefined;
      if (resource !== undefined) {
        return resource;
      }
    }
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(uri)) {
      context.report(from, () => remoteReference(from));
      return null;
    }
    const opened = this.#open(posix.join(posix.dirname(from.file.path), decoded(uri)));
    if (opened.kind === "failed") {
      context.report(from, () => opened.diagnostic(spanOf(from, "value")));
      return null;
    }
    return opened.node;
  }

  #open(path: string): Opened {
    const known = this.#byPath.get(path);
    if (known !== undefined) {
      return known;
    }
    const opened = open(this.#root, path);
    this.#byPath.set(path, opened);
    return opened;
  }

  #documentOf(node: Node): Node {
    const opened = this.#byPath.get(node.file.path);
    if (opened?.kind !== "document") {
      throw new Error(`a node of ${node.file.path}, which was never opened`);
    }
    return opened.node;
  }

  #descend(resource: Node, fragment: string, context: Context): Descent {
    if (fragment !== "" && !fragment.startsWith("/")) {
      return this.#anchored(resource, fragment);
    }
    let at = resource;
    for (const key of keysOf(fragment)) {
      const next = child(at, key) ?? this.#throughReference(at, key, context);
      if (next === null) {
        return { kind: "missing", key, at };
      }
      at = next;
    }
    return { kind: "found", node: at };
  }

  /** A pointer into an object that is itself a reference means the object referred to. */
  #throughReference(at: Node, key: string, context: Context): Node | null {
    const { value } = at;
    // One that leads into what it refers to itself leads nowhere.
    if (!isObject(value) || typeof value.$ref !== "string" || this.#leadingThrough.has(value)) {
      return null;
    }
    this.#leadingThrough.add(value);
    const target = context.objectAt(at, "what the reference leads through");
    this.#leadingThrough.delete(value);
    return target && child(target, key);
  }

  #anchored(resource: Node, name: string): Descent {
    const document = this.#documentOf(resource);
    const { uri } = baseOf(document, resource.path);
    const node = this.#identifiersOf(document).anchors.get(`${uri}#${name}`);
    return node === undefined
      ? { kind: "missing", key: name, at: { ...resource, value: null } }
      : { kind: "found", node };
  }

  #identifiersOf(document: Node): Identifiers {
    let found = this.#identifiers.get(document.file);
    if (found === undefined) {
      found = identifiersOf(document);
      this.#identifiers.set(document.file, found);
    }
    return found;
  }
}

type Opened =
  | { readonly kind: "document"; readonly node: Node }
  | { readonly kind: "failed"; readonly diagnostic: (namedAt: Span) => Diagnostic };

function open(root: string, path: string): Opened {
  const result = readSource(root, path);
  if (result.kind === "unreadable") {
    return { kind: "failed", diagnostic: (namedAt) => unreadable(result.problem, namedAt) };
  }
  const parsed = parseFile(result.file);
  return parsed.kind === "invalid"
    ? { kind: "failed", diagnostic: () => parsed.diagnostic }
    : { kind: "document", node: { file: result.file, path: "", value: parsed.value } };
}

type Descent =
  | { readonly kind: "found"; readonly node: Node }
  | { readonly kind: "missing"; readonly key: string; readonly at: Node };

function decoded(text: string): string {
  if (!text.includes("%")) {
    return text;
  }
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
