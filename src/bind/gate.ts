import { seenFromWithin } from "../expression/facts.js";
import { type Scope, scopeOf } from "../expression/scope.js";
import type { GateBody } from "../model/gate.js";
import type { CallStatement, ErrorRule, Statement } from "../model/tool.js";
import type { GateEntry, ToolEntry } from "../tool-map/tool-map.js";
import { oneOf } from "./answer-union.js";
import { lifetimeOf, mayReachDesk } from "./approvals.js";
import { failBeforeConfirm } from "./before-write.js";
import type { BoundJob, GateHalves } from "./bound-job.js";
import type { BindContext } from "./context.js";
import { defaultOutput } from "./default-output.js";
import { bindErrorRules, failuresOf, heldToOutput } from "./error-rules.js";
import { bindApproval, outcomesOfChoice } from "./gate-approval.js";
import { type BoundGateCall, withAnswer } from "./gate-calls.js";
import { distinct, failuresByHalf, gateFailures, joined } from "./gate-failures.js";
import { checkKept, keptNames } from "./gate-kept.js";
import { allCalls, checkGate, type PlacedGate, placeGate } from "./gate-parts.js";
import { type PreparedGate, prepareGate } from "./gate-prepared.js";
import { outputNeeded } from "./gate-problems.js";
import { bindShow, bindShownText, checkSecrets, typedOf } from "./gate-texts.js";
import { HttpScope } from "./http-scope.js";
import { withNeeds } from "./needed-inputs.js";
import { namesInOutput } from "./parts.js";
import { outputNotObject } from "./problems.js";
import { secretPlaces } from "./secret-places.js";
import { failuresIn, namesIn } from "./steps.js";
import type { PlacedStep } from "./tool-inputs.js";
import type { BoundValue, Values } from "./values.js";

/** Binds a job that is prepared by reads alone, and confirmed before its one call is made. */
export function bindGate(entry: ToolEntry, job: GateEntry, context: BindContext): BoundJob | null {
  const gate = placeGate(job, context);
  if (gate === null) {
    return null;
  }
  checkGate(entry, gate, context);
  const prepared = prepareGate(entry, job, gate, context);
  const { inputs, preparing, values } = prepared;
  const result = bindResult(entry, gate, prepared);
  const texts = { values, scope: preparing };
  const summary = bindShownText(job.summary, "what people approve", texts);
  const show = bindShow(job.show, texts);
  const approval = bindApproval(job.approval, entry.lets, preparing, values);
  const halves = halvesOf(gate);
  const errors = bindErrorRules(entry.errors, {
    level: "tool",
    operations: [...halves.prepare, ...halves.confirm],
    scope: prepared.outer,
    values,
    problem: context.problem,
    standIns: null,
  });
  const statements = prepared.binder.statements(null);
  const shown = [summary, ...show.map(({ text }) => text)].flatMap((text) => text?.shown ?? []);
  checkSecrets(shown, inputs, statements, context.collector);
  if (summary === null || approval === null || result === null) {
    return null;
  }

  const calls = callsOf(entry, gate, prepared, result, statements, context);
  const draft = prepared.draft && {
    call: finished(prepared.draft, { used: prepared.readsDraft, recorded: false }),
    cancel: prepared.cancel,
  };
  const taken = namesIn(entry, allCalls(gate));
  const arranged = failBeforeConfirm(statements, result.output.value, taken);
  const made = calls.map(({ call }) => call);
  const kept = keptNames(arranged.statements, arranged.output, made);
  checkKept(kept, prepared.confirming, prepared.parts, context);
  const outcomes = outcomesOfChoice(approval);
  const own = {
    prepare: failuresIn(statements, draft?.call.errors ?? []),
    confirm: failuresOf(made.flatMap((call) => call.errors)),
  };
  const { approvals } = context.map;
  const failures = gateFailures(
    joined(own, failuresByHalf(errors, halves)),
    outcomes,
    mayReachDesk(outcomes, approvals),
    calls.every(({ when }) => when !== null),
  );
  return {
    inputs: withNeeds(inputs, certainCalls(gate, calls)).map(({ input }) => input),
    operations: allCalls(gate).map(usedBy),
    outputSchema: result.output.schema,
    errors,
    failures: distinct([...failures.prepare, ...failures.confirm]),
    halves,
    body: {
      kind: "gate",
      statements: arranged.statements,
      apiDraft: draft,
      summary: summary.value,
      show: show.map(({ name, text }) => ({ name, value: text.value })),
      typed: typedOf(summary.shown, statements),
      approval,
      expiresMs: job.expiresMs ?? lifetimeOf(outcomes, approvals),
      calls,
      kept,
      output: arranged.output,
      failures,
    },
  };
}

