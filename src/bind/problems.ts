import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { ObjectType } from "../expression/type.js";
import type { Effect } from "../model/operation.js";
import type { Api, Operation, OperationHead, SecurityScheme } from "../openapi/api.js";
import type { Span, Spanned } from "../source/source-file.js";
import type { UsedOperation } from "./operation-table.js";
import { at, maybeAt, problem, quote, quoteAll, suggest } from "./problem.js";
import type { Waiting } from "./schedule.js";

// Operations, effects and the ledger.

export function unknownOperation(
  name: Spanned<string>,
  api: Api,
  names: Iterable<string>,
): Diagnostic {
  return problem(
    "unknown-operation",
    `${api.file.path} has no operation ${quote(name)}`,
    [at(name.span)],
    suggest(name.value, names),
  );
}

export function ambiguousOperation(
  name: Spanned<string>,
  found: readonly OperationHead[],
  places: readonly Span[],
): Diagnostic {
  const paths = found.map((head) => `${head.method} ${head.path}`);
  return problem(
    "ambiguous-operation",
    `${quote(name)} names ${found.length} operations`,
    [at(name.span), ...places.map((place) => at(place, "one is here"))],
    [`name one by its method and path: ${quoteAll(paths)}`],
  );
}

export function deprecatedOperation(name: Spanned<string>, place: Span): Diagnostic {
  return problem(
    "deprecated-operation",
    `the API has deprecated ${quote(name)}`,
    [at(name.span), at(place, "declared here")],
    [],
    "warning",
  );
}

export function unstatedEffect(name: Spanned<string>, head: OperationHead): Diagnostic {
  return problem(
    "unstated-effect",
    `whether ${quote(name)} changes something has to be said, since it is a ${head.method}`,
    [at(name.span)],
    [`add it under operations.effects: \`${head.key}: read\`, \`write\` or \`destructive\``],
  );
}

export function tooManyWrites(first: Spanned<string>, second: Spanned<string>): Diagnostic {
  return problem(
    "two-writes",
    `${quote(second)} would be the second call of this tool that changes something`,
    [at(second.span), at(first.span, "the first one is here")],
    ["a failure between the two would leave half of the job done; make two tools, or a handler"],
  );
}

export function writeNotLast(name: Spanned<string>): Diagnostic {
  return problem(
    "write-not-last",
    `${quote(name)} changes something, and is not the last call`,
    [at(name.span)],
    ["put the reads before it, so that nothing can fail after the change"],
  );
}

export function requireAfterWrite(span: Span): Diagnostic {
  return problem(
    "require-after-write",
    "this is checked only after the change has been made",
    [at(span)],
    ["require what is known before the write; use an error rule for what its answer says"],
  );
}

export function destructiveWithoutGate(name: Spanned<string>, tool: string): Diagnostic {
  return problem(
    "destructive-without-gate",
    `${quote(name)} is destructive, and "${tool}" has no gate before it`,
    [at(name.span)],
    ["if none is needed, say why: `unconfirmed: <reason>`; it is printed in the server's README"],
  );
}

export function annotationWeakens(stated: Spanned<boolean>, effect: Effect): Diagnostic {
  const kind = effect === "read" ? "reads" : effect === "write" ? "writes" : "destroys";
  return problem(
    "annotation-weakens",
    `an annotation may only ask for more caution than the calls do, and this tool ${kind}`,
    [at(stated.span)],
    ["remove it, or state the operation's effect under operations.effects"],
  );
}

export function firstLedger(count: number): Diagnostic {
  return problem(
    "first-ledger",
    `operations.lock is new, and holds the ${count} operations of the API as it is now`,
    [],
    ["commit it: an operation that appears later is reported"],
    "note",
  );
}

export function newOperation(head: OperationHead, place: Span, strict: boolean): Diagnostic {
  return problem(
    "new-operation",
    `the API has a new operation, ${head.key} (${head.method} ${head.path})`,
    [at(place)],
    ["use it in a tool, or name it under operations.exclude with the reason"],
    strict ? "error" : "note",
  );
}

export function excludesUsed(operation: Spanned<string>): Diagnostic {
  return problem(
    "excludes-used",
    `${quote(operation)} is excluded, and a tool uses it`,
    [at(operation.span)],
    ["remove one of the two"],
  );
}

export function excludesNothing(operation: Spanned<string>): Diagnostic {
  return problem(
    "excludes-nothing",
    `${quote(operation)} fits no operation`,
    [at(operation.span)],
    ["remove it, or mend the pattern"],
    "warning",
  );
}

// Security and the upstream.

export function unknownScheme(scheme: Spanned<string>, schemes: Iterable<string>): Diagnostic {
  return problem(
    "unknown-security-scheme",
    `the spec has no security scheme ${quote(scheme)}`,
    [at(scheme.span)],
    suggest(scheme.value, schemes),
  );
}

export function credentialMisfit(
  scheme: Spanned<string>,
  declared: SecurityScheme,
  place: Span,
): Diagnostic {
  const help =
    declared.kind === "basic"
      ? "give it `{ username: …, password: … }`"
      : declared.kind === "other"
        ? `schemes of type ${declared.type} are not supported`
        : declared.kind === "oauth2"
          ? "give it a token, ${env.API_TOKEN}, or `{ client_id: …, client_secret: … }` to fetch its own"
          : "give it one text, such as ${env.API_TOKEN}";
  return problem(
    "credential-misfit",
    `${quote(scheme)} wants another kind of credential`,
    [at(scheme.span), at(place, "declared here")],
    [help],
  );
}

export function missingCredentials(
  ways: string,
  operations: readonly Operation[],
  upstream: Span,
  places: readonly Span[],
): Diagnostic {
  const names = quoteAll(operations.map(({ head }) => head.key));
  return problem(
    "missing-credentials",
    `upstream.auth does not hold what ${names} ${operations.length === 1 ? "asks" : "ask"} for`,
    [at(upstream), ...places.slice(0, 3).map((place) => at(place, `asks for ${ways}`))],
    [`add to upstream.auth: ${ways}`],
  );
}

export function missingBaseUrl(upstream: Span, server: string | undefined): Diagnostic {
  const why =
    server === undefined ? "names no server" : `names only the relative server "${server}"`;
  return problem(
    "missing-base-url",
    `the address of the API is not known: upstream has no baseUrl, and the spec ${why}`,
    [at(upstream)],
    ["add `baseUrl: ${env.API_BASE}` under upstream"],
  );
}

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

export function outputNotObject(span: Span): Diagnostic {
  return problem(
    "output-not-object",
    "the output of a tool is an object with named members",
    [at(span)],
    ["write `output: { name: … }`"],
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

export function absentInText(span: Span): Diagnostic {
  return problem(
    "absent-in-text",
    `${span.file.text.slice(span.start, span.end)} may be null, and would leave a hole in the text that is sent`,
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

export function unusedPaging(param: Spanned<string>, next: Span): Diagnostic {
  return problem(
    "unused-paging",
    `no operation that takes ${quote(param)} answers what this way of paging reads`,
    [at(next), at(param.span, "for this parameter")],
    ["use a field of the response"],
    "warning",
  );
}

export function unknownPagingParameter(param: Spanned<string>, meant: string): Diagnostic {
  return problem(
    "unused-paging",
    `no operation in use takes the paging parameter ${quote(param)}`,
    [at(param.span)],
    [`did you mean "${meant}"?`],
    "warning",
  );
}

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
