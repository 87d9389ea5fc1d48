import type { Api, Operation, SecurityScheme } from "../openapi/api.js";
import { cookiesOf, decodedForm, pairsOf, type RawRequest } from "./request.js";

/** Names under which the description has API keys sent: secrets, and no parameters of operations. */
export interface ApiKeys {
  /** Lower case. */
  readonly headers: ReadonlySet<string>;
  readonly query: ReadonlySet<string>;
}

export function apiKeysOf(api: Api): ApiKeys {
  const keys = [...api.securitySchemes.values()].filter((scheme) => scheme.kind === "apiKey");
  const named = (location: "header" | "query") =>
    keys.filter((key) => key.location === location).map(({ name }) => name);
  return {
    headers: new Set(named("header").map((name) => name.toLowerCase())),
    query: new Set(named("query")),
  };
}

/**
 * Null where the request brings the credentials of one of the alternatives, whatever they are; else
 * the challenge that goes with the refusal.
 */
export function missingCredentials(
  { security }: Operation,
  request: RawRequest,
  api: Api,
): string | null {
  const isBrought = security.some((alternative) =>
    alternative.every(({ scheme }) => {
      const known = api.securitySchemes.get(scheme);
      return known === undefined || brings(request, known);
    }),
  );
  if (security.length === 0 || isBrought) {
    return null;
  }
  const kinds = security.flat().map(({ scheme }) => api.securitySchemes.get(scheme)?.kind);
  return kinds.includes("basic") ? 'Basic realm="mock"' : 'Bearer realm="mock"';
}

function brings(request: RawRequest, scheme: SecurityScheme): boolean {
  const { headers, query } = request;
  const { authorization = "" } = headers;
  switch (scheme.kind) {
    case "bearer":
    case "oauth2":
      return /^bearer +\S/i.test(authorization);
    case "basic":
      return /^basic +[A-Za-z0-9+/_-]+=*$/i.test(authorization);
    case "apiKey":
      switch (scheme.location) {
        case "header":
          return (headers[scheme.name.toLowerCase()] ?? "") !== "";
        case "query":
          return pairsOf(query).some(
            ([name, value]) => decodedForm(name) === scheme.name && value !== "",
          );
        case "cookie":
          return cookiesOf(headers).some(([name, value]) => name === scheme.name && value !== "");
        default:
          return scheme.location satisfies never;
      }
    case "other":
      // A certificate of the connection, or a signature: nothing that can be seen here.
      return scheme.type !== "http" || authorization !== "";
    default:
      return scheme satisfies never;
  }
}
