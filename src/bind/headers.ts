import type { ParameterLocation } from "../model/operation.js";

/** Framing and the connection. Source: RFC 9110, sections 7.6.1 and 10.1; RFC 9112, section 6. */
const connectionHeaders = [
  "connection",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** What a map may state for every request, and for none apart. */
const negotiatedHeaders = ["accept", "accept-encoding", "content-type"];
const credentialHeaders = ["authorization", "cookie", "proxy-authorization"];

/** What the header is for that the client sends by itself, and that no map may name. */
export type HeaderUse = "connection" | "credentials" | "negotiation" | "request id";

const uses: ReadonlyMap<string, HeaderUse> = new Map<string, HeaderUse>([
  ...connectionHeaders.map((name) => [name, "connection"] as const),
  ...negotiatedHeaders.map((name) => [name, "negotiation"] as const),
  ...credentialHeaders.map((name) => [name, "credentials"] as const),
  ["x-request-id", "request id"],
]);

/** What the client uses a header for; null for one that a map may state. */
export function useOfHeader(name: string): HeaderUse | null {
  return uses.get(name.toLowerCase()) ?? null;
}

/** Whether a parameter is the client's business alone (OpenAPI 3.1.1, section 4.8.12.1). */
export function isOwnHeader(location: ParameterLocation, name: string): boolean {
  return location === "header" && useOfHeader(name) !== null;
}

/** Whether a name can stand in a message: of a header, or of a cookie. Source: RFC 9110, section 5.6.2; RFC 6265, section 4.1.1. */
export function isToken(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
}
