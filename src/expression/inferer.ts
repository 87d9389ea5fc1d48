import type { Collector } from "../diagnostics/collector.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { FunctionDeclaration } from "../model/server.js";
import type { Facts } from "./facts.js";
import { inferCall } from "./infer-calls.js";
import { inferMacro } from "./infer-macros.js";
import { inferBinary, inferConditional, inferNegate, inferNot } from "./infer-operators.js";
import { inferHas, inferIndex, inferName, inferSelect } from "./infer-selection.js";
import { inferInt, inferList, inferMap } from "./infer-values.js";
import { type Lowered, literal, lowered, type Read } from "./lowered.js";
import type { Scope } from "./scope.js";
import type { Syntax } from "./syntax.js";
import * as types from "./types.js";

/** What a part of an expression is seen against. */
export interface View {
  readonly scope: Scope;
  readonly known: Facts;
  /** Which function of the emitted code it stands in; 0 outside all. */
  readonly where: number;
}

/** The state of one run of the inference. */
export class Inferer {
  readonly functions: readonly FunctionDeclaration[];
  readonly allowsNow: boolean;
  readonly reads = new Set<Read>();
  readonly #collector: Collector;
  #functionsMade = 0;

  constructor(functions: readonly FunctionDeclaration[], allowsNow: boolean, collector: Collector) {
    this.functions = functions;
    this.allowsNow = allowsNow;
    this.#collector = collector;
  }

  /** Null after a reported mistake, as everything that calls it then is. */
  infer(node: Syntax, view: View): Lowered | null {
    switch (node.kind) {
      case "null":
        return lowered(types.nullType, literal(null), { constant: null });
      case "boolean":
        return lowered(types.present(types.boolean), literal(node.value), { constant: node.value });
      case "int":
        return inferInt(this, node.value, node);
      case "double":
        return lowered(types.present(types.double), literal(node.value), { constant: node.value });
      case "string":
        return lowered(
          types.present({ kind: "string", values: [node.value] }),
          literal(node.value),
          {
            constant: node.value,
          },
        );
      case "name":
        return inferName(this, node, view);
      case "select":
        return inferSelect(this, node, view);
      case "has":
        return inferHas(this, node, view);
      case "index":
        return inferIndex(this, node, view);
      case "call":
        return inferCall(this, node, view);
      case "not":
        return inferNot(this, node, view);
      case "negate":
        return inferNegate(this, node, view);
      case "binary":
        return inferBinary(this, node, view);
      case "conditional":
        return inferConditional(this, node, view);
      case "list":
        return inferList(this, node, view);
      case "map":
        return inferMap(this, node, view);
      case "macro":
        return inferMacro(this, node, view);
      default:
        return node satisfies never;
    }
  }

  report(problem: Diagnostic): null {
    this.#collector.add(problem);
    return null;
  }

  /** The number of a function that is about to be emitted. */
  newFunction(): number {
    this.#functionsMade += 1;
    return this.#functionsMade;
  }

  /** Notes a read of an answer, in the place of the one that it goes on from. */
  read(from: Read | null, read: Read | null): Read | null {
    if (from !== null) {
      this.reads.delete(from);
    }
    if (read !== null) {
      this.reads.add(read);
    }
    return read;
  }
}

/** The expression's own words, for messages. */
export function wordsOf(node: Syntax): string {
  const words = node.span.file.text.slice(node.span.start, node.span.end).replace(/\s+/g, " ");
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
