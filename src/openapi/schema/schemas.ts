import type { Context } from "../context.js";
import { isObject, type Node } from "../node.js";
import { tooDeep } from "../problems.js";
import { targetOf } from "./target.js";
import { SchemaView } from "./view.js";

const deepestAlternatives = 60;

/** Levels of one file below its root. */
const deepestNesting = 200;
/** A shorter path cannot have that many levels, or only with names of one letter. */
const shallowPath = 2 * deepestNesting;

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
      const target = this.#targetOf(node);
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

  /** A schema that cannot be read accepts anything; the mistake has been reported. */
  #targetOf(node: Node): Node {
    if (isTooDeep(node)) {
      this.context.report(node, () => tooDeep(node));
      return { ...node, value: true };
    }
    return targetOf(node, this.context) ?? { ...node, value: true };
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

/** Whether a schema stands further below the root of its file than is read. */
export function isTooDeep({ path }: Node): boolean {
  return path.length > shallowPath && path.split("/").length > deepestNesting;
}
