import type { DocumentedCodes } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Operation } from "../openapi/api.js";
import type { Span } from "../source/source-file.js";
import { at, problem, quoteAll } from "./problem.js";

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

export function unsendablePath(path: string, why: string, place: Span): Diagnostic {
  return problem(
    "unsendable-path",
    `the path "${path}" ${why}, so that a request would go elsewhere`,
    [at(place)],
    ["mend it in the API's description, or leave the operation out"],
  );
}

export function unsupportedSecurity(
  { head }: Operation,
  schemes: readonly string[],
  place: Span,
): Diagnostic {
  const names = quoteAll(schemes);
  return problem(
    "unsupported-security",
    `"${head.key}" asks for ${names}, for which upstream.auth can hold nothing: it is called without`,
    [at(place, "asked for here")],
    ["send what the API expects under upstream.headers, or from a proxy at upstream.baseUrl"],
    "warning",
  );
}

export function unsendableMediaType(operation: string, mediaType: string, place: Span): Diagnostic {
  return problem(
    "unsendable-media-type",
    `${operation} takes a body of type "${mediaType}", which is no media type`,
    [at(place)],
    ["mend it in the API's description: `application/json`, say"],
  );
}

/** What can be wrong with the address and body of an operation. */
export const requestCodes: DocumentedCodes = {
  "bind/unsendable-media-type": {
    title: "No media type",
    cause:
      "A body's type in the API's description has characters that no header can hold, or no subtype.",
    fix: "Mend it in the API's description.",
  },
  "bind/unsendable-path": {
    title: "Path that leads elsewhere",
    cause:
      "A path in the API's description has a segment `.` or `..`, plain or encoded, a backslash or a control character.",
    fix: "Mend it in the API's description, or leave the operation out.",
  },
  "bind/unfilled-server": {
    title: "Server with a part left open",
    cause:
      "An operation has a server of its own with a variable that has no default, or only a stand-in for one. It is called at upstream.baseUrl.",
    fix: "See that upstream.baseUrl is where the operation is.",
  },
  "bind/unsupported-security": {
    title: "Requirement that no credential satisfies",
    cause:
      "Every alternative of an operation's security has a scheme that the description does not declare, or of a type that takes no credential here, such as mutualTLS. The operation is called without it.",
    fix: "Send what the API expects under upstream.headers, or have a proxy add it.",
  },
  "bind/unusable-server": {
    title: "Server that cannot be used",
    cause:
      "An operation has a server of its own that is not http or https, has a name and password, a query, or a variable without a default where the map states no baseUrl.",
    fix: "Mend it in the API's description, or remove it there: the base URL of the API then holds.",
  },
};
