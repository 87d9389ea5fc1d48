import type { DocumentedCodes } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Operation } from "../openapi/api.js";
import type { Span, Spanned } from "../source/source-file.js";
import { at, problem, quote, suggest } from "./problem.js";
import type { WithheldValue } from "./supplied-values.js";
import { waysOf } from "./supported-security.js";

export function unusableServer(operation: string, server: string, place: Span): Diagnostic {
  return problem(
    "unusable-server",
    `${operation} is at "${server}", which is no http or https address of an origin and a path alone`,
    [at(place, "has a server of its own")],
    [
      /\{[^{}]*\}/.test(server)
        ? "state upstream.baseUrl, which then holds for it"
        : "mend its `servers` in the API's description, or remove them there",
    ],
  );
}

/** `base`: where the map states the address that holds instead. */
export function unfilledServer(
  operation: string,
  server: string,
  place: Span,
  base: Span,
): Diagnostic {
  return problem(
    "unfilled-server",
    `${operation} is at "${server}", of which a part is left open: upstream.baseUrl holds for it`,
    [at(place, "has a server of its own"), at(base)],
    ["operations at different addresses belong into different maps"],
    "warning",
  );
}

/** `upstream`: where the map would name it. */
export function foreignServer(
  operation: string,
  server: string,
  place: Span,
  upstream: Span,
): Diagnostic {
  return problem(
    "foreign-server",
    `${operation} is at "${server}", where the API is not: no request goes there unless the map says so`,
    [at(place, "has a server of its own"), at(upstream)],
    [
      `name it under upstream.servers: \`"${server}": { baseUrl: \${env.OTHER_BASE} }\`; without a baseUrl it is where the description says`,
      "credentials go there only with `credentials: true`",
    ],
  );
}

export function withheldCredentials(
  { head, security }: Operation,
  server: Spanned<string>,
  place: Span,
): Diagnostic {
  return problem(
    "withheld-credentials",
    `${head.key} asks for ${waysOf(security)}, and ${quote(server)} gets no credentials`,
    [at(server.span), at(place, "asks for it")],
    ["if that address may have what stands under upstream.auth, say `credentials: true`"],
  );
}

export function withheldParameter(
  { head }: Operation,
  parameter: string,
  { name, server }: WithheldValue,
  place: Span,
): Diagnostic {
  return problem(
    "withheld-parameter",
    `${head.key} requires "${parameter}", and ${quote(server)} gets no value of upstream.with that comes from the environment`,
    [at(name.span), at(place, "required here"), at(server.span)],
    [
      "if that address may have it, say `credentials: true`; else let the tool supply the parameter",
    ],
  );
}

/** `place`: the part of the request; `value`: what fills it. */
export function passedOnElsewhere(
  { head }: Operation,
  place: string,
  { name, server }: WithheldValue,
  value: Span,
): Diagnostic {
  return problem(
    "passed-on-elsewhere",
    `${place} of ${head.key} takes upstream.${name.value}, which comes from the environment, to ${quote(server)}`,
    [at(value), at(server.span, "gets no credentials"), at(name.span)],
    ["if that address may have it, say `credentials: true`; else send something else"],
    "warning",
  );
}

export function unusedServer(server: Spanned<string>, servers: Iterable<string>): Diagnostic {
  return problem(
    "unused-server",
    `no operation that a tool uses is at ${quote(server)}`,
    [at(server.span)],
    suggest(server.value, servers),
    "warning",
  );
}

/** What can be wrong with the address of an operation. */
export const serverCodes: DocumentedCodes = {
  "bind/foreign-server": {
    title: "Server that the map does not name",
    cause:
      "An operation has a server of its own at another origin than the API's: neither that of the description's first server nor that of upstream.baseUrl.",
    fix: "Name it under upstream.servers, and say there whether it gets credentials.",
  },
  "bind/passed-on-elsewhere": {
    title: "Value from the environment for another server",
    cause:
      "A tool passes on a value of upstream.with that comes from the environment, and may be a secret, in a call of an operation whose server is given no credentials.",
    fix: "Say `credentials: true` of that server under upstream.servers, or send something else.",
  },
  "bind/unfilled-server": {
    title: "Server with a part left open",
    cause:
      "An operation has a server of its own with a variable that has no default, or only a stand-in for one. It is called at upstream.baseUrl.",
    fix: "See that upstream.baseUrl is where the operation is.",
  },
  "bind/unusable-server": {
    title: "Server that cannot be used",
    cause:
      "An operation has a server of its own that is not http or https, has a name and password, a query, or a variable without a default where the map states no baseUrl.",
    fix: "Mend it in the API's description, or remove it there: the base URL of the API then holds.",
  },
  "bind/unused-server": {
    title: "Server of no operation",
    cause: "A URL under upstream.servers is that of no operation in use.",
    fix: "Write it as the API's description does, or remove it.",
  },
  "bind/withheld-credentials": {
    title: "Credentials that are asked for and not sent",
    cause:
      "An operation asks for credentials, and its server stands under upstream.servers without `credentials: true`.",
    fix: "Say `credentials: true` if that address may have them, or leave the operation out.",
  },
  "bind/withheld-parameter": {
    title: "Value that is required and not sent",
    cause:
      "An operation requires a parameter whose value under upstream.with comes from the environment, and its server stands under upstream.servers without `credentials: true`.",
    fix: "Say `credentials: true` if that address may have the value, or let the tool supply the parameter.",
  },
};
