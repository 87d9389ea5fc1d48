import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/suggest.js";
import type { JsonValue } from "../model/json.js";
import type { Schema } from "../model/schema.js";
import type { Span, Spanned } from "../source/source-file.js";
import type { Misfit } from "./fits.js";
import type { UsedOperation } from "./operation-table.js";
import type { PlaceName } from "./places.js";
import { at, maybeAt, problem, quote, quoteAll, suggest } from "./problem.js";
import { describeSchema } from "./schema-words.js";

/** `names`: the words that there are, each as it is to be written. */
export function unknownPlace(
  { text, span }: PlaceName,
  used: UsedOperation,
  names: ReadonlyMap<string, string>,
): Diagnostic {
  const word = text.slice(text.lastIndexOf(".") + 1);
  const close = names.get(nearest(word, names.keys()) ?? "");
  return problem(
    "unknown-input",
    `${used.operation.head.key} takes no "${text}"`,
    [at(span)],
    suggest(close ?? word, names.values()),
  );
}

export function ambiguousPlace(
  { text, span }: PlaceName,
  used: UsedOperation,
  candidates: readonly string[],
): Diagnostic {
  return problem(
    "ambiguous-input",
    `"${text}" could be several parts of ${used.operation.head.key}`,
    [at(span)],
    [`name one of ${quoteAll(candidates)}; an input says so with \`to\``],
  );
}

export function unknownVariant(
  operation: string,
  name: Spanned<string>,
  names: readonly string[],
): Diagnostic {
  return problem(
    "unknown-variant",
    names.length === 0
      ? `the body of ${operation} has no variants to choose from`
      : `the body of ${operation} has no variant ${quote(name)}`,
    [at(name.span)],
    names.length === 0 ? ["remove `variant`"] : suggest(name.value, names),
  );
}

export function malformedPlace({ text, span }: PlaceName): Diagnostic {
  return problem(
    "malformed-place",
    `"${text}" is not the name of a part of a request`,
    [at(span)],
    ['write `query.status`, `body.customer.id`, or `query."statuses[]"` for an odd name'],
  );
}

/** `place`: where the value goes; null where that is not known. */
export function hostRefusesName(name: Spanned<string>, place: string | null): Diagnostic {
  const plain = name.value.replaceAll(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "");
  const other = /^[0-9]/.test(plain) ? `_${plain}` : plain;
  return problem(
    "input-name",
    `some hosts refuse the argument name ${quote(name)}`,
    [at(name.span)],
    [
      "use letters, digits and underscores, 64 at most; `to` says where the value goes",
      ...(place === null || plain === "" || other.length > 64
        ? []
        : [`write \`${other}: { to: ${yamlText(place)} }\``]),
    ],
  );
}

/** As it can stand in a flow mapping. */
function yamlText(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_.-]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

export function inheritedName(name: Spanned<string>): Diagnostic {
  return problem(
    "input-name",
    `every object has a member ${quote(name)} of its own: an argument cannot be called so`,
    [at(name.span)],
    ["give it another name; `to` says where the value goes"],
  );
}

export function typeUnknown(name: Spanned<string>): Diagnostic {
  return problem(
    "input-type-unknown",
    `nothing says what ${quote(name)} is`,
    [at(name.span)],
    ["pass it whole to a parameter (`with`), borrow a schema (`like`), or state its `type`"],
  );
}

/** A description that contradicts itself. */
export function impossibleInput(name: Spanned<string>, place: string, declared: Span | null) {
  return problem(
    "impossible-input",
    `no value of ${quote(name)} could go to ${place}`,
    [at(name.span), ...maybeAt(declared, "what is asked for here excludes itself")],
    ["mend the spec, or leave the input out"],
  );
}

export function unusedInput(name: Spanned<string>): Diagnostic {
  return problem(
    "unused-input",
    `nothing uses the input ${quote(name)}`,
    [at(name.span)],
    ["pass it on under `with`, name it in an expression, or remove it"],
    "warning",
  );
}

export function unknownBorrowed(like: Spanned<string>): Diagnostic {
  return problem(
    "malformed-like",
    `${quote(like)} does not name a parameter of an operation`,
    [at(like.span)],
    ["write `like: operationId.parameter`"],
  );
}

export function placeInsideValue(span: Span): Diagnostic {
  return problem(
    "to-with-steps",
    "`to` says which part of a single call an input fills, and this tool has steps",
    [at(span)],
    ["pass the input on under a step's `with`"],
  );
}

export function conflictingPlaces(name: Spanned<string>, first: string, other: string): Diagnostic {
  return problem(
    "conflicting-places",
    `${quote(name)} goes to ${first} and to ${other}, which do not take the same values`,
    [at(name.span)],
    ["make two inputs of it, or pass one of them through an expression"],
  );
}

export function optionalForRequired(required: Spanned<boolean>, place: string): Diagnostic {
  return problem(
    "optional-for-required",
    `${place} has to be there in every call, and this input may be left out`,
    [at(required.span)],
    ["require the input, or give it a default"],
  );
}

export function clampWithoutBounds(clamp: Spanned<unknown>): Diagnostic {
  return problem(
    "clamp-without-bounds",
    "there are no bounds to clamp to",
    [at(clamp.span)],
    ["add `minimum` and `maximum`"],
  );
}

