import type { Scope } from "../expression/scope.js";
import type { GateRequest } from "../model/gate.js";
import type { GateEntry, ToolEntry } from "../tool-map/tool-map.js";
import { requestOf } from "./calls.js";
import type { BindContext } from "./context.js";
import { Expressions } from "./expressions.js";
import { type BoundGateCall, bindDraftCall, bindGateCalls, withAnswer } from "./gate-calls.js";
import { allCalls, namesBehindSteps, type PlacedGate } from "./gate-parts.js";
import type { BoundInput } from "./inputs.js";
import { bindInOrder } from "./ordered.js";
import { namesInOutput, type Parts, partsOf } from "./parts.js";
import { AnswerSource } from "./reads.js";
import { StatementBinder } from "./statements.js";
import { bindInputs, type PlacedStep, placesOfInputs, toolScope } from "./tool-inputs.js";
import { Values } from "./values.js";

/** A gate of which everything that it calls has been bound. */
export interface PreparedGate {
  readonly values: Values;
  readonly inputs: readonly BoundInput[];
  readonly parts: Parts;
  readonly binder: StatementBinder;
  readonly draft: BoundGateCall | null;
  readonly cancel: GateRequest | null;
  readonly calls: readonly BoundGateCall[];
  /** Of the arguments alone. */
  readonly outer: Scope;
  /** Of all that is known when the draft is made. */
  readonly preparing: Scope;
  /** The names of it that may be kept until the confirmation. */
  readonly confirming: Scope;
  /** Whether something reads the API's own draft. */
  readonly readsDraft: boolean;
}

/** Binds the steps of a gate, the API's draft, and the calls that may be confirmed. */
export function prepareGate(
  entry: ToolEntry,
  job: GateEntry,
  gate: PlacedGate,
  context: BindContext,
): PreparedGate {
  const { api, collector, map } = context;
  const expressions = new Expressions(context.functions, collector);
  const values = new Values(expressions, collector, map.upstream.contract === "warn");
  const behind = [...namesBehindSteps(job), ...namesInOutput(entry, gate.calls[0])];
  const parts = partsOf(entry, gate.steps, behind, api);
  const answered = (step: PlacedStep) => ({ step, source: new AnswerSource(api, step.used.reads) });
  const draftPart = gate.draft && answered(gate.draft);
  const callParts = gate.calls.map(answered);
  const sources = [...(draftPart === null ? [] : [draftPart]), ...callParts];
  for (const source of [...parts.sources, ...sources.map((part) => part.source)]) {
    expressions.addSource(source);
  }

  const places = placesOfInputs(entry, allCalls(gate), context);
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
  const withDraft = (scope: Scope) => (draft ? withAnswer("draft", draft.type, scope) : scope);
  const preparing = withDraft(scopes.preparing);
  const confirming = withDraft(scopes.confirming);
  const sending = { ...around, extra: [], scope: preparing };
  const cancel = gate.cancel && {
    operation: gate.cancel.used.identifier,
    request: requestOf(gate.cancel, [], sending),
  };
  const calls = bindGateCalls(callParts, { ...around, preparing, confirming });
  const readsDraft = behind.includes("draft");
  return {
    values,
    inputs,
    parts,
    binder,
    draft,
    cancel,
    calls,
    outer,
    preparing,
    confirming,
    readsDraft,
  };
}
