import type { Operation, Parameter } from "../openapi/api.js";
import { type ExactValue, parseExactJson } from "../openapi/exact-integers.js";
import type { RequestProblem } from "./mock.js";
import { type Nested, problemsOf, type Readings, type ReadValue, readValue } from "./read-value.js";
import {
  cookiesOf,
  decoded,
  decodedForm,
  isJson,
  type Pairs,
  pairsOf,
  pointerOf,
  type RawRequest,
} from "./request.js";

/** By location and name. */
export type ParameterValues = Readonly<
  Record<Parameter["location"], Readonly<Record<string, ExactValue>>>
>;

export interface ReadParameters {
  readonly values: ParameterValues;
  readonly problems: readonly RequestProblem[];
}

/**
 * The parameters of a request, and everything that the description does not allow in them. A query
 * parameter that it does not name is not allowed either, but for `keys`: those of API keys.
 */
export function readParameters(
  operation: Operation,
  request: RawRequest,
  path: Readonly<Record<string, string>>,
  keys: ReadonlySet<string>,
): ReadParameters {
  const query = pairsOf(request.query);
  const values = { path: entries(), query: entries(), header: entries(), cookie: entries() };
  const problems: RequestProblem[] = [];
  for (const parameter of operation.parameters) {
    const at = pointerOf([parameter.location, parameter.name]);
    const read = readParameter(parameter, { ...request, path, pairs: query }, at);
    if (read !== null) {
      values[parameter.location].push([parameter.name, read.value]);
      problems.push(...read.problems);
    } else if (parameter.required) {
      problems.push({ at, why: "is required" });
    }
  }
  problems.push(...unknownParameters(operation, query, keys));
  return {
    values: {
      path: Object.fromEntries(values.path),
      query: Object.fromEntries(values.query),
      header: Object.fromEntries(values.header),
      cookie: Object.fromEntries(values.cookie),
    },
    problems,
  };
}

const entries = (): [string, ExactValue][] => [];

interface Given {
  readonly path: Readonly<Record<string, string>>;
  readonly pairs: Pairs;
  readonly headers: RawRequest["headers"];
}

/** Null for one that was not given. */
function readParameter(parameter: Parameter, given: Given, at: string): ReadValue | null {
  const readings = readingsOf(parameter, given);
  if (readings === null) {
    return null;
  }
  const { text } = readings;
  if (parameter.mediaType !== null && isJson(parameter.mediaType) && text !== null) {
    const value = parsed(text);
    return value === undefined
      ? { value: text, problems: [{ at, why: "must be JSON" }] }
      : readJson(value, parameter, at);
  }
  return readValue(readings, parameter.schema, at);
}

function readJson(value: ExactValue, { schema }: Parameter, at: string): ReadValue {
  return { value, problems: problemsOf(schema.toSchema(), value, at) };
}

/** Null for a parameter that was not given. Source: OpenAPI 3.1.1, section 4.8.12.4 (Style Values). */
function readingsOf(parameter: Parameter, given: Given): Readings | null {
  const { location, name } = parameter;
  switch (location) {
    case "path": {
      const text = Object.hasOwn(given.path, name) ? given.path[name] : undefined;
      return text === undefined ? null : pathReadings(text, parameter);
    }
    case "header": {
      const text = given.headers[name.toLowerCase()];
      return text === undefined
        ? null
        : simpleReadings(text, parameter.explode, rawSeparators[parameter.style] ?? ",", (each) =>
            each.trim(),
          );
    }
    case "cookie":
      return pairReadings(cookiesOf(given.headers), parameter, decoded);
    case "query":
      return pairReadings(given.pairs, parameter, decodedForm);
    default:
      return location satisfies never;
  }
}

function pathReadings(text: string, { name, style, explode }: Parameter): Readings {
  if (style === "label") {
    return simpleReadings(text.replace(/^\./, ""), explode, explode ? "." : ",", decoded);
  }
  if (style === "matrix") {
    const parts = text.replace(/^;/, "").split(";");
    const own = parts.map((part) =>
      part.startsWith(`${name}=`) ? part.slice(name.length + 1) : part,
    );
    return explode
      ? { ...simpleReadings(own.join(";"), true, ";", decoded), text: decoded(own[0] ?? "") }
      : simpleReadings(own.join(";"), false, ",", decoded);
  }
  return simpleReadings(text, explode, separators[style] ?? ",", decoded);
}

function simpleReadings(
  text: string,
  explode: boolean,
  separator: string | RegExp,
  decode: (text: string) => string,
): Readings {
  const parts = text.split(separator);
  return {
    text: decode(text),
    list: parts.map(decode),
    object: explode ? objectOf(parts.flatMap(pairsOf), decode) : alternating(parts, decode),
  };
}

