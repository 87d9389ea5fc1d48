import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { ObjectType } from "../expression/type.js";
import type { Span, Spanned } from "../source/source-file.js";
import type { PaginationEntry } from "../tool-map/tool-map.js";
import type { UsedOperation } from "./operation-table.js";
import { at, maybeAt, problem, quote, quoteAll, suggest } from "./problem.js";
import type { Waiting } from "./schedule.js";

// Tools and their order.

export function sameIdentifier(
  name: Spanned<string>,
  other: Spanned<string>,
  identifier: string,
): Diagnostic {
  return problem(
    "same-identifier",
    `${quote(name)} and ${quote(other)} would both be ${identifier} in code`,
    [at(name.span), at(other.span, "the other one")],
    ["rename one of them"],
  );
}

export function nameTaken(name: Spanned<string>, other: Span | null): Diagnostic {
  return problem(
    "name-taken",
    other === null ? `${quote(name)} has a meaning of its own here` : `${quote(name)} is taken`,
    [at(name.span), ...maybeAt(other, "by this")],
    ["give it another name"],
  );
}

export function unknownYet(
  span: Span,
  { kind, name }: Waiting<unknown>,
  lacks: readonly string[],
  later: readonly Span[],
): Diagnostic {
  const what = kind === "require" ? "this requirement" : `"${name ?? ""}"`;
  return problem(
    "unknown-yet",
    `${what} uses ${quoteAll(lacks)}, which ${lacks.length === 1 ? "comes" : "come"} later`,
    [at(span), ...later.map((place) => at(place, "known from here on"))],
    ["steps run in file order: move what is used before what uses it"],
  );
}

export function circularNames(members: readonly Spanned<string>[]): Diagnostic {
  const names = quoteAll(members.map(({ value }) => value));
  return problem(
    "circular-names",
    members.length === 1 ? `${names} uses itself` : `${names} need each other`,
    members.map(({ span }) => at(span)),
    [
      members.length === 1
        ? "a name is known only after its value: use another one"
        : "one of them has to do without the others",
    ],
  );
}

export function unusedLet(name: string, span: Span): Diagnostic {
  return problem(
    "unused-let",
    `nothing uses "${name}"`,
    [at(span)],
    ["remove it; it is left out of the server"],
    "warning",
  );
}

/** `key`: where it is said. */
export function outputNotObject(span: Span, key: "output" | "outputSchema" = "output"): Diagnostic {
  return problem(
    "output-not-object",
    "the output of a tool is an object with named members",
    [at(span)],
    [
      key === "output"
        ? "write `output: { name: … }`"
        : "name them: `outputSchema: { type: object, properties: { name: { type: string } } }`",
    ],
  );
}

export function cutPage(span: Span, maxItems: number, largest: number): Diagnostic {
  return problem(
    "cut-page",
    `maxItems ${maxItems} cuts a page of up to ${largest}, and the next page does not show what was cut`,
    [at(span)],
    [`raise maxItems to ${largest}, or lower the maximum of the limit`],
  );
}

// Values, projections and error rules.

/** `whole` is what the text is: "the text that is sent". */
export function absentInText(span: Span, whole: string): Diagnostic {
  return problem(
    "absent-in-text",
    `${span.file.text.slice(span.start, span.end)} may be null, and would leave a hole in ${whole}`,
    [at(span, "may be null")],
    ["give a fallback with coalesce(…, 'text'), or rule null out by an earlier `require`"],
  );
}

export function bareExpression(text: string, span: Span): Diagnostic {
  return problem(
    "bare-expression",
    `"${text}" stands for these very words, and not for the value of that name`,
    [at(span)],
    [`write "\${${text}}"`],
    "warning",
  );
}

export function unusedPaging({ param, next }: PaginationEntry): Diagnostic {
  const counts = "value" in next && next.value !== "link";
  return problem(
    "unused-paging",
    `no operation that takes ${quote(param)} answers what this way of paging reads`,
    [at(next.span), at(param.span, "for this parameter")],
    [
      counts
        ? "counting asks that the answer has one list, or is one"
        : "use a field of the response",
      staysUnpaged,
    ],
    "warning",
  );
}

