import { neverHere } from "./condition-problems.js";
import { equalTo, type Facts, fact, join, noFacts, otherThan, ruledOut } from "./facts.js";
import { absenceLiteral, absenceOperator, isThere } from "./infer-selection.js";
import { type Inferer, type View, wordsOf } from "./inferer.js";
import {
  anyFails,
  binary,
  type Lowered,
  largestInt,
  literal,
  lowered,
  method,
  nullable,
  runtime,
  settled,
} from "./lowered.js";
import * as problems from "./problems.js";
import type { Syntax } from "./syntax.js";
import type { CoreType, Type } from "./type.js";
import * as types from "./types.js";

type Binary = Syntax & { readonly kind: "binary" };

export function inferEquality(
  inferer: Inferer,
  node: Binary,
  operator: "==" | "!=",
  view: View,
): Lowered | null {
  const left = inferer.infer(node.left, view);
  const right = inferer.infer(node.right, view);
  if (left === null || right === null) {
    return null;
  }
  if (left.constant === null || right.constant === null) {
    return comparedWithNull(left.constant === null ? right : left, operator, view);
  }
  const mismatch = mismatchOf(left, right, node);
  if (mismatch !== null) {
    return inferer.report(mismatch);
  }
  if (left.constant !== undefined && right.constant !== undefined) {
    const equal = left.constant === right.constant;
    return lowered(types.present(types.boolean), literal(equal === (operator === "==")));
  }
  const never =
    neverEqual(left, right, node.left, view) ?? neverEqual(right, left, node.right, view);
  if (never !== null) {
    return inferer.report(never);
  }
  const whenEqual = [
    presence(left, right, view),
    presence(right, left, view),
    ...[learntFrom(left, right), learntFrom(right, left)].map((one) => one.equal),
  ].reduce(join);
  const whenOther = join(learntFrom(left, right).other, learntFrom(right, left).other);
  const facts =
    operator === "=="
      ? { whenTrue: whenEqual, whenFalse: whenOther }
      : { whenTrue: whenOther, whenFalse: whenEqual };
  const rest = { ...facts, fails: anyFails(left, right) };
  return lowered(types.present(types.boolean), equality(operator, left, right), rest);
}

function comparedWithNull(part: Lowered, operator: "==" | "!=", view: View): Lowered {
  const there = isThere(part, view);
  if (operator === "!=") {
    return there;
  }
  const tested = part.unchecked ?? part;
  const { absence } = tested.type;
  const test = binary(absenceOperator("==", absence), tested.expression, absenceLiteral(absence));
  return lowered(there.type, test, { whenFalse: there.whenTrue, fails: tested.fails });
}

/** What equals a value that is there is there itself. */
function presence(part: Lowered, other: Lowered, view: View): Facts {
  const learns =
    part.path !== null && part.type.absence !== "never" && other.type.absence === "never";
  return learns && isPlainlyEqual(part.type.core, other.type.core)
    ? fact(part.path ?? "", view.where)
    : noFacts;
}

/** What a comparison with a literal tells of the other side. */
function learntFrom(
  part: Lowered,
  other: Lowered,
): { readonly equal: Facts; readonly other: Facts } {
  const { constant } = other;
  const learns =
    part.path !== null &&
    constant !== undefined &&
    constant !== null &&
    isPlainlyEqual(part.type.core, other.type.core);
  return learns && part.path !== null
    ? { equal: equalTo(part.path, constant), other: otherThan(part.path, constant) }
    : { equal: noFacts, other: noFacts };
}

/** A literal that an earlier condition has ruled out. */
function neverEqual(part: Lowered, other: Lowered, of: Syntax, view: View) {
  const { constant } = other;
  const isKnown =
    part.path !== null &&
    constant !== undefined &&
    constant !== null &&
    isPlainlyEqual(part.type.core, other.type.core) &&
    ruledOut(view.known, part.path, constant);
  return isKnown ? neverHere(wordsOf(of), constant, of.span) : null;
}

