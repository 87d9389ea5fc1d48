import { nearest } from "../diagnostics/suggest.js";
import type { Spanned } from "../source/source-file.js";
import { expression } from "./expression-text.js";
import { isSnakeCase } from "./names.js";
import {
  conflictingKeys,
  invalidName,
  invalidValue,
  missingKey,
  unknownKey,
  wrongKind,
} from "./problems.js";
import { all, type Context, entries, type Reader } from "./reading.js";
import { boolean, text } from "./scalars.js";
import { otherMembers, template } from "./template.js";
import type { ErrorCaseEntry, ErrorRuleEntry } from "./tool-map.js";
import { describe, type Entry, type MappingNode, type Node } from "./yaml/tree.js";

type Outcome = ErrorCaseEntry["outcome"];

/** `{ 404: …, 4xx: …, default: …, timeout: …, network: … }`. A `value` can stand in for the answer of a step alone. */
export function errorRules(level: "map" | "tool" | "step"): Reader<readonly ErrorRuleEntry[]> {
  return entries((on, node, context) => {
    const cases = readCases(node, level, context);
    const isKnown = checkKey(on, context);
    return cases === undefined || !isKnown ? undefined : { on, cases };
  });
}

/** A structured error: `error`, a literal code, and any other members. */
export function readFailure(
  node: MappingNode,
  besides: readonly string[],
  context: Context,
): Extract<Outcome, { kind: "failure" }> | undefined {
  const code = node.entries.find(({ key }) => key.value === "error");
  const error = code === undefined ? undefined : errorCode(code, context);
  const members = otherMembers(node, ["error", ...besides], context);
  return error === undefined || members === undefined
    ? undefined
    : { kind: "failure", error, members };
}

function errorCode({ key, value }: Entry, context: Context): Spanned<string> | undefined {
  const code = text(value, { ...context, where: `${context.where}.error`, place: key.span });
  if (code !== undefined && !isSnakeCase(code.value)) {
    const rule = "an error code is a literal word in snake_case, such as invoice_not_found";
    context.collector.add(invalidName("an error", code.value, rule, code.span));
    return undefined;
  }
  return code;
}

const words = ["default", "timeout", "network", "4xx", "5xx"];

function checkKey(on: Spanned<string>, { collector }: Context): boolean {
  if (/^[1-5][0-9]{2}$/.test(on.value) || words.includes(on.value)) {
    return true;
  }
  const suggestion = nearest(on.value, words);
  const allowed = "write a status (404), 4xx, 5xx, default, timeout or network";
  const help = suggestion === null ? [allowed] : [`did you mean "${suggestion}"?`, allowed];
  collector.add(invalidValue(on.value, "a status", on.span, help));
  return false;
}

/** A case, or a list of cases that are tried in order. */
function readCases(
  node: Node,
  level: "map" | "tool" | "step",
  context: Context,
): readonly ErrorCaseEntry[] | undefined {
  const nodes = node.kind === "list" ? node.items : [node];
  if (nodes.length === 0) {
    context.collector.add(
      wrongKind(context.where, "a rule or a list of rules", "an empty list", node.span),
    );
    return undefined;
  }
  return all(nodes.map((item) => readCase(item, level, { ...context, place: placeOf(item) })));
}

function placeOf(node: Node): Node["span"] {
  const first = node.kind === "mapping" ? node.entries[0] : undefined;
  return first?.key.span ?? node.span;
}

const outcomeExample = "error: not_found, result: …, or just the word fatal";

function readCase(
  node: Node,
  level: "map" | "tool" | "step",
  context: Context,
): ErrorCaseEntry | undefined {
  const { span } = node;
  if (node.kind === "scalar" && node.value === "fatal") {
    return { span, when: null, outcome: { kind: "fatal" } };
  }
  if (node.kind !== "mapping") {
    const help = [`write ${outcomeExample}`];
    context.collector.add(wrongKind(context.where, "an error rule", describe(node), span, help));
    return undefined;
  }
  const guard = node.entries.find(({ key }) => key.value === "when");
  const when =
    guard === undefined
      ? null
      : expression(guard.value, { ...context, where: `${context.where}.when` });
  const outcome = readOutcome(node, level, context);
  return when === undefined || outcome === undefined ? undefined : { span, when, outcome };
}

/** The outcome's kind is the first of its keys that is there. */
function readOutcome(
  node: MappingNode,
  level: "map" | "tool" | "step",
  context: Context,
): Outcome | undefined {
  const kinds =
    level === "step" ? ["error", "result", "value", "fatal"] : ["error", "result", "fatal"];
  const byKey = new Map(node.entries.map((entry) => [entry.key.value, entry]));
  const kind = kinds.find((name) => byKey.has(name));
  const entry = byKey.get(kind ?? "");
  if (entry === undefined) {
    return refuseOutcome(node, level, context);
  }
  if (kind === "error") {
    return readFailure(node, ["when"], context);
  }
  const stray = node.entries.find(({ key }) => key.value !== kind && key.value !== "when");
  if (stray !== undefined) {
    const help = "a rule has one outcome; further members belong to an error";
    context.collector.add(conflictingKeys(placed(entry), placed(stray), help));
    return undefined;
  }
  const inner = { ...context, where: `${context.where}.${kind}`, place: entry.key.span };
  if (kind === "fatal") {
    return readFatal(entry.value, inner);
  }
  const value = template(entry.value, inner);
  return value === undefined ? undefined : { kind: kind === "value" ? "value" : "result", value };
}

function readFatal(node: Node, context: Context): Outcome | undefined {
  const isFatal = boolean(node, context);
  if (isFatal?.value === false) {
    context.collector.add(invalidValue("false", "an outcome", node.span, ["write fatal: true"]));
    return undefined;
  }
  return isFatal === undefined ? undefined : { kind: "fatal" };
}

function refuseOutcome(
  node: MappingNode,
  level: "map" | "tool" | "step",
  { collector, where, place }: Context,
): undefined {
  const value = node.entries.find(({ key }) => key.value === "value");
  const outcomes = ["error", "result", "fatal"];
  if (value !== undefined && level !== "step") {
    collector.add(unknownKey("value", where, value.key.span, ["when", ...outcomes], null));
    return undefined;
  }
  const near = node.entries.find(({ key }) => nearest(key.value, outcomes) !== null);
  if (near !== undefined) {
    const { value: key, span } = near.key;
    collector.add(unknownKey(key, where, span, ["when", ...outcomes], nearest(key, outcomes)));
    return undefined;
  }
  collector.add(missingKey("error", where, place, outcomeExample));
  return undefined;
}

function placed({ key }: Entry): { readonly key: string; readonly span: Entry["key"]["span"] } {
  return { key: key.value, span: key.span };
}
