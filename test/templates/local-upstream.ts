import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the upstream received it. */
export interface Received {
  readonly method: string;
  /** Path and query, as on the wire. */
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** Answers the nth request; throwing is a failed test. */
export type Answerer = (
  received: Received,
  response: ServerResponse,
  count: number,
) => void | Promise<void>;

export interface LocalUpstream extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
}

/** A real HTTP server on a free port of the loopback interface. */
export async function localUpstream(answer: Answerer): Promise<LocalUpstream> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const { method = "", url: target = "", headers } = request;
    const entry = { method, target, headers, body: Buffer.concat(chunks) };
    received.push(entry);
    await answer(entry, response, received.length);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
