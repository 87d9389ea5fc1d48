import type { JsonValue } from "../model/json.js";
import type { JsonType, SchemaOrBoolean } from "../model/schema.js";
import type { SchemaNode } from "../openapi/api.js";
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
  readonly value: JsonValue;
  readonly problems: readonly RequestProblem[];
}

/** The first reading that the schema allows; else what is wrong with the likeliest. */
export function readValue(readings: Readings, node: SchemaNode, at: string): ReadValue {
  const values = [...candidates(readings, node)];
  const schema = node.toSchema();
  let first: ReadValue | null = null;
  for (const value of values) {
    const problems = problemsOf(schema, value, at);
    if (problems.length === 0) {
      return { value, problems };
    }
    first ??= { value, problems };
  }
  return first ?? { value: null, problems: [] };
}

/** What the schema does not allow in a value of a request. */
export function problemsOf(
  schema: SchemaOrBoolean,
  value: JsonValue,
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

/** Readings in the order in which the schema's types make them likely. */
function* candidates(readings: Readings, node: SchemaNode): Generator<JsonValue> {
  const { text, list, object } = readings;
  const types = node.types;
  const has = (type: JsonType) => types === null || types.includes(type);
  if (object !== null && has("object")) {
    yield membersOf(object, node);
  }
  if (list !== null && has("array")) {
    const items = node.items();
    yield list.map((item) => (items === null ? item : scalarFor(item, items)));
  }
  if (text !== null) {
    yield* scalars(text, types);
  }
  if (list !== null && text === null) {
    yield list;
  }
}

/** A text as the number or boolean that it spells where the schema wants one, and as itself. */
function* scalars(text: string, types: readonly JsonType[] | null): Generator<JsonValue> {
  const wants = (type: JsonType) => types === null || types.includes(type);
  if ((wants("integer") || wants("number")) && isNumeric(text)) {
    yield Number(text);
  }
  if (wants("boolean") && (text === "true" || text === "false")) {
    yield text === "true";
  }
  yield text;
}

const isNumeric = (text: string): boolean =>
  /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text);

function scalarFor(text: string, node: SchemaNode): JsonValue {
  const schema = node.toSchema();
  const values = [...scalars(text, node.types)];
  return values.find((value) => problemsOf(schema, value, "").length === 0) ?? values[0] ?? text;
}

function membersOf(object: Nested, node: SchemaNode): JsonValue {
  const properties = node.properties();
  const additional = node.additional();
  return Object.fromEntries(
    Object.entries(object).map(([name, given]) => {
      const schema = properties.get(name)?.schema ?? (additional === true ? null : additional);
      return [name, schema === null || schema === false ? given : memberFor(given, schema)];
    }),
  );
}

function memberFor(given: string | Nested, node: SchemaNode): JsonValue {
  if (typeof given === "string") {
    return scalarFor(given, node);
  }
  const names = Object.keys(given);
  const isList =
    names.every((name) => /^[0-9]*$/.test(name)) && node.types?.includes("array") === true;
  const items = isList ? node.items() : null;
  return isList
    ? Object.values(given).map((item) =>
        items === null ? (item as JsonValue) : memberFor(item, items),
      )
    : membersOf(given, node);
}
