/**
 * The only maker of code. Everything emitted is built here and printed once:
 *
 *     print(call(name("failure"), [object({ error: literal("not_found"), id: name("id") })]), { indent: 4 })
 *
 * - Builders take names and plain values and return syntax (syntax.ts): expressions (`name`,
 *   `member`, `index`, `call`, `array`, `object`, `arrow`, `template`, `binary`, `not`, `negate`,
 *   `conditional`, `awaiting`, `spread`, `asConst`, `satisfies`, `regex`, `literal` for JSON),
 *   statements (`constant`, `returning`, `throwing`, `iff`, `run`, `functionOf`, `importOf`,
 *   `typeAlias`, `interfaceOf`, `comment`, `blank`) and types (`reference`, `literalType`, `union`,
 *   `intersection`, `listOf`, `objectType`, `typeOf`). The last two groups are in statements.ts.
 * - A name must be an identifier, or the builder throws: that is a bug of ours, not a mistake of the
 *   user's. Everything else, text above all, may be any text whatever.
 * - `print` and `printStatements` lay out as Biome 2.6 does (100 columns) and return
 *   `Code`, which Handlebars writes as it is. `indent` is how deep the lines after the first go,
 *   `column` what already stands on the first one, `after` what will follow on the last.
 */
import type { JsonValue } from "../model/json.js";
import type { Doc } from "./document.js";
import { layoutExpression, layoutLineComment } from "./layout.js";
import { nowhere, type Path } from "./layout-path.js";
import { layoutStatements } from "./layout-statement.js";
import { isIdentifierName } from "./literal.js";
import { printDoc } from "./print.js";
import type {
  BinaryOperator,
  TsArrow,
  TsExpression,
  TsObjectMember,
  TsParameter,
  TsPattern,
  TsStatement,
  TsType,
} from "./syntax.js";

/** Text that is code: Handlebars prints it unescaped, and nothing else. */
export class Code {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** For this file alone. */
  static of(text: string): Code {
    return new Code(text);
  }

  toHTML(): string {
    return this.#text;
  }

  toString(): string {
    return this.#text;
  }
}

const WIDTH = 100;

export interface Place {
  readonly indent?: number;
  readonly column?: number;
  readonly after?: string;
}

export function print(expression: TsExpression, place: Place = {}): Code {
  return printAt((path) => layoutExpression(expression, path), place);
}

/** Statements, one a line; `blank` leaves a line empty. */
export function printStatements(statements: readonly TsStatement[], place: Place = {}): Code {
  return printAt((path) => layoutStatements(statements, path), place);
}

/** `// …`, a line each. */
export function printLineComment(text: string, place: Place = {}): Code {
  return printAt(() => layoutLineComment(text), place);
}

/** An identifier, as it is. */
export function printName(text: string): Code {
  return Code.of(identifier(text));
}

/**
 * The formatter keeps an object that was written on several lines that way, so one that had to be
 * broken counts as expanded when the rest is laid out around it: again, until nothing moves.
 */
function printAt(layout: (path: Path) => Doc, place: Place): Code {
  const indent = place.indent ?? 0;
  const after = place.after ?? "";
  const options = { width: WIDTH, indent, column: place.column ?? indent };
  let expanded: ReadonlySet<object> = new Set();
  for (;;) {
    const printed = printDoc([layout({ ...nowhere, expanded }), after], options);
    const settled = [...printed.broken].every((tag) => expanded.has(tag));
    if (settled || printed.broken.size === 0) {
      return Code.of(printed.text.slice(0, printed.text.length - after.length));
    }
    expanded = new Set([...expanded, ...printed.broken]);
  }
}

// Expressions

/** A name that TypeScript takes for a variable. */
export function isIdentifier(text: string): boolean {
  return isIdentifierName(text) && !reserved.has(text);
}

function identifier(text: string): string {
  if (!isIdentifier(text)) {
    throw new Error(`${JSON.stringify(text)} is no identifier: this is a bug in mcpgen`);
  }
  return text;
}

const reserved = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval " +
    "export extends false finally for function if implements import in instanceof interface let new " +
    "null package private protected public return static super switch this throw true try typeof var " +
    "void while with yield"
  ).split(" "),
);

/** A variable, or what hangs on one (`fn.label`, `z.string`): every part an identifier. */
export function name(path: string): TsExpression {
  const [head = "", ...others] = path.split(".");
  return others.reduce<TsExpression>((of, part) => member(of, part), {
    kind: "identifier",
    name: identifier(head),
  });
}

export const undefinedValue: TsExpression = { kind: "identifier", name: "undefined" };

/** `of.property`, or `of["odd property"]`; `optional` is for `?.`. */
export function member(of: TsExpression, property: string, optional = false): TsExpression {
  return isIdentifierName(property)
    ? { kind: "member", of, name: property, optional }
    : { kind: "index", of, index: literal(property), optional };
}

export function index(of: TsExpression, at: TsExpression, optional = false): TsExpression {
  return { kind: "index", of, index: at, optional };
}

export function call(callee: TsExpression, args: readonly TsExpression[]): TsExpression {
  return { kind: "call", callee, args };
}

