import type { Api, Operation } from "../openapi/api.js";

type Security = Operation["security"];

export interface SupportedSecurity {
  readonly security: Security;
  /** The schemes that are left out, each once. */
  readonly left: readonly string[];
}

/**
 * What the map can satisfy of an operation's requirements: where each alternative has a scheme that
 * no credential is for, a certificate say, or one that the description does not declare, those
 * schemes are left out. The upstream may get them another way: by a header, or from a proxy. What
 * asks for nothing comes last: a credential that the map holds is there to be sent.
 */
export function supportedSecurity(security: Security, api: Api): SupportedSecurity {
  const isSupported = ({ scheme }: { readonly scheme: string }) =>
    (api.securitySchemes.get(scheme)?.kind ?? "other") !== "other";
  if (security.length === 0 || security.some((way) => way.every(isSupported))) {
    return { security: freeLast(security), left: [] };
  }
  const left = security.flatMap((way) => way.filter((one) => !isSupported(one)));
  const ways = security.map((way) => way.filter(isSupported));
  return {
    security: ways.every((way) => way.length === 0) ? [] : freeLast(ways),
    left: [...new Set(left.map(({ scheme }) => scheme))],
  };
}

/** What asks for nothing once, behind all else. */
function freeLast(security: Security): Security {
  const asking = security.filter((way) => way.length > 0);
  return asking.length === security.length ? security : [...asking, []];
}

/** The alternatives of an operation in words: `token, or login and key`. */
export function waysOf(security: Operation["security"]): string {
  return security.map((way) => way.map(({ scheme }) => scheme).join(" and ")).join(", or ");
}
