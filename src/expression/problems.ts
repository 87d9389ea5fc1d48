import type { Diagnostic, Label } from "../diagnostics/diagnostic.js";
import { listed, nearest } from "../diagnostics/suggest.js";
import type { Span } from "../source/source-file.js";

export { expressionCodes } from "./codes.js";

// Names

/** Names that may have been meant, and where each is declared. */
export interface Candidates {
  readonly names: readonly string[];
  placeOf(name: string): Span | null;
}

function placeless(names: readonly string[]): Candidates {
  return { names, placeOf: () => null };
}

export function unknownName(name: string, candidates: Candidates, span: Span): Diagnostic {
  return suggest(
    "expression/unknown-name",
    `nothing is called "${name}" here`,
    { span, text: "not in scope" },
    name,
    candidates,
    candidates.names.length === 0
      ? "there are no names here"
      : `names here: ${listed(candidates.names)}`,
  );
}

export function unknownField(
  object: string,
  field: string,
  candidates: Candidates,
  span: Span,
): Diagnostic {
  return suggest(
    "expression/unknown-field",
    `${object} has no field "${field}"`,
    { span, text: `not in ${object}` },
    field,
    candidates,
    candidates.names.length > 0 ? `fields: ${listed(candidates.names)}` : null,
  );
}

export function unknownFunction(name: string, known: readonly string[], span: Span): Diagnostic {
  return suggest(
    "expression/unknown-function",
    `there is no function "${name}"`,
    { span, text: "" },
    otherWord(name, known),
    placeless(known),
    null,
  );
}

/** What functions are called elsewhere. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ["count", "size"],
  ["float", "double"],
  ["includes", "contains"],
  ["len", "size"],
  ["length", "size"],
  ["lower", "lowerAscii"],
  ["number", "double"],
  ["parseInt", "int"],
  ["toLowerCase", "lowerAscii"],
  ["toString", "string"],
  ["toUpperCase", "upperAscii"],
  ["upper", "upperAscii"],
]);

/** The function's name here, where its name elsewhere was written; else what was written. */
function otherWord(name: string, known: readonly string[]): string {
  const own = otherWords.get(name);
  return own !== undefined && known.includes(own) ? own : name;
}

export function unknownMethod(
  name: string,
  of: string,
  known: readonly string[],
  span: Span,
): Diagnostic {
  return suggest(
    "expression/unknown-function",
    `${of} has no function "${name}"`,
    { span, text: "" },
    otherWord(name, known),
    placeless(known),
    null,
  );
}

export function nowNotHere(span: Span): Diagnostic {
  return problem(
    "expression/now-not-here",
    "`now()` may stand in `that` and `when` alone",
    span,
    "",
    ["a value made from the clock would differ each time that it is asked for"],
  );
}

// Types

export function fieldOfList(field: string, list: string, span: Span): Diagnostic {
  return problem(
    "expression/field-of-list",
    `${list} is a list, and has no field "${field}"`,
    span,
    "a field of its elements, perhaps",
    [
      ...(sizeWords.has(field) ? [`how many there are is size(${list})`] : []),
      `take it of every element with .map(item, item.${field}), or of one: [0].${field}`,
    ],
  );
}

export function fieldOfScalar(field: string, kind: string, span: Span): Diagnostic {
  const isSize = sizeWords.has(field) && kind.includes("string");
  const help = isSize ? ["how many characters it has is size(…)"] : [];
  return problem("expression/field-of-value", `${kind} has no field "${field}"`, span, "", help);
}

/** Fields that lists and texts have in other languages. */
const sizeWords: ReadonlySet<string> = new Set(["count", "length", "size"]);

export function notIndexable(kind: string, span: Span): Diagnostic {
  return problem(
    "expression/not-indexable",
    `${kind} has no elements`,
    span,
    "only a list or a map is indexed",
  );
}

export function wrongIndex(wanted: string, kind: string, span: Span): Diagnostic {
  return problem(
    "expression/not-indexable",
    `an index here is ${wanted}, and this is ${kind}`,
    span,
    "",
  );
}

export function incomparable(left: string, right: string, span: Span): Diagnostic {
  return problem(
    "expression/incomparable",
    `${left} and ${right} cannot be compared`,
    span,
    "never equal",
  );
}

