import type { Collector } from "../diagnostics/collector.js";
import { type Scope, scopeOf } from "../expression/scope.js";
import type { CoreType, Type } from "../expression/type.js";
import type { Schema } from "../model/schema.js";
import type { ErrorCase, ErrorOutcome, ErrorRule, ExpectedFailure } from "../model/tool.js";
import type { Member, Value } from "../model/value.js";
import type { Span } from "../source/source-file.js";
import type { ErrorCaseEntry, ErrorRuleEntry } from "../tool-map/tool-map.js";
import { declaresStatus, errorBodiesOf } from "./answers.js";
import type { UsedOperation } from "./operation-table.js";
import type { ProblemBody } from "./problem-body.js";
import { valueOutsideStep } from "./problems.js";
import { duplicateRule, neverSent, resultMisfit, unreachableCase } from "./rule-problems.js";
import { objectType } from "./schema-type.js";
import { type BoundValue, membersOf, type Values } from "./values.js";

/** Where a set of error rules stands. */
export interface RuleContext {
  readonly level: "step" | "tool" | "map";
  /** The operations whose failures the rules may see. */
  readonly operations: readonly UsedOperation[];
  readonly scope: Scope;
  readonly values: Values;
  readonly problem: ProblemBody;
  /** Takes what may stand in for an answer; null where nothing can. */
  readonly standIns: BoundValue[] | null;
}

/** Statuses that any API behind any proxy may answer, whatever its description says. */
const universal = new Set(["401", "403", "429", "4xx", "5xx", "500", "502", "503", "504"]);

/** Binds the error rules of a step, a tool or the whole map. */
export function bindErrorRules(
  entries: readonly ErrorRuleEntry[],
  context: RuleContext,
): readonly ErrorRule[] {
  const { collector } = context.values;
  const seen = new Map<string, Span>();
  return entries.map((entry) => {
    const on = entry.on.value.toLowerCase();
    const before = seen.get(on);
    if (before !== undefined) {
      collector.add(duplicateRule(entry.on, before));
    }
    seen.set(on, entry.on.span);
    warnIfNeverSent(entry, on, context, collector);
    warnOfUnreachable(entry.cases, collector);
    const scope = scopeOf(new Map([["error", errorBinding(on, context)]]), context.scope);
    return { on, cases: entry.cases.flatMap((one) => bindCase(one, scope, context) ?? []) };
  });
}

/** The structured errors that rules may answer with, for the tool's description. */
export function failuresOf(rules: readonly ErrorRule[]): readonly ExpectedFailure[] {
  return rules.flatMap((rule) =>
    rule.cases.flatMap(({ outcome }) =>
      outcome.kind === "failure" ? expectedFailure(outcome.members) : [],
    ),
  );
}

/** What a description says of a structured error. */
export function expectedFailure(members: readonly Member[]): readonly ExpectedFailure[] {
  const error = members.find((member) => member.name === "error")?.value;
  const reason = members.find((member) => member.name === "reason")?.value;
  if (error?.kind !== "literal" || typeof error.value !== "string") {
    return [];
  }
  return [{ error: error.value, reason: wordsOf(reason) }];
}

function wordsOf(value: Member["value"] | undefined): string {
  if (value?.kind === "literal") {
    return typeof value.value === "string" ? value.value : "";
  }
  return value?.kind === "text"
    ? value.parts.map((part) => (part.kind === "literal" ? part.text : "…")).join("")
    : "";
}

function warnIfNeverSent(
  entry: ErrorRuleEntry,
  on: string,
  { level, operations }: RuleContext,
  collector: Collector,
): void {
  const isExpected =
    (level === "map" && universal.has(on)) ||
    operations.length === 0 ||
    operations.some(({ operation }) => declaresStatus(operation, on));
  if (!isExpected) {
    collector.add(
      neverSent(
        entry.on,
        operations.map(({ operation }) => operation.head.key),
      ),
    );
  }
}

/** What stands after a case without `when` is never tried. */
function warnOfUnreachable(cases: readonly ErrorCaseEntry[], collector: Collector): void {
  const always = cases.findIndex((one) => one.when === null);
  const before = cases[always];
  if (before !== undefined) {
    for (const { span } of cases.slice(always + 1)) {
      collector.add(unreachableCase(span, before.span));
    }
  }
}

