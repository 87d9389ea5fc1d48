import type { CallStatement, RequestValue, Statement } from "../model/tool.js";
import type { Member } from "../model/value.js";
import {
  array,
  arrayPattern,
  arrow,
  awaiting,
  binary,
  call,
  conditional,
  literal,
  member,
  name,
  not,
  object,
  property,
} from "./code.js";
import type { CodeScope } from "./code-scope.js";
import { errorsCode, type RuleSurroundings } from "./error-code.js";
import { constant, iff, returning, run } from "./statements.js";
import type { TsExpression, TsObjectMember, TsStatement } from "./syntax.js";
import { memberCodes, valueCode } from "./value-code.js";

/** The statements of a tool's `run`, in order. `local` is the variable for a step or `let`. */
export function statementsCode(
  statements: readonly Statement[],
  scope: CodeScope,
  surroundings: RuleSurroundings,
  local: (step: string) => string,
): readonly TsStatement[] {
  return statements.map((statement) => statementCode(statement, scope, surroundings, local));
}

function statementCode(
  statement: Statement,
  scope: CodeScope,
  surroundings: RuleSurroundings,
  local: (step: string) => string,
): TsStatement {
  switch (statement.kind) {
    case "call": {
      const answer = guarded(statement, scope, awaiting(callCode(statement, scope, surroundings)));
      return statement.used ? constant(local(statement.name), answer) : run(answer);
    }
    case "together":
      return togetherCode(statement.calls, scope, surroundings, local);
    case "let":
      return constant(local(statement.name), scope.expression(statement.value));
    case "require": {
      const failure = call(scope.runtime("failure"), [
        object(memberCodes(statement.failure, scope)),
      ]);
      return iff(negated(scope.expression(statement.that)), [returning(failure)]);
    }
    default:
      return statement satisfies never;
  }
}

/** `const [a, b] = await together(api.getA(…), api.getB(…));` */
function togetherCode(
  calls: readonly CallStatement[],
  scope: CodeScope,
  surroundings: RuleSurroundings,
  local: (step: string) => string,
): TsStatement {
  const requests = calls.map((each) => guarded(each, scope, callCode(each, scope, surroundings)));
  const all = awaiting(call(scope.runtime("together"), requests));
  const last = calls.findLastIndex((each) => each.used);
  if (last === -1) {
    return run(all);
  }
  const names = calls
    .slice(0, last + 1)
    .map((each) => (each.used ? local(each.name) : `_${each.name}`));
  return constant(arrayPattern(names), all);
}

function guarded(step: CallStatement, scope: CodeScope, request: TsExpression): TsExpression {
  return step.when === null
    ? request
    : conditional(scope.expression(step.when), request, literal(null));
}

function callCode(
  step: CallStatement,
  scope: CodeScope,
  surroundings: RuleSurroundings,
): TsExpression {
  const request = requestCode(step.request, scope);
  const options = optionsCode(step, scope, surroundings);
  const args = options.length > 0 ? [request, object(options)] : isEmpty(request) ? [] : [request];
  const sent = call(member(name("api"), step.operation), args);
  if (step.returns === null) {
    return sent;
  }
  const response = name("response");
  const picked = scope.with("response", response).expression(step.returns);
  return call(member(sent, "then"), [arrow(["response"], picked)]);
}

function requestCode(request: RequestValue, scope: CodeScope): TsExpression {
  const locations = ["path", "query", "header", "cookie"] as const;
  const groups = locations.flatMap((location) => {
    const members: readonly Member[] = request[location];
    return members.length === 0 ? [] : [property(location, object(memberCodes(members, scope)))];
  });
  const body = request.body === null ? [] : [property("body", valueCode(request.body, scope))];
  return object([...groups, ...body]);
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
  ];
}

/** `!condition`, as one would write it. */
export function negated(condition: TsExpression): TsExpression {
  const opposite = oppositeOf(condition);
  return opposite ?? not(condition);
}

const opposites = { "===": "!==", "!==": "===", "==": "!=", "!=": "==" } as const;

/** Exact opposites alone: an ordering's would differ where a side is not a number. */
function oppositeOf(condition: TsExpression): TsExpression | null {
  if (condition.kind === "unary" && condition.operator === "!") {
    return condition.of;
  }
  if (condition.kind !== "binary") {
    return null;
  }
  const { operator, left, right } = condition;
  if (operator === "===" || operator === "!==" || operator === "==" || operator === "!=") {
    return binary(left, opposites[operator], right);
  }
  if (operator === "&&" || operator === "||") {
    const [first, second] = [oppositeOf(left), oppositeOf(right)];
    return first === null || second === null
      ? null
      : binary(first, operator === "&&" ? "||" : "&&", second);
  }
  return null;
}
