import { seenFromWithin } from "../expression/facts.js";
import { type Scope, scopeOf } from "../expression/scope.js";
import type { ApiDraft } from "../model/gate.js";
import type { CallStatement, ErrorRule } from "../model/tool.js";
import type { GateEntry, ToolEntry } from "../tool-map/tool-map.js";
import { oneOf } from "./answer-union.js";
import { lifetimeOf, mayReachDesk } from "./approvals.js";
import { failBeforeConfirm } from "./before-write.js";
import type { BoundJob } from "./bound-job.js";
import { requestOf } from "./calls.js";
import type { BindContext } from "./context.js";
import { defaultOutput } from "./default-output.js";
import { bindErrorRules, failuresOf, heldToOutput } from "./error-rules.js";
import { Expressions } from "./expressions.js";
import { bindApproval, outcomesOfChoice } from "./gate-approval.js";
import { type BoundGateCall, bindDraftCall, bindGateCalls, withAnswer } from "./gate-calls.js";
import { distinct, failuresByHalf, gateFailures, joined } from "./gate-failures.js";
import { checkKept, keptNames } from "./gate-kept.js";
import { allCalls, checkGate, namesBehindSteps, type PlacedGate, placeGate } from "./gate-parts.js";
import { outputNeeded } from "./gate-problems.js";
import { bindShow, bindShownText, checkSecrets, typedOf } from "./gate-texts.js";
import { HttpScope } from "./http-scope.js";
import { bindInOrder } from "./ordered.js";
import { namesInOutput, partsOf } from "./parts.js";
import { outputNotObject } from "./problems.js";
import { AnswerSource } from "./reads.js";
import { StatementBinder } from "./statements.js";
import { failuresIn, namesIn } from "./steps.js";
import { bindInputs, type PlacedStep, placesOfInputs, toolScope } from "./tool-inputs.js";
import { type BoundValue, Values } from "./values.js";

