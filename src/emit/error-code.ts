import type { ErrorCase, ErrorOutcome, ErrorRule } from "../model/tool.js";
import { arrow, call, object, objectPattern, parameter, property, undefinedValue } from "./code.js";
import type { CodeScope } from "./code-scope.js";
import { iff, reference, returning } from "./statements.js";
import type { TsExpression, TsParameter, TsStatement } from "./syntax.js";
import { memberCodes, valueCode } from "./value-code.js";

/** What the functions of rules are given, and what they find around them. */
export interface RuleSurroundings {
  /** The type of `error`, imported on use. */
  readonly errorType: () => string;
  /** The tool's inputs, as the second argument; null where they are variables around the rules. */
  readonly inputs: readonly string[] | null;
}

/** `{ 404: failure({ … }), "5xx": fatal }` */
export function errorsCode(
  rules: readonly ErrorRule[],
  surroundings: RuleSurroundings,
  scope: CodeScope,
): TsExpression {
  return object(rules.map((rule) => property(rule.on, ruleCode(rule, surroundings, scope))));
}

/** An outcome where every error of the kind has the same, else a function that chooses one. */
function ruleCode(
  { cases }: ErrorRule,
  surroundings: RuleSurroundings,
  scope: CodeScope,
): TsExpression {
  const inner = scope.inside();
  const [first] = cases;
  const single = first !== undefined && first.when === null ? first : null;
  const body = single === null ? casesCode(cases, inner) : outcomeCode(single.outcome, inner);
  scope.adopt(inner, "error");
  const parameters = parametersFor(inner, surroundings);
  return parameters.length === 0 && !isStatements(body) ? body : arrow(parameters, body);
}

function isStatements(body: TsExpression | readonly TsStatement[]): body is readonly TsStatement[] {
  return Array.isArray(body);
}

function parametersFor(
  inner: CodeScope,
  { errorType, inputs }: RuleSurroundings,
): readonly TsParameter[] {
  const usesError = inner.uses("error");
  const used = inputs === null ? [] : inner.usedInputs(inputs);
  const whole = inputs !== null && inner.uses("input");
  if (!usesError && !whole && used.length === 0) {
    return [];
  }
  const error = parameter(usesError ? "error" : "_error", reference(errorType()));
  if (whole) {
    return [error, parameter("input")];
  }
  return used.length === 0 ? [error] : [error, parameter(objectPattern(used))];
}

/** Tried in order; one without a condition ends the list. */
function casesCode(cases: readonly ErrorCase[], scope: CodeScope): readonly TsStatement[] {
  const statements: TsStatement[] = [];
  for (const { when, outcome } of cases) {
    const answer = returning(outcomeCode(outcome, scope));
    if (when === null) {
      return [...statements, answer];
    }
    statements.push(iff(scope.expression(when), [answer]));
  }
  return [...statements, returning(undefinedValue)];
}

function outcomeCode(outcome: ErrorOutcome, scope: CodeScope): TsExpression {
  switch (outcome.kind) {
    case "failure":
      return call(scope.runtime("failure"), [object(memberCodes(outcome.members, scope))]);
    case "result":
      return call(scope.runtime("result"), [valueCode(outcome.value, scope)]);
    case "value":
      return call(scope.runtime("value"), [valueCode(outcome.value, scope)]);
    case "fatal":
      return scope.runtime("fatal");
    default:
      return outcome satisfies never;
  }
}