/** `meant` is a parameter of an operation in use. */
export function unknownPagingParameter(param: Spanned<string>, meant: string | null): Diagnostic {
  return problem(
    "unused-paging",
    `no operation in use takes the paging parameter ${quote(param)}`,
    [at(param.span)],
    [
      meant === null
        ? "name the parameter of the operations that says where to go on, or remove this way"
        : `did you mean "${meant}"?`,
      staysUnpaged,
    ],
    "warning",
  );
}

const staysUnpaged = "as it is, nothing is paged by it: a tool shows the first page alone";

export function projectionOutsideOutput(span: Span): Diagnostic {
  return problem(
    "projection-outside-output",
    "a mapping with the key `from` is a projection, and only an output has those",
    [at(span)],
    ["write `{ object: { from: … } }` for an object with a field of that name"],
  );
}

export function unknownField(name: Spanned<string>, type: ObjectType): Diagnostic {
  const close = suggest(name.value, type.fieldNames());
  const similar = /^did you mean "(.*)"\?$/.exec(close[0] ?? "")?.[1];
  const declaredAt = similar === undefined ? null : (type.field(similar)?.declaredAt ?? null);
  return problem(
    "unknown-field",
    `${type.name} has no field ${quote(name)}`,
    [
      at(name.span, `not in ${type.name}`),
      ...maybeAt(declaredAt, "a similar field is declared here"),
    ],
    close,
  );
}

export function pickedTwice(name: Spanned<string>, before: Spanned<string>): Diagnostic {
  return problem(
    "picked-twice",
    `${quote(name)} is picked twice`,
    [at(name.span), at(before.span, "the first time")],
    ["remove one, or give it another name: `{ other_name: expression }`"],
  );
}

export function fieldAcrossList(name: Spanned<string>): Diagnostic {
  return problem(
    "field-across-list",
    `${quote(name)} is picked from a list of lists`,
    [at(name.span)],
    ["pick from a list of objects, or map the inner lists first"],
  );
}

export function pickFromScalar(name: Spanned<string>, kind: string): Diagnostic {
  return problem(
    "pick-from-scalar",
    `${quote(name)} cannot be picked from a value of type ${kind}`,
    [at(name.span)],
    ["pick is for objects whose fields the spec names; leave it out to take the value whole"],
  );
}

export function cutOfWrongType(keyword: string, wanted: string, span: Span): Diagnostic {
  return problem("cut-of-wrong-type", `${keyword} is for ${wanted}`, [at(span)], ["remove it"]);
}

export function valueOutsideStep(span: Span): Diagnostic {
  return problem(
    "value-outside-step",
    "`value` stands in for the answer of a step, and this rule belongs to none",
    [at(span)],
    ["move it into the step's errors, or end the tool with `result`"],
  );
}

export function redactsNothing(name: Spanned<string>, meant: string): Diagnostic {
  return problem(
    "redacts-nothing",
    `no tool has an input ${quote(name)}`,
    [at(name.span)],
    [`did you mean "${meant}"?`],
    "warning",
  );
}

export function suppliesNothing(name: Spanned<string>, parameters: Iterable<string>): Diagnostic {
  return problem(
    "supplies-nothing",
    `no operation that a tool uses has a parameter ${quote(name)}`,
    [at(name.span)],
    suggest(name.value, parameters),
    "warning",
  );
}

export function hostLimit(tool: Spanned<string>, text: string): Diagnostic {
  return problem("host-limit", `${quote(tool)}: ${text}`, [at(tool.span)], [], "note");
}

// What a request lacks.

export function missingFromRequest(
  used: UsedOperation,
  missing: readonly { readonly name: string; readonly span: Span }[],
  call: Span,
): Diagnostic {
  const names = quoteAll(missing.map((part) => part.name));
  return problem(
    "missing-parameter",
    `${used.operation.head.key} requires ${names}, and nothing supplies ${missing.length === 1 ? "it" : "them"}`,
    [at(call), ...missing.map((part) => at(part.span, "required here"))],
    ["add an input of that name, a constant under `with`, or a value under upstream.with"],
  );
}
