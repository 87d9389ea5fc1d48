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
 * schemes are left out. The upstream may get them another way: by a header, or from a proxy.
 */
export function supportedSecurity(security: Security, api: Api): SupportedSecurity {
  const isSupported = ({ scheme }: { readonly scheme: string }) =>
    (api.securitySchemes.get(scheme)?.kind ?? "other") !== "other";
  if (security.length === 0 || security.some((way) => way.every(isSupported))) {
    return { security, left: [] };
  }
  const left = security.flatMap((way) => way.filter((one) => !isSupported(one)));
  const ways = security.map((way) => way.filter(isSupported));
  const asking = ways.filter((way) => way.length > 0);
  const free = asking.length === 0 || asking.length === ways.length ? [] : [[]];
  return {
    security: [...asking, ...free],
    left: [...new Set(left.map(({ scheme }) => scheme))],
  };
}
