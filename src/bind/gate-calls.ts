import { type Facts, seenFromWithin } from "../expression/facts.js";
import { join } from "../expression/infer.js";
import { type Scope, scopeOf } from "../expression/scope.js";
import type { Type } from "../expression/type.js";
import type { Expression } from "../model/expression.js";
import type { CallStatement } from "../model/tool.js";
import { answerType, bindReturns, bindRules, type CallSurroundings, requestOf } from "./calls.js";
import type { AnswerSource } from "./reads.js";
import type { PlacedStep } from "./tool-inputs.js";

/** A call that is made once, with what comes of it. */
export interface BoundGateCall {
  readonly when: Expression | null;
  readonly step: PlacedStep;
  readonly source: AnswerSource;
  readonly statement: Omit<CallStatement, "needs" | "used" | "recorded">;
  readonly type: Type;
}

export type GateSurroundings = Omit<CallSurroundings, "scope" | "extra"> & {
  /** What is in scope where the request is made. */
  readonly preparing: Scope;
  /** … and where its answer is dealt with. */
  readonly confirming: Scope;
};

/** Binds the alternatives of a gate: each is tried where none before it fits. */
export function bindGateCalls(
  calls: readonly { readonly step: PlacedStep; readonly source: AnswerSource }[],
  around: GateSurroundings,
): readonly BoundGateCall[] {
  const { expressions } = around.values;
  let known = expressions.known;
  return calls.map(({ step, source }) => {
    const { when } = step.entry;
    const guard =
      when === null
        ? null
        : expressions.under(known, () =>
            expressions.expression(when, around.preparing, "code", "guard"),
          );
    const fits = guard === null ? known : join(known, guard.whenTrue);
    known = guard === null ? known : join(known, guard.whenFalse);
    const bound = bindOnce(step, source, fits, fits, around);
    return { ...bound, when: guard?.expression ?? null };
  });
}

/** Binds the call for the API's own draft, which is made in a function of its own. */
export function bindDraftCall(
  step: PlacedStep,
  source: AnswerSource,
  around: GateSurroundings,
): BoundGateCall {
  const { known } = around.values.expressions;
  const scopes = { ...around, confirming: around.preparing };
  return bindOnce(step, source, seenFromWithin(known), known, scopes);
}

function bindOnce(
  step: PlacedStep,
  source: AnswerSource,
  asked: Facts,
  known: Facts,
  around: GateSurroundings,
): BoundGateCall {
  const { context, values, preparing, confirming } = around;
  const { expressions } = values;
  const behind = { context, values, scope: confirming };
  const request = expressions.under(asked, () =>
    requestOf(step, [], { ...around, extra: [], scope: preparing }),
  );
  const within = seenFromWithin(known);
  const errors = expressions.under(within, () => bindRules(step, behind, []));
  const answer = answerType(step, source);
  const returned = expressions.under(within, () => bindReturns(step, answer, behind));
  return {
    when: null,
    step,
    source,
    statement: {
      kind: "call",
      name: step.entry.name.value,
      when: null,
      operation: step.used.identifier,
      request,
      errors,
      returns: returned?.expression ?? null,
      each: null,
      pages: null,
      follow: [],
    },
    type: returned?.type ?? answer,
  };
}

/** A name for the answer of a call. */
export function withAnswer(name: string, type: Type, outer: Scope): Scope {
  const binding = { type, expression: { kind: "name", name }, answer: true } as const;
  return scopeOf(new Map([[name, binding]]), outer);
}
