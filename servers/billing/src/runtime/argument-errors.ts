import type { z } from "zod";
import { isObject } from "./json.js";
import { nearest } from "./nearest.js";
import type { FailureBody } from "./outcome.js";
import { placeOf } from "./place.js";
import { pathInModelNames, type RenamedMembers, withModelNames } from "./renamed.js";
import { shownValue } from "./shown-value.js";
import { shorten } from "./text.js";

/** What an error about an argument may say of it. */
export interface Named {
  /** All arguments, as given. */
  readonly given: unknown;
  /** The names of the tool's arguments. */
  readonly known: readonly string[];
  /** Names whose values are not repeated. */
  readonly secret: ReadonlySet<string>;
  /** Members that the model knows by another name than the API. */
  readonly renamed: RenamedMembers;
}

const MAX_ALLOWED = 50;

/**
 * What is wrong with an argument, for a model to mend:
 * `{"error":"invalid_status","argument":"status","given":"late","allowed":["open","paid"]}`.
 */
export function describeIssue(issue: z.core.$ZodIssue, named: Named): readonly FailureBody[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownArgument([...issue.path, key], named));
  }
  if (issue.code === "invalid_union") {
    const inner = closestBranch(issue);
    if (inner !== null) {
      return describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, named);
    }
  }
  if ((issue.code === "invalid_key" || issue.code === "invalid_element") && issue.issues[0]) {
    const inner = issue.issues[0];
    return [{ ...head(issue.path, named), ...expectation(inner) }];
  }
  return [{ ...head(issue.path, named), ...expectation(issue) }];
}

const MAX_NAME = 100;

/** An argument that is objects in objects beyond what any API takes: nothing else is said of it. */
export function nestedTooDeeply(argument: string, levels: number): FailureBody {
  const reason = `is nested too deeply: at most ${levels} levels`;
  return { error: `invalid_${codeOf([argument])}`, argument: shorten(argument, MAX_NAME), reason };
}

/** `missing_…` or `invalid_…`, the argument's place, and what was given. */
function head(path: readonly PropertyKey[], named: Named): FailureBody {
  const shown = pathInModelNames(path, named.renamed);
  const argument = placeOf(shown);
  const name = codeOf(shown);
  const value = valueAt(named.given, path);
  if (value === undefined) {
    return { error: `missing_${name}`, argument };
  }
  if (path.some((segment) => named.secret.has(String(segment)))) {
    return { error: `invalid_${name}`, argument };
  }
  const given = shownValue(value, (member) => named.secret.has(member));
  return {
    error: `invalid_${name}`,
    argument,
    given: withModelNames(given, path, named.renamed),
  };
}

function unknownArgument(path: readonly PropertyKey[], { known, renamed }: Named): FailureBody {
  const argument = placeOf(pathInModelNames(path, renamed));
  if (path.length > 1 || known.length === 0) {
    return { error: "unknown_argument", argument };
  }
  const suggestion = nearest(argument, known);
  const allowed = known.slice(0, MAX_ALLOWED);
  return suggestion === null
    ? { error: "unknown_argument", argument, allowed }
    : { error: "unknown_argument", argument, did_you_mean: suggestion, allowed };
}

/** What would have been accepted. */
function expectation(issue: z.core.$ZodIssue): Readonly<Record<string, unknown>> {
  switch (issue.code) {
    case "invalid_type":
      return { expected: TYPES[issue.expected] ?? issue.expected };
    case "invalid_value":
      return { allowed: issue.values.slice(0, MAX_ALLOWED) };
    case "too_small":
      return { [boundName("min", issue)]: shownLimit(issue.minimum) };
    case "too_big":
      return { [boundName("max", issue)]: shownLimit(issue.maximum) };
    case "not_multiple_of":
      return { multiple_of: issue.divisor };
    case "invalid_format":
      return issue.pattern !== undefined && issue.format === "regex"
        ? { pattern: issue.pattern.replace(/^\/(.*)\/[a-z]*$/s, "$1") }
        : { expected: issue.format };
    case "invalid_union":
      return expectedOfUnion(issue);
    case "unrecognized_keys":
    case "invalid_key":
    case "invalid_element":
      return {};
    case "custom":
      return { reason: issue.message };
  }
}

/** An integer that a number would round as its decimal text. */
function shownLimit(limit: number | bigint): number | string {
  const number = Number(limit);
  return typeof limit === "number" || Number.isSafeInteger(number) ? number : String(limit);
}

/** zod's names for types, where they are not JSON Schema's. */
const TYPES: Readonly<Record<string, string>> = {
  int: "integer",
  record: "object",
  tuple: "array",
};

function expectedOfUnion(issue: z.core.$ZodIssueInvalidUnion): Readonly<Record<string, unknown>> {
  if (issue.errors.length > 0) {
    return { expected: [...new Set(issue.errors.flat().map(expectedType))].join(" or ") };
  }
  return "options" in issue && Array.isArray(issue.options)
    ? { allowed: issue.options.slice(0, MAX_ALLOWED) }
    : { reason: "It fits several of its alternatives, and must fit one alone." };
}

function expectedType(issue: z.core.$ZodIssue): string {
  return issue.code === "invalid_type"
    ? (TYPES[issue.expected] ?? issue.expected)
    : "another value";
}

type BoundIssue = Extract<z.core.$ZodIssue, { code: "too_small" | "too_big" }>;

/** `minimum`, `exclusive_minimum`, `min_length`, `min_items` or `min_properties`. */
function boundName(bound: "min" | "max", issue: BoundIssue): string {
  switch (issue.origin) {
    case "string":
      return `${bound}_length`;
    case "array":
    case "set":
      return `${bound}_items`;
    case "object":
    case "record":
      return `${bound}_properties`;
    default:
      return issue.inclusive === false ? `exclusive_${bound}imum` : `${bound}imum`;
  }
}

/**
 * The first issue of the branch that the value comes closest to; null where the value is of none of
 * the branches' types.
 */
function closestBranch(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue | null {
  const branches = issue.errors
    .filter((branch) => branch.every((inner) => !isWrongType(inner)))
    .sort((a, b) => a.length - b.length);
  return branches[0]?.[0] ?? null;
}

function isWrongType(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0 && issue.code === "invalid_type";
}

/** The last name of the path, as a part of an error code. */
function codeOf(path: readonly PropertyKey[]): string {
  const name = path.findLast((segment) => typeof segment === "string") ?? "arguments";
  return shorten(String(name), 60).replaceAll(/[^A-Za-z0-9_]/g, "_");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, segment) => {
    const selectable = isObject(inner) || Array.isArray(inner);
    return selectable && Object.hasOwn(inner, segment) ? Reflect.get(inner, segment) : undefined;
  }, value);
}
