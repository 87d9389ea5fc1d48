import { isList, type JsonObject, type JsonValue } from "../model/json.js";
import type { ErrorOutcome } from "../model/tool.js";
import type { Member, Value } from "../model/value.js";
import { errorOf, isFatal, type Observed, shown } from "./observed.js";
import { leavesOpen, type Provocation } from "./rules.js";

/** Why an answer is none that the rules give; null where it is one. */
export function misses(
  outcomes: readonly ErrorOutcome[],
  error: Provocation,
  observed: Observed,
  given: JsonObject,
): string | null {
  const isRight =
    outcomes.length === 0
      ? isBuiltIn(error, observed)
      : outcomes.some((outcome) => isOutcome(outcome, observed, given));
  return isRight
    ? null
    : `the map says ${outcomes.map(inWords).join(", or ") || "nothing of it"}; it answered ${shown(observed)}`;
}

/** What the runtime answers where no rule fits. */
function isBuiltIn(error: Provocation, observed: Observed): boolean {
  const { cause, status } = error;
  if (leavesOpen(error)) {
    return errorOf(observed) === "outcome_unknown";
  }
  const isRefusal = cause === "status" && status >= 400 && status < 500 && status !== 401;
  return observed.kind === "failure" && isFatal(observed) !== isRefusal;
}

function isOutcome(outcome: ErrorOutcome, observed: Observed, given: JsonObject): boolean {
  switch (outcome.kind) {
    case "failure":
      return observed.kind === "failure" && hasMembers(outcome.members, observed.body, given);
    case "result":
      return observed.kind === "result" && hasValue(outcome.value, observed.body, given);
    case "value":
      // It stands in for the answer, and the tool goes on with it.
      return observed.kind !== "broken" && !isFatal(observed);
    case "fatal":
      return observed.kind === "failure" && isFatal(observed);
    default:
      return outcome satisfies never;
  }
}

/** What is no literal and no argument depends on more than the rule, and may be anything. */
function hasValue(wanted: Value, observed: JsonValue | undefined, given: JsonObject): boolean {
  switch (wanted.kind) {
    case "literal":
      return JSON.stringify(observed) === JSON.stringify(wanted.value);
    case "object":
      return (
        typeof observed === "object" &&
        observed !== null &&
        !isList(observed) &&
        hasMembers(wanted.members, observed, given)
      );
    case "list":
      return observed !== undefined && isList(observed);
    case "expression": {
      const argument = argumentIn(wanted);
      const value = argument === null ? undefined : given[argument];
      return value === undefined || JSON.stringify(value) === JSON.stringify(observed);
    }
    case "text":
    case "projection":
      return true;
    default:
      return wanted satisfies never;
  }
}

function hasMembers(members: readonly Member[], body: JsonObject, given: JsonObject): boolean {
  return members.every(({ name, value }) => hasValue(value, body[name], given));
}

/** `input.invoice_id` → `invoice_id` */
function argumentIn({ expression }: Extract<Value, { kind: "expression" }>): string | null {
  return expression.kind === "field" &&
    expression.of.kind === "name" &&
    expression.of.name === "input"
    ? expression.name
    : null;
}

function inWords(outcome: ErrorOutcome): string {
  switch (outcome.kind) {
    case "failure":
      return JSON.stringify(literalsOf(outcome.members));
    case "result":
      return outcome.value.kind === "object"
        ? `the result ${JSON.stringify(literalsOf(outcome.value.members))}`
        : "a result";
    case "value":
      return "a value to go on with";
    case "fatal":
      return "fatal";
    default:
      return outcome satisfies never;
  }
}

function literalsOf(members: readonly Member[]): JsonObject {
  return Object.fromEntries(
    members.map(({ name, value }) => [name, value.kind === "literal" ? value.value : "…"]),
  );
}