function usedBy({ used }: PlacedStep): PlacedStep["used"] {
  return used;
}

function halvesOf({ steps, draft, calls }: PlacedGate): GateHalves {
  return {
    prepare: [...steps, ...(draft === null ? [] : [draft])].map(usedBy),
    confirm: calls.map(usedBy),
  };
}

/** What a confirmation answers with. */
interface Result {
  readonly output: BoundValue;
  /** Whether it reads what came with the answer. */
  readonly recorded: boolean;
}

/** Binds the output; null after a report. */
function bindResult(
  entry: ToolEntry,
  gate: PlacedGate,
  { values, calls, confirming }: PreparedGate,
): Result | null {
  const http = new HttpScope();
  http.add("response", ...gate.calls.map(usedBy));
  const answer = oneOf(calls.map(({ type }) => type));
  const named = withAnswer("response", answer, confirming);
  const scope = scopeOf(new Map([["http", http.binding]]), named);
  const { expressions } = values;
  // What prepare knew holds, and TypeScript has forgotten it.
  const output = expressions.under(seenFromWithin(expressions.known), () =>
    bindOutput(entry, gate, scope, values),
  );
  return output && { output, recorded: http.isRead("response") };
}

function bindOutput(
  entry: ToolEntry,
  { calls }: PlacedGate,
  scope: Scope,
  values: Values,
): BoundValue | null {
  const operations = new Set(calls.map(({ used }) => used.identifier));
  if (entry.output === null && operations.size > 1) {
    values.collector.add(outputNeeded(calls.map(({ entry: step }) => step.call)));
    return null;
  }
  const template = entry.output ?? defaultOutput(calls[0], scope, values);
  const bound = values.bind(template, scope, "result");
  if (bound !== null && bound.value.kind !== "object") {
    values.collector.add(outputNotObject(bound.span));
    return null;
  }
  return bound;
}

/** The alternatives, each with what the output and its own rules make of its answer. */
function callsOf(
  entry: ToolEntry,
  gate: PlacedGate,
  { calls, inputs }: PreparedGate,
  { output, recorded }: Result,
  statements: readonly Statement[],
  { collector }: BindContext,
): GateBody["calls"] {
  const used = namesInOutput(entry, gate.calls[0]).includes("response");
  return calls.map((call) => {
    const { statement, step } = call;
    const rules = heldToOutput(statement.errors, step.entry.errors, output.schema, collector);
    return {
      when: call.when,
      call: finished(call, { used, recorded }, rules),
      secretPlaces: secretPlaces(statement.request, inputs, statements),
    };
  });
}

/** Its request is made in prepare, where no other could be made instead. */
function certainCalls({ calls: [step] }: PlacedGate, calls: GateBody["calls"]) {
  const [only, ...others] = calls;
  return step === undefined || only === undefined || only.when !== null || others.length > 0
    ? []
    : [{ used: step.used, request: only.call.request }];
}

/** A call with what is known once everything that reads its answer has been bound. */
function finished(
  { statement, source }: BoundGateCall,
  use: Pick<CallStatement, "used" | "recorded">,
  errors: readonly ErrorRule[] = statement.errors,
): CallStatement {
  return { ...statement, ...use, errors, needs: source.needs.leaves() };
}
