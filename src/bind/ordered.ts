import type { Collector } from "../diagnostics/collector.js";
import type { BindContext } from "./context.js";
import { requireAfterWrite } from "./operation-problems.js";
import type { Parts } from "./parts.js";
import { circularNames, unknownYet, unusedLet } from "./problems.js";
import { type Stuck, schedule } from "./schedule.js";
import type { Part, StatementBinder } from "./statements.js";
import type { InputPlaces, PlacedStep, PlacedTemplate } from "./tool-inputs.js";
import { placeStep } from "./tool-inputs.js";

/** The steps with their operations, all of them or, after a report, none. */
export function placeSteps(
  entries: readonly PlacedStep["entry"][],
  { operations, collector }: BindContext,
): readonly PlacedStep[] | null {
  const steps = entries.map((step) => {
    const used = operations.use(step.call);
    return used === null ? null : placeStep(step, used, collector);
  });
  const found = steps.filter((step) => step !== null);
  return found.length < steps.length ? null : found;
}

/** What a tool's parts are bound with. */
export interface Given {
  /** The values of its one call that no `with` names. */
  readonly direct: readonly PlacedTemplate[];
  /** Whether its call is one page of a list. */
  readonly isPaged: boolean;
  readonly places: InputPlaces;
}

/** Binds steps, `let` and `require` in the order in which they run; reports what cannot be ordered. */
export function bindInOrder(
  parts: Parts,
  binder: StatementBinder,
  { direct, isPaged, places }: Given,
  collector: Collector,
): void {
  const { order, stuck } = schedule(parts.steps, parts.others);
  for (const found of stuck) {
    reportStuck(found, parts, collector);
    binder.skip(found.waiting);
  }
  let written = false;
  for (const waiting of order) {
    if (waiting.kind === "require" && written) {
      collector.add(requireAfterWrite(parts.spanOf(waiting.item)));
    }
    written ||= isWrite(waiting.item);
    const isRead = parts.reads(waiting.name) || (isPaged && waiting.kind === "step");
    const errors = collector.errorCount;
    binder.bind(waiting, waiting.kind === "step" ? direct : [], isRead, places.hasMisplaced);
    if (waiting.kind === "let" && !isRead && collector.errorCount === errors) {
      collector.add(unusedLet(waiting.name ?? "", parts.spanOf(waiting.item)));
    }
  }
}

/** What is in a circle is reported once, and what merely follows from that not at all. */
function reportStuck(found: Stuck<Part>, parts: Parts, collector: Collector): void {
  const { waiting, lacks, circle, isConsequence } = found;
  const [first] = circle;
  if (isConsequence || (first !== undefined && first !== waiting)) {
    return;
  }
  if (first === undefined) {
    const later = lacks.flatMap((name) => parts.named(name) ?? []);
    collector.add(unknownYet(parts.spanOf(waiting.item), waiting, lacks, later));
  } else {
    const members = circle.map(({ name, item }) => ({
      value: name ?? "",
      span: parts.spanOf(item),
    }));
    collector.add(circularNames(members));
  }
}

function isWrite(part: Part): boolean {
  return part.kind === "step" && part.step.used.effect !== "read";
}
