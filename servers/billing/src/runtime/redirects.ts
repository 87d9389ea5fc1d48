import type { HttpAnswer } from "./http.js";

/** Where an answer redirects to; null where it does not. Source: RFC 9110, section 15.4. */
export function redirectTarget(from: URL, { status, headers }: HttpAnswer): URL | null {
  const { location } = headers;
  const isRedirect = [301, 302, 303, 307, 308].includes(status);
  return isRedirect && location !== undefined && URL.canParse(location, from.href)
    ? new URL(location, from)
    : null;
}
