import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Far more than the page's form can hold. */
const MAX_BYTES = 16 * 1024;

/** The members of a posted form; null for a body that is none, or too large. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded") {
    return null;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BYTES) {
      return null;
    }
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

/**
 * Whether a page of the desk itself posted the form. Since pages send no referrer, browsers say
 * `Origin: null`; only `Sec-Fetch-Site` can vouch for it then. Source: Fetch, section 3.2.
 */
export function isOwnPost({ headers }: IncomingMessage, origin: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") {
    return false;
  }
  return headers.origin === origin || (headers.origin === "null" && site === "same-origin");
}

/** Tokens that only a browser which was shown a page can send back, together with its cookie. */
export class FormTokens {
  readonly #key = randomBytes(32);

  newSession(): string {
    return randomBytes(32).toString("base64url");
  }

  tokenFor(session: string, secret: string): string {
    return createHmac("sha256", this.#key).update(`${session}\n${secret}`).digest("base64url");
  }

  isValid(token: string, session: string, secret: string): boolean {
    const wanted = Buffer.from(this.tokenFor(session, secret));
    const given = Buffer.from(token);
    return session !== "" && given.length === wanted.length && timingSafeEqual(given, wanted);
  }
}