/** `R,100,G,200` */
function alternating(parts: readonly string[], decode: (text: string) => string): Nested | null {
  if (parts.length % 2 !== 0) {
    return null;
  }
  const pairs = parts.flatMap(
    (part, index): Pairs => (index % 2 === 0 ? [[part, parts[index + 1] ?? ""]] : []),
  );
  return objectOf(pairs, decode);
}

function objectOf(pairs: Pairs, decode: (text: string) => string): Nested {
  return Object.fromEntries(pairs.map(([name, value]) => [decode(name), decode(value)]));
}

export function pairReadings(
  pairs: Pairs,
  parameter: Pick<Parameter, "name" | "style" | "explode" | "schema">,
  decode: (text: string) => string,
): Readings | null {
  const { name, style, explode, schema } = parameter;
  if (style === "deepObject") {
    return deepReadings(pairs, name, decode);
  }
  const own = pairs.filter(([key]) => decode(key) === name).map(([, value]) => value);
  const [first] = own;
  if (first === undefined) {
    return explode && schema.types?.includes("object") === true
      ? explodedObject(pairs, schema, decode)
      : null;
  }
  if (explode) {
    return { text: own.length === 1 ? decode(first) : null, list: own.map(decode), object: null };
  }
  const parts = first.split(separators[style] ?? /,/).map(decode);
  return { text: decode(first), list: parts, object: alternating(parts, (text) => text) };
}

const separators: { readonly [style in Parameter["style"]]?: RegExp } = {
  form: /,|%2C/i,
  spaceDelimited: /%20|\+| /,
  pipeDelimited: /\||%7C/i,
};

/** In a header nothing is escaped. */
const rawSeparators: typeof separators = { spaceDelimited: / /, pipeDelimited: /\|/ };

/** An object in a query of its own right: its members are the pairs. */
function explodedObject(
  pairs: Pairs,
  schema: Parameter["schema"],
  decode: (text: string) => string,
): Readings | null {
  const properties = schema.properties();
  const own = pairs.filter(([key]) => properties.has(decode(key)) || schema.additional() !== false);
  return own.length === 0 ? null : { text: null, list: null, object: objectOf(own, decode) };
}

/** `filter[status]=open`, `filter[due][from]=…`, `filter[ids][]=1` */
function deepReadings(
  pairs: Pairs,
  name: string,
  decode: (text: string) => string,
): Readings | null {
  const root: Tree = new Map();
  for (const [key, value] of pairs) {
    const written = decode(key);
    if (written.startsWith(`${name}[`) && written.endsWith("]")) {
      place(root, written.slice(name.length + 1, -1).split("]["), decode(value));
    }
  }
  return root.size === 0 ? null : { text: null, list: null, object: nestedOf(root) };
}

type Tree = Map<string, string | Tree>;

function place(root: Tree, keys: readonly string[], value: string): void {
  let at = root;
  for (const [index, key] of keys.slice(0, deepestKeys).entries()) {
    const name = key === "" ? String(at.size) : key;
    if (index === keys.length - 1) {
      at.set(name, value);
      return;
    }
    const next = at.get(name);
    const below: Tree = next instanceof Map ? next : new Map();
    at.set(name, below);
    at = below;
  }
}

const deepestKeys = 20;

function nestedOf(tree: Tree): Nested {
  return Object.fromEntries(
    [...tree].map(([name, value]) => [name, value instanceof Map ? nestedOf(value) : value]),
  );
}

function unknownParameters(
  operation: Operation,
  query: Pairs,
  keys: ReadonlySet<string>,
): readonly RequestProblem[] {
  const inQuery = operation.parameters.filter(({ location }) => location === "query");
  const isKnown = (name: string) =>
    keys.has(name) ||
    inQuery.some(
      (parameter) =>
        parameter.name === name ||
        (parameter.style === "deepObject" && name.startsWith(`${parameter.name}[`)) ||
        (parameter.style === "form" && parameter.explode && isMember(name, parameter)),
    );
  return [...new Set(query.map(([name]) => decodedForm(name)))]
    .filter((name) => !isKnown(name))
    .slice(0, 20)
    .map((name) => ({
      at: pointerOf(["query", name.slice(0, 200)]),
      why: "is no parameter of this operation",
    }));
}

function isMember(name: string, { schema }: Parameter): boolean {
  return (
    schema.types?.includes("object") === true &&
    (schema.properties().has(name) || schema.additional() !== false)
  );
}

function parsed(text: string): ExactValue | undefined {
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}
