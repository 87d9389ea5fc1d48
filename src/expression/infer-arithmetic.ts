import type { Expression } from "../model/expression.js";
import { int64Help } from "./infer-comparison.js";
import { type Inferer, type View, wordsOf } from "./inferer.js";
import {
  anyFails,
  binary,
  type Lowered,
  largestInt,
  lowered,
  runtime,
  settled,
} from "./lowered.js";
import * as problems from "./problems.js";
import type { Syntax } from "./syntax.js";
import type { CoreType } from "./type.js";
import * as types from "./types.js";

type Binary = Syntax & { readonly kind: "binary" };
type Operator = "+" | "-" | "*" | "/" | "%";

export function inferArithmetic(
  inferer: Inferer,
  node: Binary,
  operator: Operator,
  view: View,
): Lowered | null {
  const left = inferer.infer(node.left, view);
  const right = inferer.infer(node.right, view);
  if (left === null || right === null) {
    return null;
  }
  for (const [part, at] of [
    [left, node.left],
    [right, node.right],
  ] as const) {
    if (part.type.absence !== "never") {
      return inferer.report(
        problems.mayBeNull(
          wordsOf(at),
          operator === "+" && part.type.core.kind === "string" ? "joined text" : "arithmetic",
          at.span,
        ),
      );
    }
    if (part.type.core.kind === "any") {
      return inferer.report(
        problems.noOperator(operator, types.describe(part.type.core), at.span, [
          "say what it is: int(…), double(…) or string(…)",
        ]),
      );
    }
    if (part.type.core.kind === "int64") {
      return inferer.report(problems.noOperator(operator, "a 64-bit integer", at.span, int64Help));
    }
  }
  const result = compute(operator, left, right);
  if (result !== null) {
    return { ...result, dynamic: left.dynamic || right.dynamic };
  }
  const kinds = `${types.describe(left.type.core)} and ${types.describe(right.type.core)}`;
  const help =
    isTextWithNumber(left.type.core, right.type.core) && operator === "+"
      ? ["string(…) makes text of a number"]
      : [];
  return inferer.report(problems.noOperator(operator, kinds, node.span, help));
}

function isTextWithNumber(a: CoreType, b: CoreType): boolean {
  return (a.kind === "string") !== (b.kind === "string");
}

function compute(operator: Operator, left: Lowered, right: Lowered): Lowered | null {
  const [a, b] = [left.type.core, right.type.core];
  if (a.kind === "int" && b.kind === "int") {
    return operator === "/" || operator === "%"
      ? divided(operator, left, right)
      : integers(operator, left, right);
  }
  if (types.isNumeric(a) && types.isNumeric(b)) {
    return operator === "%" ? null : doubles(operator, left, right);
  }
  if (isTime(a) || isTime(b)) {
    return times(operator, left, right);
  }
  if (operator === "+" && a.kind === "string" && b.kind === "string") {
    const parts = [...textParts(left), ...textParts(right)];
    return lowered(
      types.present(types.string),
      { kind: "template", parts },
      { fails: anyFails(left, right) },
    );
  }
  if (operator === "+" && a.kind === "list" && b.kind === "list") {
    const items = [...listItems(left.expression), ...listItems(right.expression)];
    const empty = (part: Lowered) =>
      part.expression.kind === "list" && part.expression.items.length === 0;
    const element = empty(left)
      ? b.element
      : empty(right)
        ? a.element
        : types.commonOrAny(a.element, b.element);
    return lowered(
      types.present(types.listOf(element)),
      { kind: "list", items },
      { fails: anyFails(left, right) },
    );
  }
  return null;
}

/** One operation on exact integers rounds at most once: what uses the result says whether that matters. */
function integers(operator: "+" | "-" | "*", left: Lowered, right: Lowered): Lowered {
  const [a, b] = [settled(left), settled(right)];
  const bound = operator === "*" ? a.bound * b.bound : a.bound + b.bound;
  return lowered(types.present(types.int), binary(operator, a.expression, b.expression), {
    bound: bound === 0 ? 0 : bound,
    fails: anyFails(a, b),
  });
}

function divided(operator: "/" | "%", left: Lowered, right: Lowered): Lowered {
  const [a, b] = [settled(left), settled(right)];
  const known = typeof right.constant === "number" && right.constant !== 0;
  const fails = anyFails(a, b) || !known;
  const type = types.present(types.int);
  if (!known) {
    const name = operator === "/" ? "divide" : "remainder";
    return lowered(type, runtime(name, a.expression, b.expression), { fails });
  }
  const plain = binary(operator, a.expression, b.expression);
  const expression: Expression =
    operator === "%" ? plain : { kind: "builtin", name: "Math.trunc", args: [plain] };
  return lowered(type, expression, { fails, bound: largestInt });
}

function doubles(operator: "+" | "-" | "*" | "/", left: Lowered, right: Lowered): Lowered {
  const [a, b] = [settled(left), settled(right)];
  return lowered(types.present(types.double), binary(operator, a.expression, b.expression), {
    fails: anyFails(a, b),
  });
}

function isTime(core: CoreType): boolean {
  return core.kind === "timestamp" || core.kind === "duration";
}

/** A moment and a stretch of time make a moment; two moments have a stretch between them. */
function times(operator: Operator, left: Lowered, right: Lowered): Lowered | null {
  if (operator !== "+" && operator !== "-") {
    return null;
  }
  const key = `${left.type.core.kind} ${operator} ${right.type.core.kind}`;
  const core = timeResults.get(key);
  if (core === undefined) {
    return null;
  }
  const sum = binary(operator, left.expression, right.expression);
  const check = core.kind === "timestamp" ? "checkedTimestamp" : "checkedDuration";
  return lowered(types.present(core), runtime(check, sum), { fails: true });
}

const timeResults: ReadonlyMap<string, CoreType> = new Map([
  ["timestamp + duration", types.timestamp],
  ["duration + timestamp", types.timestamp],
  ["timestamp - duration", types.timestamp],
  ["timestamp - timestamp", types.duration],
  ["duration + duration", types.duration],
  ["duration - duration", types.duration],
]);

function textParts({ expression }: Lowered): readonly (string | Expression)[] {
  if (expression.kind === "template") {
    return expression.parts;
  }
  return expression.kind === "literal" && typeof expression.value === "string"
    ? [expression.value]
    : [expression];
}

function listItems(expression: Expression): readonly Expression[] {
  return expression.kind === "list" ? expression.items : [{ kind: "spread", of: expression }];
}
