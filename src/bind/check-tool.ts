import type { ToolEntry } from "../tool-map/tool-map.js";
import type { BindContext } from "./context.js";
import { destructiveWithoutGate, tooManyWrites, writeNotLast } from "./operation-problems.js";
import { nameTaken } from "./problems.js";
import type { PlacedStep } from "./tool-inputs.js";

/** Names that every tool has, or that stand for something of their own in places. */
const reservedNames = new Set([
  "input",
  "upstream",
  "response",
  "item",
  "error",
  "draft",
  "http",
  "env",
  "fn",
]);

/** The rules on effects that can be held before anything of the tool is typed. */
export function checkEffects(
  entry: ToolEntry,
  steps: readonly PlacedStep[],
  { collector }: BindContext,
): void {
  const changing = steps.filter((step) => step.used.effect !== "read");
  const [first, second] = changing;
  if (first !== undefined && second !== undefined) {
    collector.add(tooManyWrites(first.entry.call, second.entry.call));
  } else if (first !== undefined && first !== steps.at(-1)) {
    collector.add(writeNotLast(first.entry.call));
  }
  for (const { entry: step, used } of changing) {
    if (used.effect === "destructive" && entry.unconfirmed === null) {
      collector.add(destructiveWithoutGate(step.call, entry.name.value));
    }
  }
}

/** The rules on names that can be held before anything of the tool is typed. */
export function checkNames(
  entry: ToolEntry,
  steps: readonly PlacedStep[],
  { collector }: BindContext,
): void {
  // The result says in its own `notice` what was cut of it.
  const shown = entry.output?.kind === "object" ? entry.output.members : [];
  for (const { name } of shown.filter((member) => member.name.value === "notice")) {
    collector.add(nameTaken(name, null));
  }
  const taken = new Map(
    steps.map((step) => [step.entry.name.value, step.entry.name.span] as const),
  );
  const stepNames = entry.job.kind !== "call" ? steps.map((step) => step.entry.name) : [];
  for (const name of stepNames.filter((step) => reservedNames.has(step.value))) {
    collector.add(nameTaken(name, null));
  }
  for (const { name } of entry.lets) {
    const other = taken.get(name.value);
    if (other !== undefined || reservedNames.has(name.value)) {
      collector.add(nameTaken(name, other ?? null));
    }
    taken.set(name.value, name.span);
  }
}
