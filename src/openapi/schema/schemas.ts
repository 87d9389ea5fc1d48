import type { Context } from "../context.js";
import { isObject, type Node } from "../node.js";
import { targetOf } from "./target.js";
import { SchemaView } from "./view.js";

const deepestAlternatives = 60;

/** Gives each schema, and each combination of schemas, one view: a circular schema is a circular graph. */
export class Schemas {
  readonly #views = new Map<string, SchemaView>();
  readonly #numbers = new Map<unknown, number>();
  #depth = 0;

  constructor(readonly context: Context) {}

  /** The schema that all of these together are. */
  view(nodes: readonly Node[]): SchemaView {
    const distinct = new Map<string, Node>();
    for (const node of nodes) {
      const target = targetOf(node, this.context) ?? { ...node, value: true };
      if (nodes.length === 1 || target.value !== true) {
        distinct.set(this.#keyOf(target), target);
      }
    }
    const [first] = nodes;
    const key = [...distinct.keys()].join(" ");
    const known = this.#views.get(key);
    if (known !== undefined || first === undefined) {
      return known ?? new SchemaView([], { file: { path: "", text: "" }, path: "" }, this);
    }
    const targets = [...distinct.values()];
    const view = new SchemaView(targets, targets[0] ?? first, this);
    this.#views.set(key, view);
    return view;
  }

  /** Asks alternatives of alternatives; those that are nested beyond reason go unasked. */
  nested<T>(ask: () => T, unasked: T): T {
    if (this.#depth >= deepestAlternatives) {
      return unasked;
    }
    this.#depth++;
    try {
      return ask();
    } finally {
      this.#depth--;
    }
  }

  /** One object of the document is one schema, by whatever path or YAML alias it is reached. */
  #keyOf(node: Node): string {
    if (!isObject(node.value)) {
      return `${node.file.path}#${node.path}`;
    }
    let number = this.#numbers.get(node.value);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(node.value, number);
    }
    return String(number);
  }
}