export function defaultNotAllowed(
  preset: Spanned<JsonValue>,
  schema: Schema,
  declared: Span | null,
): Diagnostic {
  return problem(
    "default-not-allowed",
    `the default ${quote(preset)} is not a value that the input takes`,
    [at(preset.span), ...maybeAt(declared, "declared here")],
    [`it takes ${describeSchema(schema)}`],
  );
}

export function invalidKeyword(
  name: Spanned<string>,
  value: Spanned<JsonValue>,
  why: string,
): Diagnostic {
  return problem(
    "invalid-keyword",
    `\`${name.value}: ${JSON.stringify(value.value)}\` says nothing of this input: ${why}`,
    [at(value.span)],
    [],
  );
}

export function outsideSpec(
  keyword: string,
  value: Spanned<JsonValue>,
  why: string,
  declared: Span | null,
): Diagnostic {
  return problem(
    "wider-than-spec",
    `\`${keyword}: ${JSON.stringify(value.value)}\` would allow more than the API does: ${why}`,
    [at(value.span), ...maybeAt(declared, "declared here")],
    ["a map may narrow what the spec allows, and never widen it"],
  );
}

export function suppliedTwice(place: string, span: Span, other: Span): Diagnostic {
  return problem(
    "supplied-twice",
    `${place} gets two values`,
    [at(span), at(other, "the other one")],
    ["remove one of them"],
  );
}

export function suppliedByUpstream(place: string, span: Span, supplied: Span): Diagnostic {
  return problem(
    "supplied-twice",
    `${place} gets two values: upstream.with supplies it to every call`,
    [at(span), at(supplied, "supplied here")],
    [
      "remove one of them; under a name that no parameter has, a value of upstream.with is passed on as `${upstream.name}`",
    ],
  );
}

export function suppliedByCredential(
  place: string,
  span: Span,
  scheme: Spanned<string>,
): Diagnostic {
  return problem(
    "supplied-twice",
    `${place} gets two values: the credential of ${quote(scheme)} goes there`,
    [at(span), at(scheme.span, "the credential")],
    ["remove the value: the client sends the credential by itself"],
  );
}

export function mayBeAbsent(place: string, span: Span): Diagnostic {
  return problem(
    "may-be-absent",
    `${place} has to be there in every call, and this value may be missing`,
    [at(span, "may be missing")],
    [
      "require the input, give a fallback with coalesce(…), or rule null out by an earlier `require`",
    ],
  );
}

export function wrongType(place: string, span: Span, { given, wanted, what }: Misfit): Diagnostic {
  return problem(
    "wrong-type",
    what === "part"
      ? `within ${place}, ${given} stands where ${wanted} is wanted`
      : `${place} takes ${wanted}, and this is ${given}`,
    [at(span)],
    what === "computed" ? ["convert it, for example with string(…) or int(…)"] : [],
  );
}

export function unboundedInMap(keyword: Spanned<JsonValue>, pattern: string): Diagnostic {
  return problem(
    "unbounded-pattern",
    `some texts would keep the server busy for ever with the pattern ${JSON.stringify(pattern)}`,
    [at(keyword.span)],
    ["say it without look-around and without references back, or with fewer repetitions"],
  );
}

/** The spec's words name bounds that the map has narrowed; `mended` are the words with the new ones. */
export function oldWords(
  keywords: readonly Spanned<string>[],
  bound: string,
  words: string,
  mended: string,
  declared: Span | null,
): Diagnostic {
  return problem(
    "old-words",
    `the model reads "${words}", and the map says ${keywords[0]?.value} ${bound}`,
    [...keywords.map(({ span }) => at(span)), ...maybeAt(declared, "narrowed from this")],
    [`say it in words of your own: \`description: ${JSON.stringify(mended)}\``],
    "warning",
  );
}

export function unboundedInSpec(
  name: Spanned<string>,
  pattern: string,
  declared: Span | null,
): Diagnostic {
  return problem(
    "unbounded-pattern",
    `the pattern ${JSON.stringify(pattern)} is left to the API: some texts would keep the server busy for ever with it`,
    [at(name.span), ...maybeAt(declared, "declared here")],
    ["state a `pattern` for the input that needs no look-around and no references back"],
    "warning",
  );
}

const waysOut: Readonly<Record<string, string>> = {
  description: "or give the input a `description` of its own in the map",
  enum: "or list its values with `enum` in the map, without that one",
  default: "or state a `default` in the map",
};

/** `keyword` is the one of the input's own that the text stands in; null where it is no input's own. */
export function hiddenInSpec(
  shown: string,
  inSpec: Span | null,
  shownWith: Spanned<string>,
  keyword: string | null,
): Diagnostic {
  const withIt = `a model reads it with ${quote(shownWith)}`;
  return problem(
    "hidden-characters",
    `a text of the API's description holds characters that a reader cannot see: "${shown}"`,
    inSpec === null
      ? [at(shownWith.span, withIt)]
      : [at(inSpec, "here"), at(shownWith.span, withIt)],
    [
      "remove them from the API's description",
      waysOut[keyword ?? ""] ?? "or leave it out of the input or output",
    ],
  );
}
