import type { Api } from "../openapi/api.js";
import type { Span } from "../source/source-file.js";
import type { ToolEntry } from "../tool-map/tool-map.js";
import {
  httpPrefix,
  namesInExpression,
  namesInMembers,
  namesInRules,
  namesInTemplate,
} from "./names-used.js";
import { AnswerSource } from "./reads.js";
import type { Waiting } from "./schedule.js";
import type { Part } from "./statements.js";
import type { PlacedStep } from "./tool-inputs.js";

/** The steps, `let` and `require` of a tool, before they are put in order. */
export interface Parts {
  readonly steps: readonly Waiting<Part>[];
  /** `let` and `require`, in file order. */
  readonly others: readonly Waiting<Part>[];
  /** One for each step. */
  readonly sources: readonly AnswerSource[];
  /** Whether anything reads the answer of the step of that name, or depends on the `let`. */
  reads(name: string | null): boolean;
  spanOf(part: Part): Span;
  /** Where a step or a `let` is named. */
  named(name: string): Span | null;
}

/** `shown` are the names that the result uses, and whatever else stands behind the steps. */
export function partsOf(
  entry: ToolEntry,
  steps: readonly PlacedStep[],
  shown: readonly string[],
  api: Api,
): Parts {
  const placed = steps.map((step) => {
    const source = new AnswerSource(api, step.used.reads);
    return { source, waiting: waitingStep(step, source) };
  });
  const others = [...entry.lets.map(waitingLet), ...entry.requires.map(waitingRequire)].sort(
    (a, b) => spanOf(a.item).start - spanOf(b.item).start,
  );
  const waiting = [...placed.map((step) => step.waiting), ...others];
  const read = readFrom(shown, waiting);
  const ordered = (part: Waiting<Part>) => ({ ...part, uses: withSteps(part.uses) });
  return {
    steps: placed.map((step) => ordered(step.waiting)),
    others: others.map(ordered),
    sources: placed.map((step) => step.source),
    reads: (name) => name !== null && read.has(name),
    spanOf,
    named: (name) => {
      const part = waiting.find((one) => one.name === name);
      return part === undefined ? null : spanOf(part.item);
    },
  };
}

/** The names that the output uses, where `last` is the call whose answer it shows if the map states none. */
export function namesInOutput({ output }: ToolEntry, last: PlacedStep): readonly string[] {
  return output === null ? namesInDefaultOutput(last) : namesInTemplate(output);
}

/** The names that something depends on: what only a `let` names counts as far as the `let` itself does. */
function readFrom(shown: readonly string[], parts: readonly Waiting<Part>[]): ReadonlySet<string> {
  const read = new Set(shown);
  const waiting = new Set(parts);
  const needed = () =>
    [...waiting].find(({ kind, name }) => kind !== "let" || (name !== null && read.has(name)));
  for (let part = needed(); part !== undefined; part = needed()) {
    waiting.delete(part);
    for (const name of part.uses) {
      read.add(name);
    }
  }
  return read;
}

/** What uses `http.<step>` waits for the step, whether or not it reads the answer. */
function withSteps(names: ReadonlySet<string>): ReadonlySet<string> {
  const isHttp = (name: string) => name.startsWith(httpPrefix);
  return new Set([...names].map((name) => (isHttp(name) ? name.slice(httpPrefix.length) : name)));
}

/** What `default-output.ts` shows; an answer without content is not looked at. */
function namesInDefaultOutput({ entry, used }: PlacedStep): readonly string[] {
  return used.answer.kind === "empty" ? [] : [entry.name.value];
}

function waitingStep(step: PlacedStep, source: AnswerSource): Waiting<Part> {
  const { entry } = step;
  const uses = new Set([
    ...namesInMembers(entry.with),
    ...(entry.when === null ? [] : namesInExpression(entry.when)),
    ...(entry.each === null ? [] : namesInExpression(entry.each.in)),
    ...(entry.returns === null ? [] : besidesAnswer(namesInExpression(entry.returns))),
    ...namesInRules(entry.errors),
  ]);
  return { kind: "step", name: entry.name.value, uses, item: { kind: "step", step, source } };
}

/** In `returns` the answer is `response`, which the call itself brings. */
function besidesAnswer(names: readonly string[]): readonly string[] {
  return names.filter((name) => name !== "response");
}

function waitingLet(entry: ToolEntry["lets"][number]): Waiting<Part> {
  const uses = new Set(namesInExpression(entry.value));
  return { kind: "let", name: entry.name.value, uses, item: { kind: "let", entry } };
}

function waitingRequire(entry: ToolEntry["requires"][number]): Waiting<Part> {
  const uses = new Set([...namesInExpression(entry.that), ...namesInMembers(entry.members)]);
  return { kind: "require", name: null, uses, item: { kind: "require", entry } };
}

function spanOf(part: Part): Span {
  switch (part.kind) {
    case "step":
      return part.step.entry.name.span;
    case "let":
      return part.entry.name.span;
    case "require":
      return part.entry.that.span;
    default:
      return part satisfies never;
  }
}
