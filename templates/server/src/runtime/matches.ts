/**
 * Regular expressions whose time is bounded by the pattern's size times the text's length, whatever
 * they are: the states that a match may be in are followed all at once (Thompson, 1968).
 */
import { ExpressionError, shown } from "./expression.js";
import { type Pattern, parsePattern } from "./pattern.js";

type Step =
  | { readonly kind: "one"; readonly accepts: (character: string) => boolean }
  | { readonly kind: "place"; readonly holds: (before: string, after: string) => boolean }
  /** Goes on at every one of these steps. */
  | { readonly kind: "fork"; to: readonly number[] }
  | { readonly kind: "found" };

const mostSteps = 5_000;
const mostWork = 200_000_000;

/** Whether an RE2 pattern is found anywhere in a text. */
export function matches(text: string, pattern: string): boolean {
  const steps = compile(pattern);
  if (steps.length * text.length > mostWork) {
    throw new ExpressionError(`${shown(pattern)} is too much to look for in so long a text.`);
  }
  return search(steps, [...text]);
}

const compiled = new Map<string, readonly Step[]>();

function compile(pattern: string): readonly Step[] {
  const known = compiled.get(pattern);
  if (known !== undefined) {
    return known;
  }
  const steps: Step[] = [];
  add(parsePattern(pattern), steps, pattern);
  steps.push({ kind: "found" });
  if (compiled.size >= 100) {
    compiled.clear();
  }
  compiled.set(pattern, steps);
  return steps;
}

function add(pattern: Pattern, steps: Step[], source: string): void {
  if (steps.length > mostSteps) {
    throw new ExpressionError(`${shown(source)} is too large a pattern.`);
  }
  switch (pattern.kind) {
    case "one":
    case "place":
      steps.push(pattern);
      return;
    case "sequence":
      for (const part of pattern.parts) {
        add(part, steps, source);
      }
      return;
    case "choice":
      addChoice(pattern.options, steps, source);
      return;
    case "repeat":
      addRepeat(pattern, steps, source);
      return;
    default:
      pattern satisfies never;
  }
}

function addChoice(options: readonly Pattern[], steps: Step[], source: string): void {
  const start = fork(steps);
  const starts: number[] = [];
  const ends: { to: readonly number[] }[] = [];
  for (const option of options) {
    starts.push(steps.length);
    add(option, steps, source);
    ends.push(fork(steps));
  }
  start.to = starts;
  for (const end of ends) {
    end.to = [steps.length];
  }
}

function addRepeat(
  { of, min, max }: Pattern & { readonly kind: "repeat" },
  steps: Step[],
  source: string,
): void {
  for (let count = 0; count < min; count += 1) {
    add(of, steps, source);
  }
  if (max === Number.POSITIVE_INFINITY) {
    const at = steps.length;
    const start = fork(steps);
    add(of, steps, source);
    fork(steps).to = [at];
    start.to = [at + 1, steps.length];
    return;
  }
  const forks: { readonly at: number; readonly step: { to: readonly number[] } }[] = [];
  for (let count = min; count < max; count += 1) {
    forks.push({ at: steps.length, step: fork(steps) });
    add(of, steps, source);
  }
  for (const { at, step } of forks) {
    step.to = [at + 1, steps.length];
  }
}

function fork(steps: Step[]): { to: readonly number[] } {
  const step: Step = { kind: "fork", to: [] };
  steps.push(step);
  return step;
}

function search(steps: readonly Step[], text: readonly string[]): boolean {
  let current = new Set<number>();
  for (let at = 0; at <= text.length; at += 1) {
    const before = text[at - 1] ?? "";
    const after = text[at] ?? "";
    const reached = closure(steps, [...current, 0], before, after);
    if (reached.has(steps.length - 1)) {
      return true;
    }
    current = new Set();
    for (const index of reached) {
      const step = steps[index];
      if (at < text.length && step?.kind === "one" && step.accepts(after)) {
        current.add(index + 1);
      }
    }
  }
  return false;
}

/** The steps reached without a further character. */
function closure(
  steps: readonly Step[],
  from: readonly number[],
  before: string,
  after: string,
): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [...from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index)) {
      continue;
    }
    reached.add(index);
    const step = steps[index];
    if (step?.kind === "fork") {
      open.push(...step.to);
    } else if (step?.kind === "place" && step.holds(before, after)) {
      open.push(index + 1);
    }
  }
  return reached;
}