export function array(items: readonly TsExpression[]): TsExpression {
  return { kind: "array", items };
}

/** Members in order; `expanded` puts one on each line even where one line would do. */
export function object(
  members: readonly TsObjectMember[] | Readonly<Record<string, TsExpression>>,
  options: { readonly expanded?: boolean } = {},
): TsExpression {
  const list = isMemberList(members)
    ? members
    : Object.entries(members).map(([key, value]) => property(key, value));
  return { kind: "object", members: list, expanded: options.expanded ?? false };
}

function isMemberList(
  members: readonly TsObjectMember[] | Readonly<Record<string, TsExpression>>,
): members is readonly TsObjectMember[] {
  return Array.isArray(members);
}

/** `name: value`; a comment stands on lines above it. */
export function property(name: string, value: TsExpression, comment = ""): TsObjectMember {
  return { kind: "property", name, value, comment };
}

export function method(
  name: string,
  parameters: readonly TsParameter[],
  body: readonly TsStatement[],
  options: { readonly async?: boolean } = {},
): TsObjectMember {
  return { kind: "method", name, parameters, body, async: options.async ?? false };
}

export function spread(of: TsExpression): TsExpression {
  return { kind: "spread", of };
}

/** `...of`, in an object. */
export function spreadMember(of: TsExpression): TsObjectMember {
  return { kind: "spread", of };
}

export function arrow(
  parameters: readonly (string | TsParameter)[],
  body: TsExpression | readonly TsStatement[],
  options: { readonly async?: boolean } = {},
): TsArrow {
  const list = parameters.map((each) => (typeof each === "string" ? parameter(each) : each));
  return { kind: "arrow", parameters: list, body, async: options.async ?? false };
}

export function parameter(pattern: string | TsPattern, type: TsType | null = null): TsParameter {
  return { pattern: typeof pattern === "string" ? variable(pattern) : pattern, type };
}

export function variable(text: string): TsPattern {
  return { kind: "identifier", name: identifier(text) };
}

/** `{ a, b: local }` */
export function objectPattern(
  members: readonly (string | { readonly name: string; readonly local: string })[],
): TsPattern {
  return {
    kind: "object-pattern",
    members: members.map((each) => {
      const { name, local } = typeof each === "string" ? { name: each, local: each } : each;
      return { name, local: identifier(local) };
    }),
  };
}

export function arrayPattern(items: readonly string[]): TsPattern {
  return { kind: "array-pattern", items: items.map(identifier) };
}

/** Literal text and expressions; one without expressions is a string. */
export function template(parts: readonly (string | TsExpression)[]): TsExpression {
  const joined: (string | TsExpression)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") {
      joined[joined.length - 1] = last + part;
    } else if (part !== "") {
      joined.push(part);
    }
  }
  const [only] = joined;
  return joined.length <= 1 && (only === undefined || typeof only === "string")
    ? literal(only ?? "")
    : { kind: "template", parts: joined };
}

/** `a && (b && c)` is written `a && b && c`, which means the same. */
export function binary(
  left: TsExpression,
  operator: BinaryOperator,
  right: TsExpression,
): TsExpression {
  const logical = operator === "&&" || operator === "||" || operator === "??";
  if (logical && right.kind === "binary" && right.operator === operator) {
    return binary(binary(left, operator, right.left), operator, right.right);
  }
  return { kind: "binary", operator, left, right };
}

export function not(of: TsExpression): TsExpression {
  return { kind: "unary", operator: "!", of };
}

export function negate(of: TsExpression): TsExpression {
  return { kind: "unary", operator: "-", of };
}

export function conditional(
  test: TsExpression,
  consequent: TsExpression,
  alternate: TsExpression,
): TsExpression {
  return { kind: "conditional", test, consequent, alternate };
}

export function awaiting(of: TsExpression): TsExpression {
  return { kind: "await", of };
}

export function asConst(of: TsExpression): TsExpression {
  return { kind: "as-const", of };
}

export function satisfies(of: TsExpression, type: TsType): TsExpression {
  return { kind: "satisfies", of, type };
}

/** `/pattern/flags`. Throws where `RegExp` would. */
export function regex(pattern: string, flags = ""): TsExpression {
  return { kind: "regex", pattern: new RegExp(pattern, flags).source, flags };
}

/** The literal of a JSON value. */
export function literal(value: JsonValue): TsExpression {
  if (value === null || typeof value === "boolean") {
    return { kind: "constant", value: value === null ? "null" : value ? "true" : "false" };
  }
  if (typeof value === "string") {
    return { kind: "string", value };
  }
  if (typeof value === "number") {
    return numberOf(value);
  }
  if (isJsonList(value)) {
    return array(value.map(literal));
  }
  return object(Object.entries(value).map(([key, each]) => property(key, literal(each))));
}

function isJsonList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function numberOf(value: number): TsExpression {
  if (!Number.isFinite(value)) {
    throw new Error(`no literal for ${value}: this is a bug in mcpgen`);
  }
  return value < 0 || Object.is(value, -0)
    ? negate({ kind: "number", value: -value })
    : { kind: "number", value };
}