function equality(operator: "==" | "!=", left: Lowered, right: Lowered): Lowered["expression"] {
  const [a, b] = oneExact(left, right);
  const bothAbsent = a.type.absence !== "never" && b.type.absence !== "never";
  const [x, y] =
    bothAbsent && a.type.absence !== b.type.absence ? [nullable(a), nullable(b)] : [a, b];
  if (isPlainlyEqual(a.type.core, b.type.core)) {
    return binary(operator === "==" ? "===" : "!==", x.expression, y.expression);
  }
  const equal = runtime("deepEquals", a.expression, b.expression);
  return operator === "==" ? equal : { kind: "not", of: equal };
}

/** Whether `===` says it. */
function isPlainlyEqual(a: CoreType, b: CoreType): boolean {
  return (
    types.isScalar(a) &&
    types.isScalar(b) &&
    (a.kind === b.kind || (types.isNumeric(a) && types.isNumeric(b)))
  );
}

/** Against an exact integer a rounded one compares as it should; two rounded ones do not. */
function oneExact(left: Lowered, right: Lowered): readonly [Lowered, Lowered] {
  return left.bound > largestInt ? [left, settled(right)] : [left, right];
}

function mismatchOf(left: Lowered, right: Lowered, node: Binary) {
  const [a, b] = [left.type.core, right.type.core];
  if (left.dynamic || right.dynamic || a.kind === "null" || b.kind === "null") {
    return null;
  }
  if (types.common(left.type, right.type) === null && !(isMapLike(a) && isMapLike(b))) {
    return problems.incomparable(words(node.left, a), words(node.right, b), node.span);
  }
  return (
    notInEnum(left, right, node.left, node.right) ?? notInEnum(right, left, node.right, node.left)
  );
}

function isMapLike(core: CoreType): boolean {
  return core.kind === "map" || core.kind === "object";
}

/** A literal that is none of the values that the other side may have. */
function notInEnum(part: Lowered, other: Lowered, of: Syntax, at: Syntax) {
  const { core } = part.type;
  const known = core.kind === "string" && part.constant === undefined ? core.values : null;
  return known !== null && typeof other.constant === "string" && !known.includes(other.constant)
    ? problems.notInEnum(wordsOf(of), other.constant, known, at.span)
    : null;
}

function words(node: Syntax, core: CoreType): string {
  return `${wordsOf(node)}, ${types.describe(core)},`;
}

const orderings = { "<": "isLess", "<=": "isAtMost", ">": "isLess", ">=": "isAtMost" } as const;

export function inferOrdering(
  inferer: Inferer,
  node: Binary,
  operator: "<" | "<=" | ">" | ">=",
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
    if (part.type.core.kind === "int64") {
      return inferer.report(problems.noOperator(operator, "a 64-bit integer", at.span, int64Help));
    }
    if (part.type.absence !== "never") {
      return inferer.report(problems.mayBeNull(wordsOf(at), "an ordering", at.span));
    }
  }
  const expression = ordering(operator, left, right);
  return expression === null
    ? inferer.report(
        problems.unordered(
          words(node.left, left.type.core),
          words(node.right, right.type.core),
          node.span,
        ),
      )
    : lowered(types.present(types.boolean), expression, {
        fails: anyFails(left, right) || isDynamic(left.type) || isDynamic(right.type),
      });
}

export const int64Help = [
  "one past 2^53 comes as decimal text; int(…) makes a number of one that fits",
];

function isDynamic(type: Type): boolean {
  return type.core.kind === "any";
}

function ordering(
  operator: "<" | "<=" | ">" | ">=",
  left: Lowered,
  right: Lowered,
): Lowered["expression"] | null {
  const [a, b] = oneExact(left, right);
  const [x, y] = [a.type.core, b.type.core];
  if (types.isNumeric(x) && types.isNumeric(y)) {
    return binary(operator, a.expression, b.expression, x.kind === "int" && y.kind === "int");
  }
  if (isDynamic(a.type) || isDynamic(b.type)) {
    const swapped = operator === ">" || operator === ">=";
    const args = swapped ? [b.expression, a.expression] : [a.expression, b.expression];
    return runtime(orderings[operator], ...args);
  }
  if (x.kind !== y.kind) {
    return null;
  }
  switch (x.kind) {
    case "string":
      return isSimpleText(a) || isSimpleText(b)
        ? binary(operator, a.expression, b.expression)
        : binary(operator, runtime("compareText", a.expression, b.expression), literal(0));
    case "boolean":
      return binary(operator, toNumber(a), toNumber(b));
    case "timestamp":
    case "duration":
      return binary(operator, a.expression, b.expression);
    default:
      return null;
  }
}

