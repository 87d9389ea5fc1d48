import type { Collector } from "../diagnostics/collector.js";
import type { Expression } from "../model/expression.js";
import type { FunctionDeclaration } from "../model/server.js";
import { constantGuard } from "./condition-problems.js";
import { type Facts, fact, join, noFacts, outermost } from "./facts.js";
import { condition } from "./infer-operators.js";
import { Inferer } from "./inferer.js";
import { type Lowered, type Read, runtime, settled } from "./lowered.js";
import type { Scope } from "./scope.js";
import type { SyntaxTree } from "./syntax.js";
import type { Type } from "./type.js";
import * as types from "./types.js";

export { type Facts, join, noFacts } from "./facts.js";
export type { Read } from "./lowered.js";

export interface InferOptions {
  readonly functions: readonly FunctionDeclaration[];
  /** What earlier guards ruled out. */
  readonly known: Facts;
  /** `that`, `when` and the like: what has to be true or false, where null is false. */
  readonly guard?: boolean;
  /** Whether `now()` may stand in it; as a rule in guards alone. */
  readonly now?: boolean;
  /** A `let` keeps a timestamp or a duration; anywhere else it becomes text. */
  readonly time?: "keep" | "text";
}

export interface Typed {
  readonly expression: Expression;
  readonly type: Type;
  /** The parts of answers that it reads. By root and path. */
  readonly reads: readonly Read[];
  /** Nothing but selection: a broken answer is passed on, not tripped over. */
  readonly plainPath: boolean;
  /** What is known where it is true, and where it is false. */
  readonly whenTrue: Facts;
  readonly whenFalse: Facts;
}

/** Types an expression against what its names mean, and lowers it. Null after a reported mistake. */
export function infer(
  tree: SyntaxTree,
  scope: Scope,
  options: InferOptions,
  collector: Collector,
): Typed | null {
  const inferer = new Inferer(options.functions, options.now ?? options.guard ?? false, collector);
  const view = { scope, known: options.known, where: outermost };
  const part = inferer.infer(tree.root, view);
  const checked =
    part === null || options.guard !== true
      ? part
      : condition(inferer, part, tree.root, "a guard", false);
  if (part === null || checked === null) {
    return null;
  }
  if (options.guard === true && isConstant(checked.expression)) {
    return inferer.report(constantGuard(tree.span));
  }
  const result = options.time === "keep" ? settled(checked) : asJson(settled(checked));
  return {
    expression: result.expression,
    type: result.type,
    reads: sortedReads(inferer.reads),
    plainPath: part.plain,
    whenTrue: join(result.whenTrue, truthOf(part)),
    whenFalse: result.whenFalse,
  };
}

/** Whether nothing but literals is in it: linters refuse such a condition. */
function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
      return true;
    case "not":
    case "negate":
      return isConstant(expression.of);
    case "binary":
      return isConstant(expression.left) && isConstant(expression.right);
    default:
      return false;
  }
}

/** A boolean that is true is there. */
function truthOf(part: Lowered): Facts {
  const isBoolean = part.type.core.kind === "boolean" && part.type.absence !== "never";
  return isBoolean && part.path !== null ? fact(part.path, outermost) : noFacts;
}

/** JSON has no moments: they leave an expression as text. */
function asJson(part: Lowered): Lowered {
  const { core, absence } = part.type;
  if ((core.kind !== "timestamp" && core.kind !== "duration") || absence !== "never") {
    return part;
  }
  const name = core.kind === "timestamp" ? "timestampText" : "durationText";
  return { ...part, type: types.present(types.string), expression: runtime(name, part.expression) };
}

function sortedReads(reads: ReadonlySet<Read>): readonly Read[] {
  const unique = new Map([...reads].map((read) => [`${read.root}\n${read.path}`, read]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, read]) => read);
}