/** `error`: what came back instead of an answer. */
function errorBinding(on: string, { operations, problem }: RuleContext) {
  const never = (core: CoreType): Type => ({ core, absence: "never" });
  const text = never({ kind: "string", values: null });
  const bodies = operations.flatMap(({ operation }) => errorBodiesOf(operation, on));
  const fields = new Map([
    ["status", { type: never({ kind: "int" }), declaredAt: null }],
    [
      "headers",
      { type: never({ kind: "map", value: { ...text, absence: "undefined" } }), declaredAt: null },
    ],
    ["body", { type: problem.type([...new Set(bodies)]), declaredAt: null }],
    [
      "retry_after",
      { type: { core: { kind: "int" }, absence: "null" } satisfies Type, declaredAt: null },
    ],
  ]);
  return {
    type: never(objectType("error", fields)),
    expression: { kind: "name", name: "error" } as const,
    answer: false,
  };
}

function bindCase(entry: ErrorCaseEntry, scope: Scope, context: RuleContext): ErrorCase | null {
  const { expressions } = context.values;
  if (entry.when === null) {
    const outcome = bindOutcome(entry, scope, context);
    return outcome === null ? null : { when: null, outcome };
  }
  const when = expressions.expression(entry.when, scope, "code", "guard");
  if (when === null) {
    return null;
  }
  const outcome = expressions.assuming(when.whenTrue, () => bindOutcome(entry, scope, context));
  return outcome === null ? null : { when: when.expression, outcome };
}

function bindOutcome(
  entry: ErrorCaseEntry,
  scope: Scope,
  { values, standIns }: RuleContext,
): ErrorOutcome | null {
  const { outcome } = entry;
  switch (outcome.kind) {
    case "fatal":
      return { kind: "fatal" };
    case "failure": {
      const members = membersOf(values.members(outcome.members, scope, "result"));
      const error: Member = {
        name: "error",
        value: { kind: "literal", value: outcome.error.value },
      };
      return { kind: "failure", members: [error, ...members] };
    }
    case "result": {
      const bound = values.bind(outcome.value, scope, "result");
      return bound === null ? null : { kind: "result", value: bound.value };
    }
    case "value": {
      if (standIns === null) {
        values.collector.add(valueOutsideStep(entry.span));
        return null;
      }
      const bound = values.bind(outcome.value, scope, "answer");
      standIns.push(...(bound === null ? [] : [bound]));
      return bound === null ? null : { kind: "value", value: bound.value };
    }
    default:
      return outcome satisfies never;
  }
}

/** Holds the results of rules to the tool's output schema; null where there is none to hold to. */
export function heldToOutput(
  rules: readonly ErrorRule[],
  entries: readonly ErrorRuleEntry[],
  output: Schema | null,
  collector: Collector,
): readonly ErrorRule[] {
  if (output === null) {
    return rules;
  }
  return rules.map((rule, index) => {
    const entry = entries[index];
    const cases = rule.cases.map((one, at) => {
      const span = entry?.cases[at]?.span ?? entry?.on.span;
      return one.outcome.kind !== "result" || span === undefined
        ? one
        : { ...one, outcome: resultOutcome(one.outcome.value, output, span, collector) };
    });
    return { ...rule, cases };
  });
}

/** A result that the tool's output schema accepts: as in an output, what is missing is null or an empty list. */
function resultOutcome(
  value: Value,
  output: Schema,
  span: Span,
  collector: Collector,
): ErrorOutcome {
  if (value.kind !== "object") {
    return { kind: "result", value };
  }
  const given = new Set(value.members.map((member) => member.name));
  const properties = output.properties ?? {};
  const unknown = value.members.filter((member) => !Object.hasOwn(properties, member.name));
  const missing = (output.required ?? []).filter((name) => !given.has(name));
  const filled = missing.flatMap((name) => emptyMember(name, properties[name]) ?? []);
  const absent = missing.filter((name) => !filled.some((member) => member.name === name));
  if (unknown.length > 0 || absent.length > 0) {
    collector.add(
      resultMisfit(
        span,
        unknown.map((member) => member.name),
        absent,
      ),
    );
    return { kind: "result", value };
  }
  return { kind: "result", value: { ...value, members: [...value.members, ...filled] } };
}

/** What stands for a member that a result leaves out; null where the schema takes nothing of the kind. */
function emptyMember(name: string, schema: Schema | boolean | undefined): Member | null {
  const types = typeof schema === "object" ? schema.type : [];
  if (types === undefined || types.includes("null")) {
    return { name, value: { kind: "literal", value: null } };
  }
  return types.includes("array")
    ? { name, value: { kind: "list", items: [], leavesOut: false } }
    : null;
}
