import type { DocumentedCodes } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Operation } from "../openapi/api.js";
import type { Span } from "../source/source-file.js";
import { at, problem, quoteAll } from "./problem.js";

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

/** What can be wrong with the path and body of an operation. */
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
  "bind/unsupported-security": {
    title: "Requirement that no credential satisfies",
    cause:
      "Every alternative of an operation's security has a scheme that the description does not declare, or of a type that takes no credential here, such as mutualTLS. The operation is called without it.",
    fix: "Send what the API expects under upstream.headers, or have a proxy add it.",
  },
};