export function incomparableBranches(one: string, other: string, span: Span): Diagnostic {
  return problem(
    "expression/incomparable",
    `one branch is ${one}, the other ${other}`,
    span,
    "both have to be of one kind",
  );
}

export function unordered(left: string, right: string, span: Span): Diagnostic {
  return problem(
    "expression/incomparable",
    `${left} and ${right} have no order between them`,
    span,
    "",
  );
}

export function notInEnum(
  of: string,
  value: string,
  values: readonly string[],
  span: Span,
  help = true,
): Diagnostic {
  return suggest(
    "expression/not-in-enum",
    `${of} is never "${value}"`,
    { span, text: "never equal" },
    value,
    placeless(values),
    help ? `values: ${listed(values)}` : null,
  );
}

export function notBoolean(kind: string, span: Span, what: string): Diagnostic {
  return problem(
    "expression/not-boolean",
    `${what} has to be true or false, and this is ${kind}`,
    span,
    "",
    ["compare it with something"],
  );
}

export function noOperator(
  operator: string,
  kinds: string,
  span: Span,
  help: readonly string[] = [],
): Diagnostic {
  return problem(
    "expression/no-operator",
    `"${operator}" does not work on ${kinds}`,
    span,
    "",
    help,
  );
}

export function mayBeNull(what: string, use: string, span: Span): Diagnostic {
  return problem(
    "expression/may-be-null",
    `${what} may be null, and ${use} needs a value`,
    span,
    "may be null",
    [
      "give a fallback with coalesce(…, …), or rule null out before with `require`, `when`, has() or != null",
    ],
  );
}

export function wrongArgument(
  name: string,
  wanted: string,
  kind: string,
  span: Span,
  help: readonly string[] = [],
): Diagnostic {
  return problem(
    "expression/wrong-arguments",
    `${name} takes ${wanted} here, and this is ${kind}`,
    span,
    "",
    name === "money()" && wanted === "an integer" ? [wholeUnits] : help,
  );
}

const wholeUnits =
  "money() takes minor units (1999); an amount such as 19.99 is written decimalMoney(amount, currency)";

/** `money(int(amount * 100), currency)` */
export function cutAmount(words: string, span: Span): Diagnostic {
  return {
    ...problem(
      "expression/cut-amount",
      `${words} cuts off what is behind the point, and so may be a minor unit too little`,
      span,
      "",
      [
        "19.99 * 100 is 1998.9999999999998; write decimalMoney(amount, currency) for an amount such as 19.99",
      ],
    ),
    severity: "warning",
  };
}

export function wrongCount(name: string, wanted: string, given: number, span: Span): Diagnostic {
  return problem(
    "expression/wrong-arguments",
    `${name} takes ${wanted}, and ${given} ${given === 1 ? "is" : "are"} given`,
    span,
    "",
  );
}

export function badPattern(pattern: string, why: string, span: Span): Diagnostic {
  return problem(
    "expression/bad-pattern",
    `"${shorten(pattern)}" is no regular expression: ${why}`,
    span,
    "",
    ["patterns are RE2's: no look-around and no references back"],
  );
}

export function badConstant(message: string, span: Span): Diagnostic {
  return problem("expression/always-fails", message, span, "always fails");
}

export function keyTwice(key: string, span: Span): Diagnostic {
  return problem("expression/always-fails", `the key ${key} is given twice`, span, "");
}

function suggest(
  code: Diagnostic["code"],
  message: string,
  label: Label,
  given: string,
  candidates: Candidates,
  otherwise: string | null,
): Diagnostic {
  const near = nearest(given, candidates.names);
  const place = near === null ? null : candidates.placeOf(near);
  const declared: readonly Label[] =
    place === null ? [] : [{ span: place, text: "a similar name is declared here" }];
  const help = near === null ? listOf(otherwise) : [`did you mean "${near}"?`];
  return { code, severity: "error", message, labels: [label, ...declared], help };
}

export function problem(
  code: Diagnostic["code"],
  message: string,
  span: Span,
  label: string,
  help: readonly string[] = [],
): Diagnostic {
  return { code, severity: "error", message, labels: [{ span, text: label }], help };
}

export function listOf(help: string | null | undefined): readonly string[] {
  return help === null || help === undefined ? [] : [help];
}

export function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
