import { Collector } from "../../src/diagnostics/collector.js";
import { name, print } from "../../src/emit/code.js";
import { expressionCode } from "../../src/emit/expression-code.js";
import { Imports } from "../../src/emit/imports.js";
import { type Facts, infer, noFacts, type Typed } from "../../src/expression/infer.js";
import { parseExpression } from "../../src/expression/parse.js";
import { type Binding, type Scope, scopeOf } from "../../src/expression/scope.js";
import type { Absence, Field, Type } from "../../src/expression/type.js";
import * as types from "../../src/expression/types.js";
import type { FunctionDeclaration } from "../../src/model/server.js";
import type { SourceText } from "../../src/source/source-text.js";

/**
 * Types as the tests write them: "string", "int?" (null or there), "int??" (undefined or there),
 * ["string"] for a list, { … } for an object, "a|b" for an enum.
 */
export type Notation = string | readonly [Notation] | { readonly [field: string]: Notation };

const named: Readonly<Record<string, Type["core"]>> = {
  boolean: types.boolean,
  double: types.double,
  int: types.int,
  int64: types.int64,
  json: types.anything,
  string: types.string,
  map: { kind: "map", value: types.present(types.int) },
};

export function typeOf(notation: Notation, label = "object"): Type {
  if (typeof notation === "string") {
    const word = notation.replace(/\?+$/, "");
    const marks = notation.length - word.length;
    const absence: Absence = marks === 0 ? "never" : marks === 1 ? "null" : "undefined";
    const core = named[word] ?? { kind: "string", values: word.split("|") };
    return { core, absence };
  }
  if (isList(notation)) {
    return types.present(types.listOf(typeOf(notation[0], "element")));
  }
  const nullable = notation["?"] !== undefined;
  const fields = new Map<string, Field>(
    Object.entries(notation)
      .filter(([field]) => field !== "?")
      .map(([field, of]) => [field, { type: typeOf(of, field), declaredAt: null }]),
  );
  return {
    core: {
      kind: "object",
      name: label,
      fieldNames: () => [...fields.keys()],
      field: (field) => fields.get(field) ?? null,
    },
    absence: nullable ? "null" : "never",
  };
}

function isList(notation: Notation): notation is readonly [Notation] {
  return Array.isArray(notation);
}

export function scope(names: Readonly<Record<string, Notation>>): Scope {
  const bindings = Object.entries(names).map(([each, notation]): [string, Binding] => [
    each,
    { type: typeOf(notation, each), expression: { kind: "name", name: each }, answer: true },
  ]);
  return scopeOf(new Map(bindings));
}

export function source(text: string): SourceText {
  const file = { path: "tool-map.yaml", text };
  return { text, span: { file, start: 0, end: text.length }, offsets: 0 };
}

export interface Compiled {
  readonly typed: Typed | null;
  /** The emitted TypeScript; empty after a mistake. */
  readonly code: string;
  /** `code: message [what the label points at] help`, one for each mistake. */
  readonly problems: readonly string[];
}

/** The TypeScript of a notation. */
export function typeText(notation: Notation): string {
  if (typeof notation === "string") {
    const word = notation.replace(/\?+$/, "");
    const absent = ["", " | null", " | undefined"][notation.length - word.length] ?? "";
    const text =
      texts[word] ??
      (word.includes("|")
        ? word
            .split("|")
            .map((each) => `"${each}"`)
            .join(" | ")
        : word);
    return text + absent;
  }
  if (isList(notation)) {
    return `(${typeText(notation[0])})[]`;
  }
  const fields = Object.entries(notation).filter(([field]) => field !== "?");
  const members = fields.map(([field, of]) => `${JSON.stringify(field)}: ${typeText(of)}`);
  return `{ ${members.join("; ")} }${notation["?"] === undefined ? "" : " | null"}`;
}

const texts: Readonly<Record<string, string>> = {
  boolean: "boolean",
  double: "number",
  int: "number",
  int64: "number | string",
  json: "JsonValue",
  map: "Record<string, number>",
  string: "string",
};

interface Options {
  readonly known?: Facts;
  readonly guard?: boolean;
  readonly functions?: readonly FunctionDeclaration[];
}

export function compile(text: string, names: Scope, options: Options = {}): Compiled {
  const collector = new Collector();
  const tree = parseExpression(source(text), collector);
  const inferOptions = {
    functions: options.functions ?? [],
    known: options.known ?? noFacts,
    guard: options.guard ?? false,
  };
  const typed = tree === null ? null : infer(tree, names, inferOptions, collector);
  const imports = new Imports("./runtime");
  const view = { imports, name, field: () => null, taken: new Set<string>() };
  const code = typed === null ? "" : String(print(expressionCode(typed.expression, view)));
  const problems = collector.sorted().map((found) => {
    const [label] = found.labels;
    const at = label === undefined ? "" : text.slice(label.span.start, label.span.end);
    return [`${found.code}: ${found.message} [${at}]`, ...found.help].join(" ");
  });
  return { typed, code, problems };
}
