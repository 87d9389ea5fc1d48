import type { Spanned } from "../source/source-file.js";
import type { ErrorRuleEntry, GateEntry, ToolEntry } from "../tool-map/tool-map.js";
import { checkNames } from "./check-tool.js";
import type { BindContext } from "./context.js";
import {
  cancelThatReads,
  destructiveDraft,
  draftThatReads,
  gateOverRead,
  noIdempotencyKey,
  resultInPrepare,
  unreachableCall,
  writeInPrepare,
} from "./gate-problems.js";
import { namesInExpression, namesInMembers, namesInRules, namesInTemplate } from "./names-used.js";
import { takesIdempotencyKey } from "./operation-model.js";
import type { UsedOperation } from "./operation-table.js";
import { placeSteps } from "./ordered.js";
import type { PlacedStep } from "./tool-inputs.js";

/** The calls of a gate with their operations. */
export interface PlacedGate {
  readonly steps: readonly PlacedStep[];
  readonly draft: PlacedStep | null;
  readonly cancel: PlacedStep | null;
  /** At least one. */
  readonly calls: readonly [PlacedStep, ...PlacedStep[]];
}

/** Finds the operations of a gate; null after a report. */
export function placeGate(
  { steps: reads, draft: api, calls: alternatives }: GateEntry,
  context: BindContext,
): PlacedGate | null {
  const steps = placeSteps(reads, context);
  const [draft, cancel] = [api?.step, api?.cancel].map((step) =>
    placeSteps(step === undefined || step === null ? [] : [step], context),
  );
  const [first, ...others] = placeSteps(alternatives, context) ?? [];
  return steps === null || !draft || !cancel || first === undefined
    ? null
    : { steps, draft: draft[0] ?? null, cancel: cancel[0] ?? null, calls: [first, ...others] };
}

/** Every call of a gate, in the order in which the map states them. */
export function allCalls({ steps, draft, cancel, calls }: PlacedGate): readonly PlacedStep[] {
  return [...steps, ...[draft, cancel].filter((step) => step !== null), ...calls];
}

/** The names that a gate uses behind its steps, the output aside. */
export function namesBehindSteps({
  summary,
  show,
  approval,
  draft,
  calls,
}: GateEntry): readonly string[] {
  const requests = [draft?.cancel, draft?.step, ...calls].filter((step) => step != null);
  return [
    ...namesInTemplate({ kind: "text", source: summary }),
    ...namesInMembers(show),
    ...(approval.kind === "literal"
      ? []
      : namesInTemplate({ kind: "text", source: approval.source })),
    ...requests.flatMap((step) => [
      ...namesInMembers(step.with),
      ...(step.when === null ? [] : namesInExpression(step.when)),
      ...(step.returns === null
        ? []
        : namesInExpression(step.returns).filter((name) => name !== "response")),
      ...namesInRules(step.errors),
    ]),
  ];
}

/** The rules on effects and names that can be held before anything of the gate is typed. */
export function checkGate(entry: ToolEntry, gate: PlacedGate, context: BindContext): void {
  const { collector } = context;
  for (const { entry: step, used } of gate.steps) {
    if (used.effect !== "read") {
      collector.add(writeInPrepare(step.call));
    }
  }
  checkDraft(gate, context);
  checkCalls(gate, context);
  const prepared = [...gate.steps, ...(gate.draft === null ? [] : [gate.draft])];
  refuseResults([...prepared.flatMap(({ entry: step }) => step.errors), ...entry.errors], context);
  checkNames(entry, gate.steps, context);
}

function checkDraft({ draft, cancel }: PlacedGate, { collector, operations }: BindContext): void {
  if (draft !== null && operations.hasEffect(draft.used) && draft.used.effect !== "write") {
    const { call } = draft.entry;
    collector.add(draft.used.effect === "read" ? draftThatReads(call) : destructiveDraft(call));
  }
  if (cancel !== null && operations.hasEffect(cancel.used) && cancel.used.effect === "read") {
    collector.add(cancelThatReads(cancel.entry.call));
  }
}

function checkCalls({ calls }: PlacedGate, context: BindContext): void {
  const { collector, operations } = context;
  const placed = calls.map(({ entry: step, used }) => ({ call: step.call, used }));
  for (const { call, used } of placed) {
    if (used.effect === "read" && operations.hasEffect(used)) {
      collector.add(gateOverRead(call));
    }
  }
  noteKeys(
    placed.filter(({ used }) => used.effect !== "read"),
    context,
  );
  const always = calls.findIndex(({ entry: step }) => step.when === null);
  const before = calls[always];
  if (before !== undefined) {
    for (const { entry: step } of calls.slice(always + 1)) {
      collector.add(unreachableCall(step.call, before.entry.call.span));
    }
  }
}

/** Notes the operations of which a run that is cut off cannot be repeated. */
export function noteKeys(
  calls: readonly { readonly call: Spanned<string>; readonly used: UsedOperation }[],
  { collector, map }: BindContext,
): void {
  const noted = new Set<string>();
  for (const { call, used } of calls) {
    if (!takesIdempotencyKey(used, map) && !noted.has(used.identifier)) {
      noted.add(used.identifier);
      collector.add(noIdempotencyKey(call, map.upstream.idempotency?.header.value ?? null));
    }
  }
}

/** What runs in prepare can end with an error, and not with the job's result. */
export function refuseResults(
  rules: readonly ErrorRuleEntry[],
  { collector }: Pick<BindContext, "collector">,
): void {
  for (const { cases } of rules) {
    for (const { outcome, span } of cases) {
      if (outcome.kind === "result") {
        collector.add(resultInPrepare(span));
      }
    }
  }
}
