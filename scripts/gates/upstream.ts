import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** An API that makes payments. It counts what it did, and takes its time. */
export interface Upstream {
  readonly url: string;
  /** Requests that arrived, by what they are for. */
  readonly requests: ReadonlyMap<string, number>;
  /** What was changed, by what it is for: a key that comes again changes nothing. */
  readonly effects: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** `slowness` gives the milliseconds before and after each change. */
export async function startUpstream(slowness: () => number): Promise<Upstream> {
  const requests = new Map<string, number>();
  const effects = new Map<string, number>();
  const answers = new Map<string, object>();

  const server = createServer(async (request, response) => {
    const { method, url = "" } = request;
    const what = url.split("/").at(-1) ?? "";
    const body = await bodyOf(request);
    if (method === "GET") {
      response.writeHead(200, json).end(JSON.stringify({ id: what, status: "open" }));
      return;
    }
    const { id } = JSON.parse(body) as { readonly id: string };
    const key = request.headers["idempotency-key"];
    count(requests, id);
    await pause(slowness());
    const known = typeof key === "string" ? answers.get(key) : undefined;
    const answer = known ?? { id, number: (effects.get(id) ?? 0) + 1 };
    if (known === undefined) {
      count(effects, id);
    }
    if (typeof key === "string") {
      answers.set(key, answer);
    }
    await pause(slowness());
    response.writeHead(200, json).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    effects,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const json = { "content-type": "application/json" };

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