/** Binds a job that is prepared by reads alone, and confirmed before its one call is made. */
export function bindGate(entry: ToolEntry, job: GateEntry, context: BindContext): BoundJob | null {
  const gate = placeGate(job, context);
  if (gate === null) {
    return null;
  }
  checkGate(entry, gate, context);
  const { api, collector, map } = context;
  const expressions = new Expressions(context.functions, collector);
  const values = new Values(expressions, collector, map.upstream.contract === "warn");
  const usedBehind = [...namesBehindSteps(job), ...namesInOutput(entry, gate.calls[0])];
  const parts = partsOf(entry, gate.steps, usedBehind, api);
  const answered = (step: PlacedStep) => ({ step, source: new AnswerSource(api, step.used.reads) });
  const draftPart = gate.draft === null ? null : answered(gate.draft);
  const callParts = gate.calls.map(answered);
  const behind = [...(draftPart === null ? [] : [draftPart]), ...callParts];
  for (const source of [...parts.sources, ...behind.map((part) => part.source)]) {
    expressions.addSource(source);
  }

  const steps = allCalls(gate);
  const places = placesOfInputs(entry, steps, context);
  const inputs = bindInputs(entry.inputs, places.all, context);
  const inputPlaces = new Set([...places.all.values()].flatMap(([first]) => first ?? []));
  const outer = toolScope(inputs);
  const binder = new StatementBinder(context, values, outer, inputPlaces);
  bindInOrder(parts, binder, { direct: [], isPaged: false, places }, collector);

  const { hasMisplaced } = places;
  const around = { context, values, inputPlaces, hasMisplaced };
  const scopes = { preparing: binder.scope, confirming: binder.names };
  const draft =
    draftPart && bindDraftCall(draftPart.step, draftPart.source, { ...around, ...scopes });
  const withDraft = (scope: Scope) =>
    draft === null ? scope : withAnswer("draft", draft.type, scope);
  const preparing = withDraft(scopes.preparing);
  const confirming = withDraft(scopes.confirming);
  const calls = bindGateCalls(callParts, { ...around, preparing, confirming });
  const cancel = gate.cancel && {
    operation: gate.cancel.used.identifier,
    request: requestOf(gate.cancel, [], { ...around, extra: [], scope: preparing }),
  };

  const texts = { values, scope: preparing };
  const summary = bindShownText(job.summary, "what people approve", texts);
  const show = bindShow(job.show, texts);
  const approval = bindApproval(job.approval, entry.lets, preparing, values);
  const http = new HttpScope();
  http.add("response", ...gate.calls.map((call) => call.used));
  const answer = withAnswer("response", oneOf(calls.map((call) => call.type)), confirming);
  const result = expressions.under(seenFromWithin(expressions.known), () =>
    bindOutput(entry, gate, scopeOf(new Map([["http", http.binding]]), answer), values),
  );
  const halves = {
    prepare: [...gate.steps, ...(gate.draft === null ? [] : [gate.draft])].map(usedBy),
    confirm: gate.calls.map(usedBy),
  };
  const errors = bindErrorRules(entry.errors, {
    level: "tool",
    operations: [...halves.prepare, ...halves.confirm],
    scope: outer,
    values,
    problem: context.problem,
    standIns: null,
  });
  const statements = binder.statements(null);
  const shown = [summary, ...show.map(({ text }) => text)].flatMap((text) => text?.shown ?? []);
  checkSecrets(shown, inputs, statements, collector);
  if (summary === null || approval === null || result === null) {
    return null;
  }

  const isAnswerUsed = namesInOutput(entry, gate.calls[0]).includes("response");
  const recorded = http.isRead("response");
  const made = calls.map((call) => ({
    when: call.when,
    call: finished(
      call,
      { used: isAnswerUsed, recorded },
      heldToOutput(call.statement.errors, call.step.entry.errors, result.schema, collector),
    ),
  }));
  const apiDraft: ApiDraft | null = draft && {
    call: finished(
      draft,
      { used: usedBehind.includes("draft"), recorded: false },
      draft.statement.errors,
    ),
    cancel,
  };
  const arranged = failBeforeConfirm(statements, result.value, namesIn(entry, steps));
  const kept = keptNames(
    arranged.statements,
    arranged.output,
    made.map(({ call }) => call),
  );
  checkKept(kept, confirming, parts, context);
  const outcomes = outcomesOfChoice(approval);
  const own = {
    prepare: failuresIn(statements, apiDraft?.call.errors ?? []),
    confirm: failuresOf(made.flatMap(({ call }) => call.errors)),
  };
  const failures = gateFailures(
    joined(own, failuresByHalf(errors, halves)),
    outcomes,
    mayReachDesk(outcomes, map.approvals),
    calls.every(({ when }) => when !== null),
  );
  return {
    inputs: inputs.map(({ input }) => input),
    operations: steps.map(usedBy),
    outputSchema: result.schema,
    errors,
    failures: distinct([...failures.prepare, ...failures.confirm]),
    halves,
    body: {
      kind: "gate",
      statements: arranged.statements,
      apiDraft,
      summary: summary.value,
      show: show.map(({ name, text }) => ({ name, value: text.value })),
      typed: typedOf(summary.shown, statements),
      approval,
      expiresMs: job.expiresMs ?? lifetimeOf(outcomes, map.approvals),
      calls: made,
      kept,
      output: arranged.output,
      failures,
    },
  };
}

function usedBy({ used }: PlacedStep): PlacedStep["used"] {
  return used;
}

/** A call with what is known once everything that reads its answer has been bound. */
function finished(
  { statement, source }: BoundGateCall,
  use: Pick<CallStatement, "used" | "recorded">,
  errors: readonly ErrorRule[],
): CallStatement {
  return { ...statement, ...use, errors, needs: source.needs.leaves() };
}

/** The result of a confirmation; null after a report. */
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
