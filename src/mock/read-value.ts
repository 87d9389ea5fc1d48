import type { JsonType, SchemaOrBoolean } from "../model/schema.js";
import type { SchemaNode } from "../openapi/api.js";
import type { ExactValue } from "../openapi/exact-integers.js";
import { largeInteger } from "./exact.js";
import type { RequestProblem } from "./mock.js";
import { pointerOf } from "./request.js";
import { checksOf } from "./value/generate.js";

/** What texts of a request may mean, and which schema says so. */
export interface Readings {
  readonly text: string | null;
  readonly list: readonly string[] | null;
  readonly object: { readonly [name: string]: string | Nested } | null;
}

/** What `filter[due][from]=…` spells. */
export interface Nested {
  readonly [name: string]: string | Nested;
}

export interface ReadValue {
  readonly value: ExactValue;
  readonly problems: readonly RequestProblem[];
}

/** The first reading that the schema allows; else what is wrong with the likeliest. */
export function readValue(readings: Readings, node: SchemaNode, at: string): ReadValue {
  const schema = node.toSchema();
  let first: ReadValue | null = null;
  for (const value of candidates(readings, node, 0)) {
    const problems = problemsOf(schema, value, at);
    if (problems.length === 0) {
      return { value, problems };
    }
    first ??= { value, problems };
  }
  return first ?? { value: null, problems: [{ at, why: "cannot be read" }] };
}

/** What the schema does not allow in a value of a request. */
export function problemsOf(
  schema: SchemaOrBoolean,
  value: ExactValue,
  at: string,
): readonly RequestProblem[] {
  const root = typeof schema === "boolean" ? { allOf: [schema] } : schema;
  const findings = checksOf(root, "request").findings(root, value);
  return findings.slice(0, mostProblems).map(({ path, message }) => ({
    at: `${at}${pointerOf(path)}`,
    why: message.slice(0, longestWhy),
  }));
}

const mostProblems = 50;
const longestWhy = 500;

/** Levels of alternatives in alternatives, and of members in members. */
const deepest = 12;

/** Readings in the order in which the schema's types make them likely. */
function* candidates(readings: Readings, node: SchemaNode, depth: number): Generator<ExactValue> {
  const { text, list, object } = readings;
  const { types } = node;
  const has = (type: JsonType) => types === null || types.includes(type);
  if (list !== null && has("array")) {
    const items = node.items();
    yield list.map((item) => (items === null ? item : valueFor(item, items, depth)));
  }
  if (depth < deepest) {
    for (const variant of node.variants()?.schemas ?? []) {
      yield* candidates(readings, variant, depth + 1);
    }
    if (object !== null && list === null && has("array")) {
      yield* elementsOf(object, node, depth);
    }
    if (object !== null && has("object")) {
      yield membersOf(object, node, depth);
    }
  }
  if (text !== null) {
    yield* scalars(text, types);
  }
  if (list !== null && text === null) {
    yield list;
  }
}

/** A text as the number or boolean that it spells where the schema wants one, and as itself. */
function* scalars(text: string, types: readonly JsonType[] | null): Generator<ExactValue> {
  const wants = (type: JsonType) => types === null || types.includes(type);
  if ((wants("integer") || wants("number")) && isNumeric(text)) {
    yield largeInteger(text) ?? Number(text);
  }
  if (wants("boolean") && (text === "true" || text === "false")) {
    yield text === "true";
  }
  yield text;
}

const isNumeric = (text: string): boolean =>
  /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text);

/** What a member or an element spells, by its own schema. */
function valueFor(given: string | Nested, node: SchemaNode, depth: number): ExactValue {
  const readings =
    typeof given === "string"
      ? { text: given, list: null, object: null }
      : { text: null, list: null, object: given };
  const schema = node.toSchema();
  let first: ExactValue | undefined;
  for (const value of candidates(readings, node, depth + 1)) {
    if (problemsOf(schema, value, "").length === 0) {
      return value;
    }
    first ??= value;
  }
  return first ?? plain(given);
}

/** What nobody describes: texts all the way down. */
function plain(given: string | Nested): ExactValue {
  return typeof given === "string"
    ? given
    : Object.fromEntries(Object.entries(given).map(([name, member]) => [name, plain(member)]));
}

/** `ids[]=1&ids[]=2` and `lines[0][sku]=…` are lists. */
function* elementsOf(object: Nested, node: SchemaNode, depth: number): Generator<ExactValue> {
  if (Object.keys(object).every((name) => /^[0-9]+$/.test(name))) {
    const items = node.items();
    yield Object.values(object).map((item) =>
      items === null ? plain(item) : valueFor(item, items, depth),
    );
  }
}

function membersOf(object: Nested, node: SchemaNode, depth: number): ExactValue {
  const properties = node.properties();
  const additional = node.additional();
  return Object.fromEntries(
    Object.entries(object).map(([name, given]) => {
      const schema = properties.get(name)?.schema ?? (additional === true ? null : additional);
      return [
        name,
        schema === null || schema === false ? plain(given) : valueFor(given, schema, depth),
      ];
    }),
  );
}
