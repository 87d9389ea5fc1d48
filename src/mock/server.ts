import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Api } from "../openapi/api.js";
import { recordedBody } from "./body.js";
import { changed } from "./changed.js";
import { apiKeysOf } from "./credentials.js";
import { withDecimalText } from "./exact.js";
import { type Handled, Handler } from "./handle.js";
import type { ChangeAnswer, Mock, MockOptions, RecordedRequest, RequestProblem } from "./mock.js";
import { ownAnswer, ownPath } from "./own-paths.js";
import { Redaction } from "./record.js";
import { type Answer, problem } from "./refusals.js";
import { pointerOf, type RawRequest } from "./request.js";

/** Bytes of a body, above which it is refused. */
const largestBody = 10 * 1024 * 1024;
/** Bytes that are read of a refused body, so that its sender hears of the refusal. */
const mostDiscarded = 64 * 1024 * 1024;
/** Requests that are remembered; older ones are forgotten. */
const mostRecorded = 10_000;

/** Serves an API description on an address of this machine. Rejects where the address cannot be had. */
export async function listen(api: Api, options: MockOptions): Promise<Mock> {
  const served = new Served(api, options);
  const server = createServer((request, response) => {
    void served.serve(request, response);
  });
  // A test that shares the process may leave a connection idle for longer than usual, and then use it.
  server.keepAliveTimeout = 60_000;
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    requests: () => [...served.recorded],
    forget: () => served.forget(),
    prefer: (operation, preferences) => served.prefer(operation, preferences),
    change: (operation, change) => served.change(operation, change),
    close: () =>
      new Promise((resolve) => {
        served.closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

class Served {
  readonly recorded: RecordedRequest[] = [];
  readonly closing = new AbortController();
  readonly #handler: Handler;
  readonly #redaction: Redaction;
  readonly #preferred = new Map<string, string>();
  readonly #changes = new Map<string, ChangeAnswer>();
  readonly #onRequest: (request: RecordedRequest) => void;
  #count = 0;

  constructor(api: Api, { seed = 0, onRequest = () => {} }: MockOptions) {
    this.#handler = new Handler(api, seed, this.#preferred);
    this.#redaction = new Redaction(apiKeysOf(api));
    this.#onRequest = onRequest;
  }

  forget(): void {
    this.recorded.length = 0;
    this.#preferred.clear();
    this.#changes.clear();
  }

  change(operation: string, change: ChangeAnswer | null): void {
    if (change === null) {
      this.#changes.delete(operation);
    } else {
      this.#changes.set(operation, change);
    }
  }

  forgetRequests(): void {
    this.recorded.length = 0;
  }

  preferOnly(preferences: ReadonlyMap<string, string>): readonly RequestProblem[] {
    const problems = [...preferences].flatMap(([operation, each]) => {
      const why = this.#handler.whyUnmet(operation, each);
      return why === null ? [] : [{ at: pointerOf([operation]), why }];
    });
    if (problems.length > 0) {
      return problems;
    }
    this.#preferred.clear();
    for (const [operation, each] of preferences) {
      this.#preferred.set(operation, each);
    }
    return [];
  }

  prefer(operation: string, preferences: string | null): void {
    if (preferences === null) {
      this.#preferred.delete(operation);
    } else {
      this.#preferred.set(operation, preferences);
    }
  }

  /** Never rejects: whatever goes wrong with a request ends with it. */
  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on("error", () => {});
    try {
      const request = await readRequest(incoming);
      if (request === null) {
        send(response, problem(413, "The body is too large.", [], { connection: "close" }));
        return;
      }
      if (request.path.startsWith(ownPath)) {
        send(response, ownAnswer(request, this));
        return;
      }
      await this.#answer(request, response);
    } catch {
      // The client has gone, or the mock is closing: nobody is left to be told.
      response.destroy();
    }
  }

  async #answer(request: RawRequest, response: ServerResponse): Promise<void> {
    const handled = this.#handled(request);
    if (handled.delayMs > 0) {
      await wait(handled.delayMs, undefined, { signal: this.closing.signal });
    }
    this.#record(request, handled);
    if (handled.drop) {
      response.destroy();
    } else {
      send(response, handled.answer);
    }
  }

  #handled(request: RawRequest): Handled {
    try {
      const handled = this.#handler.handle(request);
      const { operation, problems } = handled;
      const change = this.#changes.get(operation ?? "") ?? this.#changes.get("*");
      return change === undefined || operation === null || problems.length > 0
        ? handled
        : { ...handled, answer: changed(handled.answer, change) };
    } catch {
      const answer = problem(500, "The mock failed over this request, which is a bug in mcpgen.");
      return { answer, operation: null, parameters: null, problems: [], delayMs: 0, drop: false };
    }
  }

  #record(request: RawRequest, handled: Handled): void {
    this.#count++;
    const recorded: RecordedRequest = {
      number: this.#count,
      method: request.method,
      path: request.path,
      query: this.#redaction.query(request.query),
      headers: this.#redaction.headers(request.headers),
      body: withDecimalText(recordedBody(request)),
      bodyBytes: request.body.length,
      operation: handled.operation,
      parameters: handled.parameters && this.#redaction.parameters(handled.parameters),
      status: handled.drop ? null : handled.answer.status,
      problems: handled.problems,
    };
    this.recorded.push(recorded);
    if (this.recorded.length > mostRecorded) {
      this.recorded.shift();
    }
    this.#onRequest(recorded);
  }
}

/** Null where the body is too large. */
async function readRequest(incoming: IncomingMessage): Promise<RawRequest | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += chunk.length;
    if (bytes <= largestBody) {
      chunks.push(chunk);
    } else if (bytes > mostDiscarded) {
      throw new Error("a body without end");
    }
  }
  if (bytes > largestBody) {
    return null;
  }
  // A proxy's form of a request names the origin too.
  const target = (incoming.url ?? "/").replace(/^https?:\/\/[^/?#]*/i, "");
  const [path = "", ...query] = target.replace(/#.*$/s, "").split("?");
  return {
    method: (incoming.method ?? "GET").toUpperCase(),
    path: path === "" ? "/" : path,
    query: query.join("?"),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : (value ?? ""),
      ]),
    ),
    body: Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    ...headers,
    ...(body === null ? {} : { "content-length": String(body.length) }),
  });
  response.end(body ?? undefined);
}
