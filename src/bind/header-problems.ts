import type { DocumentedCodes } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span, Spanned } from "../source/source-file.js";
import type { HeaderUse } from "./headers.js";
import { at, problem, quote } from "./problem.js";

const instead: Readonly<Record<HeaderUse, string>> = {
  connection: "remove it: it is about the connection, and the client sends what belongs there",
  credentials: "credentials belong under upstream.auth",
  negotiation:
    "remove it: the operation decides it; an `Accept` for every request goes under upstream.headers",
  "request id": "remove it: every request has it, and the log shows it",
};

export function forbiddenPlace(span: Span, header: string, use: HeaderUse): Diagnostic {
  return problem(
    "forbidden-header",
    `the header ${header} is the server's own, and no value of the map may stand there`,
    [at(span)],
    [instead[use]],
  );
}

/** `named`: where the map says that the header carries the key. */
export function keyHeader(span: Span, header: string, named: Span): Diagnostic {
  return problem(
    "forbidden-header",
    `the header ${header} is the server's own: it carries the key that upstream.idempotency asks for`,
    [at(span), at(named, "named here")],
    ["remove it: each call gets a key of its own, and a repeated request the same one"],
  );
}

export function forbiddenScheme(
  scheme: Spanned<string>,
  header: string,
  declared: Span,
): Diagnostic {
  return problem(
    "forbidden-header",
    `${quote(scheme)} goes into the header ${header}, which is the server's own`,
    [at(scheme.span), at(declared, "declared here")],
    ["mend it in the API's description"],
  );
}

const form = "a name has letters, digits and !#$%&'*+-.^_`|~, and nothing else";

export function headerName(name: Spanned<string>): Diagnostic {
  return problem(
    "header-name",
    `${JSON.stringify(name.value)} cannot be the name of a header`,
    [at(name.span)],
    [form],
  );
}

/** `kind`: what the parameter or the credential goes into. */
export function parameterName(
  operation: string,
  kind: "header" | "cookie",
  name: string,
  declared: Span,
): Diagnostic {
  return problem(
    "header-name",
    `${operation} takes a ${kind} ${JSON.stringify(name)}, which cannot be the name of a ${kind}`,
    [at(declared, "declared here")],
    [form, "mend it in the API's description, or leave it out of the tools"],
  );
}

export function schemeName(
  scheme: Spanned<string>,
  kind: "header" | "cookie",
  name: string,
  declared: Span,
): Diagnostic {
  return problem(
    "header-name",
    `${quote(scheme)} goes into the ${kind} ${JSON.stringify(name)}, which cannot be the name of a ${kind}`,
    [at(scheme.span), at(declared, "declared here")],
    [form, "mend it in the API's description"],
  );
}

/** What can be wrong with the headers and cookies of a request. */
export const headerCodes: DocumentedCodes = {
  "bind/forbidden-header": {
    title: "Header that is the server's own",
    cause:
      "Authorization, Cookie, Accept, Content-Type, Host and the headers of framing and connection are set by the server alone, and so is the one under upstream.idempotency.",
    fix: "Remove the input or the value; credentials belong under upstream.auth.",
  },
  "bind/header-name": {
    title: "No name of a header",
    cause:
      "The name of a header, or of a cookie, has a space, a colon, a line break or another character that HTTP does not allow there.",
    fix: "Mend it in the map or in the API's description.",
  },
};
