import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Effect } from "../model/operation.js";
import type { Api, Operation, OperationHead, SecurityScheme } from "../openapi/api.js";
import type { Span, Spanned } from "../source/source-file.js";
import type { CredentialEntry } from "../tool-map/tool-map.js";
import { at, problem, quote, quoteAll, suggest } from "./problem.js";
import type { Clash } from "./security.js";

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
    suggestOperation(name.value, [...names]),
  );
}

/** Parameters have other names in other people's words: `GET /orders/{id}` is `GET /orders/{order_id}`. */
function suggestOperation(name: string, names: readonly string[]): readonly string[] {
  const shape = (text: string) => text.replace(/\{[^}]*\}/g, "{}").toLowerCase();
  const same = name.includes("/") ? names.filter((each) => shape(each) === shape(name)) : [];
  const [only] = same;
  return only !== undefined && same.length === 1
    ? [`did you mean "${only}"?`]
    : suggest(name, names);
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
    [
      "put it under `confirm`, so that it is summarised and approved before it is made",
      "if no gate is needed, say why: `unconfirmed: <reason>`; it is printed in the server's README",
    ],
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

export function clashingCredentials(
  operation: Operation,
  { schemes: [first, second], place }: Clash,
  written: readonly CredentialEntry[],
  declared: Span,
): Diagnostic {
  return problem(
    "clashing-credentials",
    `"${operation.head.key}" asks for ${first} and ${second} at once, and both go into ${place}`,
    [
      ...written.map(({ scheme }) => at(scheme.span)),
      at(declared, "asks for both in one alternative"),
    ],
    [
      `if either will do, let the spec list them apart: \`security: [{ ${first}: [] }, { ${second}: [] }]\``,
    ],
  );
}

export function missingBaseUrl(upstream: Span, server: string | undefined): Diagnostic {
  const why =
    server === undefined
      ? "names no server"
      : /^[a-z][a-z0-9+.-]*:/i.test(server)
        ? `names "${server}", which is no http or https address of an origin and a path alone`
        : `names only the relative server "${server}"`;
  return problem(
    "missing-base-url",
    `the address of the API is not known: upstream has no baseUrl, and the spec ${why}`,
    [at(upstream)],
    ["add `baseUrl: ${env.API_BASE}` under upstream"],
  );
}