/** Below the surrogates, UTF-16 units are in the order of the characters. */
function isSimpleText(part: Lowered): boolean {
  return typeof part.constant === "string" && /^[\0-\ud7ff]*$/.test(part.constant);
}

function toNumber(part: Lowered): Lowered["expression"] {
  return { kind: "builtin", name: "Number", args: [part.expression] };
}

export function inferIn(inferer: Inferer, node: Binary, view: View): Lowered | null {
  const value = inferer.infer(node.left, view);
  const range = inferer.infer(node.right, view);
  if (value === null || range === null) {
    return null;
  }
  if (range.type.absence !== "never") {
    return inferer.report(problems.mayBeNull(wordsOf(node.right), '"in"', node.right.span));
  }
  const { core } = range.type;
  const fails = anyFails(value, range);
  switch (core.kind) {
    case "list":
      return inList(inferer, node, value, range, core.element);
    case "map":
    case "object":
      return inMap(inferer, node, value, range, core, fails);
    case "any":
      return lowered(
        types.present(types.boolean),
        runtime("contains", range.expression, value.expression),
        { fails: true },
      );
    default:
      return inferer.report(problems.noOperator("in", types.describe(core), node.right.span));
  }
}

function inMap(
  inferer: Inferer,
  node: Binary,
  value: Lowered,
  range: Lowered,
  core: CoreType,
  fails: boolean,
): Lowered | null {
  const { kind } = value.type.core;
  if (kind !== "string" && kind !== "any" && !value.dynamic && !isEmptyMap(node.right)) {
    return inferer.report(
      problems.wrongIndex("a string", types.describe(value.type.core), node.left.span),
    );
  }
  if (
    core.kind === "object" &&
    typeof value.constant === "string" &&
    core.field(value.constant) === null
  ) {
    const fields = {
      names: core.fieldNames(),
      placeOf: (name: string) => core.field(name)?.declaredAt ?? null,
    };
    return inferer.report(problems.unknownField(core.name, value.constant, fields, node.left.span));
  }
  return lowered(
    types.present(types.boolean),
    runtime("contains", range.expression, value.expression),
    { fails },
  );
}

function isEmptyMap(node: Syntax): boolean {
  return node.kind === "map" && node.entries.length === 0;
}

function inList(
  inferer: Inferer,
  node: Binary,
  value: Lowered,
  range: Lowered,
  element: Type,
): Lowered | null {
  const items = node.right.kind === "list" ? node.right.items : [];
  const constants = items.map((item) => (item.kind === "string" ? item.value : null));
  const { core } = value.type;
  const empty = node.right.kind === "list" && items.length === 0;
  if (!empty && !value.dynamic && !range.dynamic && types.common(value.type, element) === null) {
    return inferer.report(
      problems.incomparable(words(node.left, core), words(node.right, range.type.core), node.span),
    );
  }
  if (core.kind === "string" && core.values !== null && value.constant === undefined) {
    for (const [at, constant] of constants.entries()) {
      const item = items[at];
      if (constant !== null && item !== undefined && !core.values.includes(constant)) {
        return inferer.report(
          problems.notInEnum(wordsOf(node.left), constant, core.values, item.span),
        );
      }
    }
  }
  const plain =
    value.type.absence === "never" &&
    isPlainlyEqual(core, element.core) &&
    core.kind !== "double" &&
    core.kind === element.core.kind;
  const expression = plain
    ? method(range.expression, "includes", settled(value).expression)
    : runtime("contains", range.expression, settled(value).expression);
  return lowered(types.present(types.boolean), expression, { fails: anyFails(value, range) });
}
