import type { Expression } from "../model/expression.js";
import {
  type CallStatement,
  type PageWalk,
  type RequestValue,
  type Statement,
  walkCursor,
} from "../model/tool.js";
import type { Member } from "../model/value.js";
import { variablesIn } from "./arrow-names.js";
import {
  array,
  arrayPattern,
  arrow,
  awaiting,
  call,
  conditional,
  literal,
  member,
  name,
  object,
  parameter,
  property,
} from "./code.js";
import type { CodeScope } from "./code-scope.js";
import { errorsCode, type RuleSurroundings } from "./error-code.js";
import { opposite } from "./opposite.js";
import { constant, iff, reference, returning, run, union } from "./statements.js";
import type { TsExpression, TsObjectMember, TsStatement } from "./syntax.js";
import { callsOf } from "./tool-calls.js";
import { memberCodes, valueCode } from "./value-code.js";

/** The statements of a tool's `run`, in order. `locals` are the variables for steps and `let`s. */
export function statementsCode(
  statements: readonly Statement[],
  scope: CodeScope,
  surroundings: RuleSurroundings,
  locals: ReadonlyMap<string, string>,
): readonly TsStatement[] {
  return statements.flatMap((statement) => [
    ...callsOf(statement)
      .filter((call) => call.recorded)
      .map(({ name }) => constant(httpOf(name, locals), call(scope.runtime("received"), []))),
    statementCode(statement, scope, surroundings, locals),
  ]);
}

function statementCode(
  statement: Statement,
  scope: CodeScope,
  surroundings: RuleSurroundings,
  locals: ReadonlyMap<string, string>,
): TsStatement {
  switch (statement.kind) {
    case "call": {
      const answer = guarded(statement, scope, awaiting(callCode(statement, scope, surroundings)));
      return statement.used ? constant(localOf(statement.name, locals), answer) : run(answer);
    }
    case "together":
      return togetherCode(statement.calls, scope, surroundings, locals);
    case "let":
      return constant(localOf(statement.name, locals), scope.expression(statement.value));
    case "part":
      return constant(localOf(statement.name, locals), valueCode(statement.value, scope));
    case "require": {
      const failure = call(scope.runtime("failure"), [
        object(memberCodes(statement.failure, scope)),
      ]);
      return iff(scope.expression(opposite(statement.that)), [returning(failure)]);
    }
    default:
      return statement satisfies never;
  }
}

/** What is called, be it once or many times. */
export function callCode(
  step: CallStatement,
  scope: CodeScope,
  surroundings: RuleSurroundings,
): TsExpression {
  const { each, pages } = step;
  const written = (around: CodeScope) => {
    const sent =
      pages === null
        ? sentCode(step, requestCode(step.request, around), around, surroundings)
        : walkCode(step, pages, around, surroundings);
    return unwrapped(step, sent, around);
  };
  if (each === null) {
    return written(scope);
  }
  const inner = scope.with("item", name("item")).inside();
  const body = written(inner);
  scope.adopt(inner, "item");
  const parameters = inner.uses("item") ? ["item"] : [];
  return call(name("each"), [
    scope.expression(each.list),
    literal(each.max),
    arrow(parameters, body),
  ]);
}

/** A call whose request was put together before. */
export function preparedCallCode(
  step: CallStatement,
  request: TsExpression,
  scope: CodeScope,
  surroundings: RuleSurroundings,
): TsExpression {
  return unwrapped(step, sentCode(step, request, scope, surroundings), scope);
}

/** What `returns` makes of the answer. */
function unwrapped(step: CallStatement, sent: TsExpression, scope: CodeScope): TsExpression {
  if (step.returns === null) {
    return sent;
  }
  const answer = parameterName(step, "answer", step.returns);
  const inner = scope.with("response", name(answer)).inside();
  const body = inner.expression(step.returns);
  scope.adopt(inner, "response");
  if (!inner.uses("response")) {
    return call(member(sent, "then"), [arrow([], body)]);
  }
  scope.hides(answer);
  return call(member(sent, "then"), [arrow([answer], body)]);
}

