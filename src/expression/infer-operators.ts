import { type Facts, fact, join, meet } from "./facts.js";
import { inferArithmetic } from "./infer-arithmetic.js";
import { inferEquality, inferIn, inferOrdering } from "./infer-comparison.js";
import { type Inferer, type View, wordsOf } from "./inferer.js";
import { anyFails, binary, type Lowered, literal, lowered, runtime } from "./lowered.js";
import { both } from "./optional-chain.js";
import * as problems from "./problems.js";
import type { Syntax } from "./syntax.js";
import * as types from "./types.js";

type Binary = Syntax & { readonly kind: "binary" };

export function inferBinary(inferer: Inferer, node: Binary, view: View): Lowered | null {
  switch (node.operator) {
    case "&&":
    case "||":
      return inferLogic(inferer, node, node.operator, view);
    case "==":
    case "!=":
      return inferEquality(inferer, node, node.operator, view);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return inferOrdering(inferer, node, node.operator, view);
    case "in":
      return inferIn(inferer, node, view);
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return inferArithmetic(inferer, node, node.operator, view);
    default:
      return node.operator satisfies never;
  }
}

/**
 * An operand of logic. Null is false there; `exactly` is for where null itself would be seen.
 * Null after a reported mistake.
 */
export function condition(
  inferer: Inferer,
  part: Lowered,
  node: Syntax,
  what: string,
  exactly: boolean,
): Lowered | null {
  const { core, absence } = part.type;
  if (core.kind === "null") {
    return { ...part, expression: literal(false), type: types.present(types.boolean) };
  }
  if (core.kind === "any" || (part.dynamic && core.kind !== "boolean")) {
    return lowered(types.present(types.boolean), runtime("isTrue", part.expression), {
      fails: true,
    });
  }
  if (core.kind !== "boolean") {
    const kind = types.describe(core);
    return inferer.report(problems.notBoolean(`${wordsOf(node)}, ${kind}`, node.span, what));
  }
  if (absence === "never" || !exactly) {
    return part;
  }
  return {
    ...part,
    type: types.present(types.boolean),
    expression: binary("===", part.expression, literal(true)),
  };
}

function inferLogic(
  inferer: Inferer,
  node: Binary,
  operator: "&&" | "||",
  view: View,
): Lowered | null {
  const leftPart = inferer.infer(node.left, view);
  const left = leftPart === null ? null : asOperand(inferer, leftPart, node.left, operator, view);
  const leftFails = left?.fails ?? false;
  const learnt = left === null ? view.known : operator === "&&" ? left.whenTrue : left.whenFalse;
  // A side that can fail is put into functions, in which TypeScript has forgotten what it knew.
  const where = leftFails ? inferer.newFunction() : view.where;
  const rightPart = inferer.infer(node.right, { ...view, where, known: join(view.known, learnt) });
  const right =
    rightPart === null ? null : asOperand(inferer, rightPart, node.right, operator, view);
  if (left === null || right === null) {
    return null;
  }
  const facts = logicFacts(operator, left, right);
  const type = types.present(types.boolean);
  if (!leftFails) {
    const expression =
      operator === "&&"
        ? both(left.expression, right.expression)
        : binary(operator, left.expression, right.expression);
    return lowered(type, expression, { ...facts, fails: right.fails });
  }
  const sides = [left, right].map(({ expression }) => ({
    kind: "arrow" as const,
    parameters: [],
    body: expression,
  }));
  return lowered(type, runtime(operator === "&&" ? "and" : "or", ...sides), { fails: true });
}

function asOperand(
  inferer: Inferer,
  part: Lowered,
  node: Syntax,
  operator: string,
  view: View,
): Lowered | null {
  const checked = condition(inferer, part, node, `an operand of "${operator}"`, true);
  return checked === null ? null : withTruth(checked, part, view);
}

