import { join, seenFromWithin } from "../expression/facts.js";
import { type Scope, scopeOf } from "../expression/scope.js";
import type { Type } from "../expression/type.js";
import { describe } from "../expression/types.js";
import type { CallStatement, Each } from "../model/tool.js";
import type { EachEntry } from "../tool-map/tool-map.js";
import { eachOfNoList, followsNoGet, repeatedWrite } from "./call-problems.js";
import type { BindContext } from "./context.js";
import { bindErrorRules } from "./error-rules.js";
import type { Place } from "./places.js";
import type { AnswerSource } from "./reads.js";
import { bindRequest, type Filling } from "./requests.js";
import { withAbsence } from "./schema-type.js";
import { type PlacedStep, type PlacedTemplate, requestScope } from "./tool-inputs.js";
import type { BoundValue, Values } from "./values.js";
import { bindWalk } from "./walk.js";

/** What a call is bound with, besides its step. */
export interface CallSurroundings {
  readonly context: BindContext;
  readonly values: Values;
  readonly scope: Scope;
  /** Places that inputs have their schemas from. */
  readonly inputPlaces: ReadonlySet<Place>;
  /** Values for the request that `with` does not name. */
  readonly extra: readonly PlacedTemplate[];
  /** Whether the map names parts of the request that it does not have. */
  readonly hasMisplaced: boolean;
}

export interface BoundCall {
  /** Its rules have not been held to the tool's output and to what is read of the answer. */
  readonly statement: Omit<CallStatement, "needs" | "used" | "recorded">;
  /** Of one answer, and of the step. */
  readonly answer: Type;
  readonly type: Type;
  /** The values that rules put in the place of an answer. */
  readonly standIns: readonly BoundValue[];
}

/** Binds the call of a step: its guard, its list, then what is done for each element. */
export function bindCall(
  step: PlacedStep,
  source: AnswerSource,
  around: CallSurroundings,
): BoundCall {
  const { entry, used } = step;
  const { expressions } = around.values;
  checkMethod(step, around.context);
  const when =
    entry.when === null ? null : expressions.expression(entry.when, around.scope, "code", "guard");
  const known = when === null ? expressions.known : join(expressions.known, when.whenTrue);
  const list = entry.each;
  const each = list === null ? null : expressions.under(known, () => bindEach(list, around));
  const inner = each === null ? around : { ...around, scope: withItem(each.item, around.scope) };

  const standIns: BoundValue[] = [];
  const within = seenFromWithin(known);
  const errors = expressions.under(within, () => bindRules(step, inner, standIns));
  const mayBeNull = standIns.some((value) => value.type.absence !== "never");
  const described = answerType(step, source);
  const answer = mayBeNull ? withAbsence(described, "null") : described;
  const walk = entry.pages === null ? null : bindWalk(step, entry.pages, answer, inner);
  const isRepeated = each !== null || walk !== null;
  const request = expressions.under(isRepeated ? within : known, () =>
    requestOf(step, [...inner.extra, ...(walk?.parameter ?? [])], inner),
  );
  const returned = expressions.under(within, () => bindReturns(step, answer, inner));
  const one = returned?.type ?? answer;
  const type: Type =
    each === null ? one : { core: { kind: "list", element: one }, absence: "never" };
  return {
    statement: {
      kind: "call",
      name: entry.name.value,
      when: when?.expression ?? null,
      operation: used.identifier,
      request,
      errors,
      returns: returned?.expression ?? null,
      each: each?.each ?? null,
      pages: walk?.walk ?? null,
      follow: entry.follow.map((origin) => origin.value),
    },
    answer,
    type: entry.when === null ? type : withAbsence(type, "null"),
    standIns,
  };
}

function checkMethod({ entry, used }: PlacedStep, { collector }: BindContext): void {
  for (const key of ["each", "pages"] as const) {
    if (entry[key] !== null && used.effect !== "read") {
      collector.add(repeatedWrite(entry.call, key));
    }
  }
  const { method } = used.operation.head;
  for (const { span } of method === "GET" ? [] : entry.follow.slice(0, 1)) {
    collector.add(followsNoGet(entry.call, method, span));
  }
}

/** What a list's elements are, and the list as code; a missing one is empty. */
function bindEach(
  { in: text, max }: EachEntry,
  { values, scope }: CallSurroundings,
): { readonly item: Type; readonly each: Each | null } {
  const unknown: Type = { core: { kind: "any" }, absence: "never" };
  const typed = values.expressions.expression(text, scope, "part");
  if (typed?.type.core.kind !== "list") {
    if (typed !== null) {
      values.collector.add(eachOfNoList(describe(typed.type.core), text.span));
    }
    return { item: unknown, each: null };
  }
  const { core, absence } = typed.type;
  const list: Each["list"] =
    absence === "never"
      ? typed.expression
      : {
          kind: "binary",
          operator: "??",
          left: typed.expression,
          right: { kind: "list", items: [] },
          total: true,
        };
  return { item: core.element, each: { list, max } };
}

function withItem(item: Type, outer: Scope): Scope {
  const binding = { type: item, expression: { kind: "name", name: "item" }, answer: true } as const;
  return scopeOf(new Map([["item", binding]]), outer);
}

/** The error rules of a call; what may stand in for its answer goes to `standIns`. */
export function bindRules(
  { entry, used }: PlacedStep,
  { context, values, scope }: Pick<CallSurroundings, "context" | "values" | "scope">,
  standIns: BoundValue[],
) {
  const { problem } = context;
  return bindErrorRules(entry.errors, {
    level: "step",
    operations: [used],
    scope,
    values,
    problem,
    standIns,
  });
}

/** What a call sends, in the scope of `with`. */
export function requestOf(
  { entry, used, placed, misplaced }: PlacedStep,
  extra: readonly PlacedTemplate[],
  { context, values, scope, inputPlaces, hasMisplaced }: CallSurroundings,
) {
  const templates = [...placed, ...extra];
  const sending = requestScope(scope, context);
  const fillings = templates.flatMap(({ place, template }): Filling[] => {
    const value = values.bind(template, sending, "request");
    return value === null ? [] : [{ place, value, isItsInput: inputPlaces.has(place) }];
  });
  const isMistaken = entry.variant !== null && used.variant === null;
  const isPart =
    hasMisplaced || isMistaken || misplaced.length > 0 || fillings.length < templates.length;
  return bindRequest(used, fillings, context, entry.call.span, isPart);
}

/** What of the answer a call gives; null where it is the whole. */
export function bindReturns(
  { entry }: PlacedStep,
  answer: Type,
  { values, scope: outer }: Pick<CallSurroundings, "values" | "scope">,
) {
  if (entry.returns === null) {
    return null;
  }
  const binding = {
    type: answer,
    expression: { kind: "name", name: "response" },
    answer: true,
  } as const;
  const scope = scopeOf(new Map([["response", binding]]), outer);
  return values.expressions.expression(entry.returns, scope, "part");
}

/** The type of what a step's call answers. */
export function answerType({ used }: Pick<PlacedStep, "used">, source: AnswerSource): Type {
  const { answer, operation } = used;
  const name = `response of ${operation.head.key}`;
  switch (answer.kind) {
    case "json":
      return source.types.of(answer.nodes, [], name, answer.mayBeEmpty);
    case "text":
      return { core: { kind: "string", values: null }, absence: "never" };
    case "file":
      return { core: { kind: "any" }, absence: "never" };
    case "empty":
      return { core: { kind: "null" }, absence: "null" };
    default:
      return answer satisfies never;
  }
}
