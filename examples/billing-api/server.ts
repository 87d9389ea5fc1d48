import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { answerForever, answerInstead, serviceFailure } from "./faults/early.js";
import { type Fault, parseFault } from "./faults/fault.js";
import { Faults } from "./faults/faults.js";
import { breaksDescription, spoil } from "./faults/spoil.js";
import { answerTo, type Incoming, renderedRefusal, type State } from "./http/answering.js";
import { departures, type Rendered } from "./http/check-answer.js";
import { findDescription, readDescription } from "./http/description.js";
import { type RecordedRequest, recorded, textOf, write } from "./http/exchange.js";
import { IdempotencyKeys } from "./http/idempotency.js";
import { Refusal } from "./http/refusal.js";
import { Router } from "./http/router.js";
import type { Schemas } from "./http/schemas.js";
import type { Token } from "./records.js";
import { seededStore } from "./seed/seed.js";
import type { Store } from "./store.js";
import { sampleTokens } from "./tokens.js";

export interface BillingApiOptions {
  /** Any free one unless given. */
  readonly port?: number;
  /** By secret; the sample's own unless given. */
  readonly tokens?: Readonly<Record<string, Token>>;
  /** Switched on from the start. */
  readonly faults?: readonly Fault[];
  /** The OpenAPI document to hold to; specs/billing.yaml unless given. */
  readonly description?: string;
  /** Takes one line a request, and what went wrong. */
  readonly log?: (line: string) => void;
}

export interface BillingApi {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** What the API remembers, to look at and to change. Another one after a reset. */
  readonly store: Store;
  /** Every request so far, in the order of arrival. */
  readonly requests: RecordedRequest[];
  /** Answers that did not fit the description, each of which became a 500. Empty when all is well. */
  readonly violations: string[];
  readonly faults: Faults;
  /** Back to the seed: state, idempotency keys, recorded requests, faults switched on since the start. */
  reset(): void;
  /** Closes the connections that are open, too. */
  close(): Promise<void>;
}

/** Starts the sample API on 127.0.0.1, freshly seeded. */
export async function startBillingApi(options: BillingApiOptions = {}): Promise<BillingApi> {
  const api = new Api(options);
  await api.listen(options.port ?? 0);
  return api;
}

class Api implements BillingApi {
  readonly requests: RecordedRequest[] = [];
  readonly violations: string[] = [];
  readonly faults: Faults;
  readonly #options: BillingApiOptions;
  #state: State;
  readonly #schemas: Schemas;
  readonly #router: Router;
  readonly #log: (line: string) => void;
  readonly #server: Server;
  #url = "";

  constructor(options: BillingApiOptions) {
    const description = readDescription(options.description ?? findDescription());
    this.faults = new Faults(options.faults);
    this.#options = options;
    this.#state = freshState(options);
    this.#schemas = description.schemas;
    this.#router = new Router(description.operations.values());
    this.#log = options.log ?? (() => {});
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.#log(`bug: ${error instanceof Error ? error.stack : String(error)}`);
        response.destroy();
      });
    });
  }

  get url(): string {
    return this.#url;
  }

  get store(): Store {
    return this.#state.store;
  }

  reset(): void {
    this.#state = freshState(this.#options);
    this.requests.length = 0;
    this.violations.length = 0;
    this.faults.clear();
    this.faults.add(...(this.#options.faults ?? []));
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    const address = this.#server.address();
    const bound = typeof address === "object" && address !== null ? address.port : port;
    this.#url = `http://127.0.0.1:${bound}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", "http://billing.invalid");
    const body = await textOf(request);
    const match = this.#router.match(method, url.pathname);
    const operation = match.kind === "operation" ? match.operation : null;
    const record = recorded(request, url, body, operation?.id ?? null);
    this.requests.push(record);
    const requestId = record.headers["x-request-id"] ?? `req-${this.requests.length}`;
    const send = (answer: Rendered, half = false): void => {
      record.status = answer.status;
      this.#log(`${method} ${url.pathname}${url.search} ${answer.status} ${requestId}`);
      write(response, answer, requestId, half);
    };
    if (match.kind !== "operation") {
      send(renderedRefusal(noOperation(match.kind, method, url), null, requestId));
      return;
    }
    const incoming = { ...match, url, headers: request.headers, body, requestId };
    await this.#serveOperation(incoming, response, send);
  }

  async #serveOperation(
    incoming: Incoming,
    response: ServerResponse,
    send: (answer: Rendered, half?: boolean) => void,
  ): Promise<void> {
    const faults = this.#faultsFor(incoming);
    const has = (kind: Fault["kind"]): boolean => faults.some((fault) => fault.kind === kind);
    await sleep(delay(faults, "slow"));
    for (const fault of faults) {
      const answer = answerInstead(fault, incoming.operation, incoming.requestId);
      if (answer) {
        return send(answer);
      }
    }
    if (has("silent")) {
      return;
    }
    if (has("hang-up")) {
      response.destroy();
      return;
    }
    if (has("endless")) {
      return answerForever(response);
    }
    const answer = this.#spoiled(this.#checked(incoming), faults);
    await sleep(delay(faults, "late"));
    if (has("hang-up-after")) {
      response.destroy();
      return;
    }
    send(answer, has("cut-off"));
  }

  /** The ones switched on, and those that the request itself asks for in `X-Sample-Fault`. */
  #faultsFor({ operation, headers }: Incoming): readonly Fault[] {
    const asked = String(headers["x-sample-fault"] ?? "").split(",");
    return [
      ...this.faults.take(operation.id),
      ...asked.filter((text) => text.trim() !== "").map(parseFault),
    ];
  }

  /** An answer that departs from the description is never sent: it becomes a 500 that says where. */
  #checked(incoming: Incoming): Rendered {
    const answer = answerTo(incoming, this.#state, this.#schemas);
    const found = departures(incoming.operation, answer, this.#schemas);
    if (found.length === 0) {
      return answer;
    }
    const message = `${incoming.operation.id} answered ${answer.status} against the description: ${found.join("; ")}`;
    this.violations.push(message);
    this.#log(message);
    return serviceFailure("answer_breaks_description", message, incoming.requestId);
  }

  #spoiled(answer: Rendered, faults: readonly Fault[]): Rendered {
    if (answer.mediaType !== "application/json") {
      return answer;
    }
    if (faults.some(breaksDescription)) {
      this.#log("the next answer breaks the description on purpose");
    }
    return { ...answer, body: spoil(String(answer.body), faults) };
  }
}

const freshState = ({ tokens = sampleTokens }: BillingApiOptions): State => ({
  store: seededStore(tokens),
  keys: new IdempotencyKeys(),
});

const noOperation = (kind: "nothing" | "wrong-method", method: string, url: URL): Refusal =>
  kind === "nothing"
    ? new Refusal(404, "no_such_path", `There is nothing at ${url.pathname}.`)
    : new Refusal(405, "wrong_method", `${url.pathname} takes no ${method}.`);

function delay(faults: readonly Fault[], kind: "slow" | "late"): number {
  return faults.reduce((sum, fault) => sum + (fault.kind === kind ? fault.milliseconds : 0), 0);
}
