import type { IncomingMessage, ServerResponse } from "node:http";
import { styleHash } from "./style.js";

/** What a request is answered with. */
export interface Reply {
  readonly status: number;
  readonly mediaType: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sources: CSP level 3; OWASP Secure Headers. No page may be framed, kept, or read by another. */
const everyReply: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy": `default-src 'none'; style-src ${styleHash}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-robots-tag": "noindex, nofollow, nosnippet",
};

export function show(
  status: number,
  body: string,
  mediaType = "text/html",
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, mediaType, body, headers };
}

/** To a page of the desk, by a GET. */
export function seeOther(path: string): Reply {
  return show(303, "", "text/plain", { location: path });
}

export function send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  const { status, mediaType, body, headers } = reply;
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    ...everyReply,
    ...headers,
    "content-type": `${mediaType}; charset=utf-8`,
    "content-length": bytes.length,
    // A body that was not read to its end is not waited for.
    ...(request.complete ? {} : { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : bytes);
}
