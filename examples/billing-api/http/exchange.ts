import type { IncomingMessage, ServerResponse } from "node:http";
import type { Rendered } from "./check-answer.js";

/** A request that reached the API, as tests look at it. */
export interface RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came; empty where there was none. */
  readonly body: string;
  /** Null where no operation fits. */
  readonly operation: string | null;
  /** Null until it was answered, and for good where it never was. */
  status: number | null;
}

/** Notes a request down. */
export function recorded(
  request: IncomingMessage,
  url: URL,
  body: string,
  operation: string | null,
): RecordedRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body,
    operation,
    status: null,
  };
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Sends an answer; half of it, and then the end of the connection, where that is wanted. */
export function write(
  response: ServerResponse,
  answer: Rendered,
  requestId: string,
  half: boolean,
): void {
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.mediaType !== null && {
      "Content-Type": answer.mediaType,
      "Content-Length": bytes.length,
    }),
    "X-Request-Id": requestId,
  });
  if (half) {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  response.end(bytes);
}
