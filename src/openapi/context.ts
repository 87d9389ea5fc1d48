import type { Collector } from "../diagnostics/collector.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Pointer } from "./api.js";
import type { Documents } from "./documents.js";
import { child, children, descend, isObject, type Node } from "./node.js";
import { endlessReference, wrongKind } from "./problems.js";
import type { Version } from "./version.js";

/** How many values the long lists of a document may have together: YAML aliases could repeat one for ever. */
const mostListed = 1_000_000;

/** What every reader of the document shares. */
export class Context {
  readonly #collector: Collector;
  readonly #reported = new Set<string>();
  #severest: "error" | "warning" = "error";
  #errors = 0;
  #listed = 0;

  constructor(
    readonly entry: Node,
    readonly documents: Documents,
    readonly version: Version,
    collector: Collector,
  ) {
    this.#collector = collector;
  }

  /** How many errors have been reported. */
  get errors(): number {
    return this.#errors;
  }

  /** Several operations reach the same node: its mistake is reported once. */
  report(at: Pointer, diagnostic: () => Diagnostic): void {
    const key = `${this.#severest} ${at.file.path}#${at.path}`;
    if (this.#reported.has(key)) {
      return;
    }
    this.#reported.add(key);
    const found = diagnostic();
    const isLenient = this.#severest === "warning" && found.severity === "error";
    this.#errors += found.severity === "error" && !isLenient ? 1 : 0;
    this.#collector.add(isLenient ? { ...found, severity: "warning" } : found);
  }

  /** Whether there is room for a long list of so many values. */
  takesList(length: number): boolean {
    this.#listed += length;
    return this.#listed <= mostListed;
  }

  /** Reads what may not be needed: a mistake there is a warning, until it is in the way. */
  leniently<T>(read: () => T): T {
    const around = this.#severest;
    this.#severest = "warning";
    try {
      return read();
    } finally {
      this.#severest = around;
    }
  }

  /**
   * The object that a node is or refers to, through any number of references. Null after a reported
   * error.
   */
  objectAt(node: Node, what: string): Node | null {
    const seen = new Set<unknown>();
    let at = node;
    for (let next = child(at, "$ref"); next !== null; next = child(at, "$ref")) {
      const reference = next;
      if (seen.has(at.value)) {
        this.report(reference, () => endlessReference(reference));
        return null;
      }
      seen.add(at.value);
      const target = this.documents.follow(reference, this);
      if (target === null) {
        return null;
      }
      at = target;
    }
    if (!isObject(at.value)) {
      const end = at;
      this.report(end, () => wrongKind(end, what, "an object"));
      return null;
    }
    return at;
  }

  /**
   * The members of a map of named things. A `$ref` in it whose value is text brings in another map:
   * not in the specification, but common where documents are put together from files.
   */
  members(map: Node): readonly (readonly [string, Node])[] {
    const reference = child(map, "$ref");
    if (typeof reference?.value !== "string") {
      return children(map);
    }
    const target = this.documents.follow(reference, this);
    const own = children(map).filter(([key]) => key !== "$ref");
    const others = target === null || target.value === map.value ? [] : children(target);
    return [...others.filter(([key]) => child(map, key) === null), ...own];
  }

  /** The schema that the entry document's components keep under a name. */
  componentSchema(name: string): Node | null {
    const registry = this.#componentSchemas();
    return registry && child(registry, name);
  }

  componentSchemas(): readonly (readonly [string, Node])[] {
    const registry = this.#componentSchemas();
    return registry === null ? [] : children(registry);
  }

  #componentSchemas(): Node | null {
    return this.version === "2.0"
      ? child(this.entry, "definitions")
      : descend(this.entry, ["components", "schemas"]);
  }
}
