/**
 * Regular expressions whose time is bounded by the pattern's size times the text's length, whatever
 * they are: the states that a match may be in are followed all at once (Thompson, 1968).
 */
import { ExpressionError, shown } from "./expression.js";
import { type Pattern, parsePattern } from "./pattern.js";

export type Step =
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
  return isFound(steps, [...text]);
}

const compiled = new Map<string, readonly Step[]>();

function compile(pattern: string): readonly Step[] {
  const known = compiled.get(pattern);
  if (known !== undefined) {
    return known;
  }
  const steps = stepsOf(parsePattern(pattern), mostSteps);
  if (steps === null) {
    throw new ExpressionError(`${shown(pattern)} is too large a pattern.`);
  }
  if (compiled.size >= 100) {
    compiled.clear();
  }
  compiled.set(pattern, steps);
  return steps;
}

/** The steps of a pattern, or null where there are more than `most`. */
export function stepsOf(pattern: Pattern, most: number): readonly Step[] | null {
  const steps: Step[] = [];
  add(pattern, steps, most);
  steps.push({ kind: "found" });
  return steps.length - 1 > most ? null : steps;
}

/** Stops soon after there are more steps than `most`. */
function add(pattern: Pattern, steps: Step[], most: number): void {
  if (steps.length > most) {
    return;
  }
  switch (pattern.kind) {
    case "one":
    case "place":
      steps.push(pattern);
      return;
    case "sequence":
      for (const part of pattern.parts) {
        add(part, steps, most);
      }
      return;
    case "choice":
      addChoice(pattern.options, steps, most);
      return;
    case "repeat":
      addRepeat(pattern, steps, most);
      return;
    default:
      pattern satisfies never;
  }
}

function addChoice(options: readonly Pattern[], steps: Step[], most: number): void {
  const start = fork(steps);
  const starts: number[] = [];
  const ends: { to: readonly number[] }[] = [];
  for (const option of options) {
    starts.push(steps.length);
    add(option, steps, most);
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
  most: number,
): void {
  for (let count = 0; count < min && steps.length <= most; count += 1) {
    add(of, steps, most);
  }
  if (max === Number.POSITIVE_INFINITY) {
    const at = steps.length;
    const start = fork(steps);
    add(of, steps, most);
    fork(steps).to = [at];
    start.to = [at + 1, steps.length];
    return;
  }
  const forks: { readonly at: number; readonly step: { to: readonly number[] } }[] = [];
  for (let count = min; count < max && steps.length <= most; count += 1) {
    forks.push({ at: steps.length, step: fork(steps) });
    add(of, steps, most);
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

/** The steps that are open after a character, and what follows from each next one. */
interface State {
  readonly from: readonly number[];
  readonly before: string;
  /** The state after each character; true where the pattern is found before it. */
  readonly next: Map<string, State | true>;
}

/** So many states are kept of one search. */
const mostStates = 1_000;

/** Whether a text of these characters has the pattern anywhere in it. */
export function isFound(steps: readonly Step[], text: readonly string[]): boolean {
  let state: State = { from: [0], before: "", next: new Map() };
  const known = new Map<string, State>();
  for (const after of [...text, ""]) {
    const next = state.next.get(after) ?? follow(steps, state, after, known);
    if (next === true) {
      return true;
    }
    state = next;
  }
  return false;
}

function follow(
  steps: readonly Step[],
  state: State,
  after: string,
  known: Map<string, State>,
): State | true {
  const reached = closure(steps, state.from, state.before, after);
  const next = reached.has(steps.length - 1) || stateAfter(steps, reached, after, known);
  if (state.next.size < mostStates) {
    state.next.set(after, next);
  }
  return next;
}

function stateAfter(
  steps: readonly Step[],
  reached: ReadonlySet<number>,
  character: string,
  known: Map<string, State>,
): State {
  const from = new Set<number>([0]);
  for (const index of reached) {
    const step = steps[index];
    if (character !== "" && step?.kind === "one" && step.accepts(character)) {
      from.add(index + 1);
    }
  }
  const sorted = [...from].sort((a, b) => a - b);
  const key = `${character}${sorted.join()}`;
  const state = known.get(key) ?? { from: sorted, before: character, next: new Map() };
  if (known.size < mostStates) {
    known.set(key, state);
  }
  return state;
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