/** What a function calls the answer that it is handed: not as the variable that holds its result. */
function parameterName(step: CallStatement, wanted: string, body: Expression): string {
  return step.name === "response" && !variablesIn(body).includes(wanted) ? wanted : "response";
}

/** `pages(5, (cursor: string | undefined) => api.listA(…), (response) => response.next_cursor)` */
function walkCode(
  step: CallStatement,
  { max, cursor, next }: PageWalk,
  scope: CodeScope,
  surroundings: RuleSurroundings,
): TsExpression {
  const around = scope.with(walkCursor, name("cursor"));
  const types = cursor === "int64" ? ["number", "string"] : [cursor];
  const type = union([...types, "undefined"].map((each) => reference(each)));
  const sent = sentCode(step, requestCode(step.request, around), around, surroundings);
  const page = parameterName(step, "page", next);
  const inner = around.with("response", name(page)).inside();
  const following = inner.expression(next);
  const parameters = inner.uses(walkCursor) ? [page, "cursor"] : [page];
  return call(name("pages"), [
    literal(max),
    arrow([parameter("cursor", type)], sent),
    arrow(parameters, following),
  ]);
}

export function httpOf(step: string, locals: ReadonlyMap<string, string>): string {
  return localOf(`http.${step}`, locals);
}

function localOf(step: string, locals: ReadonlyMap<string, string>): string {
  return locals.get(step) ?? step;
}

/** `const [a, b] = await together(api.getA(…), api.getB(…));` */
function togetherCode(
  calls: readonly CallStatement[],
  scope: CodeScope,
  surroundings: RuleSurroundings,
  locals: ReadonlyMap<string, string>,
): TsStatement {
  const requests = calls.map((each) => guarded(each, scope, callCode(each, scope, surroundings)));
  const all = awaiting(call(scope.runtime("together"), requests));
  const last = calls.findLastIndex((each) => each.used);
  if (last === -1) {
    return run(all);
  }
  const names = calls
    .slice(0, last + 1)
    .map((each) => (each.used ? localOf(each.name, locals) : `_${each.name}`));
  return constant(arrayPattern(names), all);
}

function guarded(step: CallStatement, scope: CodeScope, request: TsExpression): TsExpression {
  return step.when === null
    ? request
    : conditional(scope.expression(step.when), request, literal(null));
}

function sentCode(
  step: CallStatement,
  request: TsExpression,
  scope: CodeScope,
  surroundings: RuleSurroundings,
): TsExpression {
  const options = optionsCode(step, scope, surroundings);
  const args = options.length > 0 ? [request, object(options)] : isEmpty(request) ? [] : [request];
  return call(member(name("api"), step.operation), args);
}

/** `expanded`: a location on each line. */
export function requestCode(
  request: RequestValue,
  scope: CodeScope,
  options: { readonly expanded?: boolean } = {},
): TsExpression {
  const locations = ["path", "query", "header", "cookie"] as const;
  const groups = locations.flatMap((location) => {
    const members: readonly Member[] = request[location];
    return members.length === 0 ? [] : [property(location, object(memberCodes(members, scope)))];
  });
  const body = request.body === null ? [] : [property("body", valueCode(request.body, scope))];
  return object([...groups, ...body], options);
}

function isEmpty(code: TsExpression): boolean {
  return code.kind === "object" && code.members.length === 0;
}

function optionsCode(
  step: CallStatement,
  scope: CodeScope,
  surroundings: RuleSurroundings,
): readonly TsObjectMember[] {
  return [
    ...(step.needs.length === 0
      ? []
      : [property("needs", array(step.needs.map((need) => literal(need))))]),
    ...(step.errors.length === 0
      ? []
      : [property("errors", errorsCode(step.errors, { ...surroundings, inputs: null }, scope))]),
    ...(step.recorded ? [property("http", scope.name(`http.${step.name}`))] : []),
    ...(step.follow.length === 0 ? [] : [property("follow", literal(step.follow))]),
  ];
}
