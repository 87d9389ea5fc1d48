import { isDetermined } from "./determined.js";
import { type Pattern, parsePattern } from "./parse.js";

/**
 * How a pattern can be looked for in a text that anybody may have written.
 * - `bounded`: JavaScript's own matcher needs time in proportion to the text's length.
 * - `linear`: it may need far more, and a matcher that follows all states at once does not.
 * - `unbounded`: it may need far more, and only backtracking can tell (look-around, references back).
 */
export type PatternTime = "bounded" | "linear" | "unbounded";

/** A pattern of JSON Schema, read with the flag `u` or else without. One that JavaScript refuses is never run. */
export function timeOfPattern(source: string): PatternTime {
  const flags = (["u", ""] as const).find((each) => compiles(source, each));
  if (flags === undefined) {
    return "bounded";
  }
  const pattern = parsePattern(source, flags);
  if (pattern === null) {
    return "unbounded";
  }
  if (isAnchored(pattern) && source.length <= longestDetermined && isDetermined(pattern)) {
    return "bounded";
  }
  const { work } = costOf(pattern);
  const starts = isAnchored(pattern) ? work : product(work, length);
  if (
    starts.degree === 0 ? starts.factor <= 100_000 : starts.degree === 1 && starts.factor <= 100
  ) {
    return "bounded";
  }
  return stepsOf(pattern) <= mostSteps ? "linear" : "unbounded";
}

/** So much may be tried at each character. */
const longestDetermined = 1000;

/** The runtime's matcher takes no pattern of more steps. */
const mostSteps = 1000;

/** `factor` times the text's length to the power of `degree`: never less than what is counted. */
interface Bound {
  readonly degree: number;
  readonly factor: number;
}

interface Cost {
  /** Steps until every way to match is tried. */
  readonly work: Bound;
  /** In how many ways it matches from one place on. */
  readonly ways: Bound;
  readonly mayBeEmpty: boolean;
}

const one: Bound = { degree: 0, factor: 1 };
const length: Bound = { degree: 1, factor: 1 };
const endless: Bound = { degree: Number.POSITIVE_INFINITY, factor: 1 };

function costOf(pattern: Pattern): Cost {
  switch (pattern.kind) {
    case "one":
      return { work: one, ways: one, mayBeEmpty: false };
    case "place":
      return { work: one, ways: one, mayBeEmpty: true };
    case "look":
      return { work: costOf(pattern.at).work, ways: one, mayBeEmpty: true };
    case "sequence":
      return pattern.parts.map(costOf).reduce(
        (before, part) => ({
          work: sum(before.work, product(before.ways, part.work)),
          ways: product(before.ways, part.ways),
          mayBeEmpty: before.mayBeEmpty && part.mayBeEmpty,
        }),
        { work: one, ways: one, mayBeEmpty: true },
      );
    case "choice":
      return pattern.options.map(costOf).reduce((left, right) => ({
        work: sum(left.work, right.work),
        ways: sum(left.ways, right.ways),
        mayBeEmpty: left.mayBeEmpty || right.mayBeEmpty,
      }));
    case "repeat":
      return costOfRepeat(pattern);
    default:
      return pattern satisfies never;
  }
}

function costOfRepeat({ of, min, max }: Pattern & { readonly kind: "repeat" }): Cost {
  const { work, ways, mayBeEmpty } = costOf(of);
  const isSure = ways.degree === 0 && ways.factor === 1;
  const empty = min === 0 || mayBeEmpty;
  if (max === Number.POSITIVE_INFINITY) {
    return isSure && !mayBeEmpty
      ? { work: product(length, work), ways: length, mayBeEmpty: empty }
      : { work: endless, ways: endless, mayBeEmpty: empty };
  }
  const rounds = { degree: 0, factor: max - min + 1 };
  const all = product(rounds, power(ways, max));
  return {
    work: product({ degree: 0, factor: max + 1 }, product(isSure ? one : all, work)),
    ways: all,
    mayBeEmpty: empty,
  };
}

function sum(left: Bound, right: Bound): Bound {
  return {
    degree: Math.max(left.degree, right.degree),
    factor: left.factor + right.factor,
  };
}

function product(left: Bound, right: Bound): Bound {
  return { degree: left.degree + right.degree, factor: left.factor * right.factor };
}

function power({ degree, factor }: Bound, exponent: number): Bound {
  return exponent === 0 ? one : { degree: degree * exponent, factor: factor ** exponent };
}

/** Whether it is tried at the start of the text alone. */
function isAnchored(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "place":
      return pattern.isStart;
    case "sequence":
      return pattern.parts[0] !== undefined && isAnchored(pattern.parts[0]);
    case "choice":
      return pattern.options.every(isAnchored);
    default:
      return false;
  }
}

/** How many steps the runtime's matcher makes of it; infinite where it has none for it. */
function stepsOf(pattern: Pattern): number {
  const total = (parts: readonly Pattern[]) =>
    parts.reduce((steps, part) => steps + stepsOf(part), 0);
  switch (pattern.kind) {
    case "one":
    case "place":
      return 1;
    case "look":
      return Number.POSITIVE_INFINITY;
    case "sequence":
      return total(pattern.parts);
    case "choice":
      return 1 + pattern.options.length + total(pattern.options);
    case "repeat": {
      const { of, min, max } = pattern;
      const inner = stepsOf(of);
      const further = max === Number.POSITIVE_INFINITY ? inner + 2 : (max - min) * (inner + 1);
      return (min === 0 ? 0 : min * inner) + further;
    }
    default:
      return pattern satisfies never;
  }
}

function compiles(source: string, flags: "u" | ""): boolean {
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}
