import type { DocumentedCodes } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/source-file.js";
import { at, problem } from "./problem.js";

export function unusableServer(operation: string, server: string, place: Span): Diagnostic {
  return problem(
    "unusable-server",
    `${operation} is at "${server}", which is no http or https address of an origin and a path alone`,
    [at(place, "has a server of its own")],
    ["mend its `servers` in the API's description, or remove them there"],
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
  "bind/unusable-server": {
    title: "Server that cannot be used",
    cause:
      "An operation has a server of its own that is not http or https, has a name and password, a query, a variable without a default or the like.",
    fix: "Mend it in the API's description, or remove it there: the base URL of the API then stands.",
  },
};