/** A boolean that is true is there. */
function withTruth(checked: Lowered, part: Lowered, view: View): Lowered {
  return part.path === null || part.type.absence === "never"
    ? checked
    : { ...checked, whenTrue: join(checked.whenTrue, fact(part.path, view.where)) };
}

function logicFacts(
  operator: "&&" | "||",
  left: Lowered,
  right: Lowered,
): { readonly whenTrue: Facts; readonly whenFalse: Facts } {
  return operator === "&&"
    ? {
        whenTrue: join(left.whenTrue, right.whenTrue),
        whenFalse: meet(left.whenFalse, join(left.whenTrue, right.whenFalse)),
      }
    : {
        whenTrue: meet(left.whenTrue, join(left.whenFalse, right.whenTrue)),
        whenFalse: join(left.whenFalse, right.whenFalse),
      };
}

export function inferNot(
  inferer: Inferer,
  node: Syntax & { readonly kind: "not" },
  view: View,
): Lowered | null {
  const part = inferer.infer(node.of, view);
  const of =
    part === null ? null : condition(inferer, part, node.of, 'what "!" turns round', false);
  if (of === null || part === null) {
    return null;
  }
  const there = withTruth(of, part, view);
  return lowered(
    types.present(types.boolean),
    { kind: "not", of: of.expression },
    {
      whenTrue: there.whenFalse,
      whenFalse: there.whenTrue,
      fails: of.fails,
    },
  );
}

export function inferNegate(
  inferer: Inferer,
  node: Syntax & { readonly kind: "negate" },
  view: View,
): Lowered | null {
  const of = inferer.infer(node.of, view);
  if (of === null) {
    return null;
  }
  const { kind } = of.type.core;
  if (kind !== "int" && kind !== "double") {
    return inferer.report(problems.noOperator("-", types.describe(of.type.core), node.span));
  }
  if (of.type.absence !== "never") {
    return inferer.report(problems.mayBeNull(wordsOf(node.of), "arithmetic", node.of.span));
  }
  const expression = { kind: "negate", of: of.expression } as const;
  return lowered(of.type, expression, { bound: of.bound, fails: of.fails, dynamic: of.dynamic });
}

export function inferConditional(
  inferer: Inferer,
  node: Syntax & { readonly kind: "conditional" },
  view: View,
): Lowered | null {
  const testPart = inferer.infer(node.test, view);
  const checked =
    testPart === null
      ? null
      : condition(inferer, testPart, node.test, 'what stands before "?"', false);
  const test = checked === null || testPart === null ? null : withTruth(checked, testPart, view);
  const known = view.known;
  const consequent = inferer.infer(node.consequent, {
    ...view,
    known: join(known, test?.whenTrue ?? known),
  });
  const alternate = inferer.infer(node.alternate, {
    ...view,
    known: join(known, test?.whenFalse ?? known),
  });
  if (test === null || consequent === null || alternate === null) {
    return null;
  }
  if (typeof consequent.constant === "boolean" && alternate.constant === !consequent.constant) {
    return consequent.constant
      ? condition(inferer, test, node.test, "a condition", true)
      : inferNot(inferer, { kind: "not", of: node.test, span: node.span }, view);
  }
  const dynamic = consequent.dynamic || alternate.dynamic;
  const type =
    types.common(consequent.type, alternate.type) ??
    (dynamic ? types.commonOrAny(consequent.type, alternate.type) : null);
  if (type === null) {
    const kinds = [
      types.describe(consequent.type.core),
      types.describe(alternate.type.core),
    ] as const;
    return inferer.report(problems.incomparableBranches(...kinds, node.span));
  }
  const expression = {
    kind: "conditional",
    test: test.expression,
    consequent: consequent.expression,
    alternate: alternate.expression,
  } as const;
  return lowered(type, expression, {
    fails: anyFails(test, consequent, alternate),
    bound: Math.max(consequent.bound, alternate.bound),
    dynamic,
    whenTrue: meet(consequent.whenTrue, alternate.whenTrue),
    whenFalse: meet(consequent.whenFalse, alternate.whenFalse),
  });
}
