import { randomUUID } from "node:crypto";
import { parseArguments } from "./arguments.js";
import type { Audit } from "./audit.js";
import type { Call } from "./call.js";
import { clientFor } from "./client.js";
import { FatalError } from "./fatal.js";
import { Http } from "./http.js";
import { CallLimits } from "./limits.js";
import { Ended, Failure, type FailureBody } from "./outcome.js";
import { read } from "./reader.js";
import { type CallResult, finishFailure, finishResult } from "./result.js";
import type { CallOptions, Readiness } from "./running.js";
import type { Secrets } from "./secrets.js";
import type { Server } from "./server.js";
import type { Context, Tool } from "./tool.js";
import type { Upstream } from "./upstream.js";

/** The most that an answer may have, decoded. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** How long past the deadline a request may take to notice it, before the tool itself is given up. */
const DEADLINE_GRACE_MS = 500;

/** A tool that can be called, with what is looked up on every call. */
interface Callable {
  readonly tool: Tool;
  readonly secret: ReadonlySet<string>;
}

/** What carries out calls. */
export class Machinery {
  readonly #server: Server;
  readonly #upstream: Upstream;
  readonly #secrets: Secrets;
  readonly #audit: Audit;
  readonly #http = new Http(MAX_ANSWER_BYTES);
  readonly #limits = new CallLimits();
  readonly #tools: ReadonlyMap<string, Callable>;
  readonly #userAgent: string;
  #readiness: Readiness = { ready: true };

  constructor(server: Server, upstream: Upstream, secrets: Secrets, audit: Audit) {
    this.#server = server;
    this.#upstream = upstream;
    this.#secrets = secrets;
    this.#audit = audit;
    this.#userAgent = `${server.name}/${server.version}`.replaceAll(/[^!-~]/g, "-");
    this.#tools = new Map(
      server.tools.map((tool) => [tool.name, { tool, secret: new Set(tool.secret ?? []) }]),
    );
  }

  get readiness(): Readiness {
    return this.#readiness;
  }

  /** Loads and compiles what Node and zod leave to the first use. */
  async warmUp(): Promise<void> {
    await this.#audit.ready();
    await this.#http.warmUp(this.#upstream.baseUrl.protocol);
    for (const { tool, secret } of this.#tools.values()) {
      parseArguments(tool.input, {}, secret);
      await new Promise((resolve) => setImmediate(resolve));
    }
    finishResult({ request_id: randomUUID() }, this.#secrets);
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  async perform(name: string, given: unknown, options: CallOptions): Promise<CallResult> {
    const callable = this.#tools.get(name);
    if (callable === undefined) {
      throw new Error(`There is no tool ${name}.`);
    }
    const started = performance.now();
    const entry = { request_id: randomUUID(), caller: options.caller, tool: name };
    this.#audit.opened({ ...entry, arguments: given }, callable.secret);
    const requests: Call["requests"] = [];
    const result = await this.#answer(callable, given, options, (input) => ({
      requestId: entry.request_id,
      tool: name,
      input,
      rules: [callable.tool.errors, this.#server.errors],
      cancelled: options.signal,
      deadline: Date.now() + this.#upstream.definition.deadlineMs,
      upstream: this.#upstream,
      http: this.#http,
      audit: this.#audit,
      userAgent: this.#userAgent,
      requests,
      changing: false,
    }));
    const ms = Math.round(performance.now() - started);
    const outcome = result.kind === "success" ? "ok" : result.body.error;
    this.#audit.closed({ ...entry, outcome, ms, upstream: requests });
    return result;
  }

  async #answer(
    { tool, secret }: Callable,
    given: unknown,
    { caller }: CallOptions,
    begin: (input: unknown) => Call,
  ): Promise<CallResult> {
    const parsed = parseArguments(tool.input, given, secret);
    if (!parsed.ok) {
      return this.#fail(parsed.failure);
    }
    const wait =
      tool.limit === undefined
        ? null
        : this.#limits.take(tool.name, caller, tool.limit, Date.now());
    if (wait !== null) {
      return this.#fail({ error: "rate_limited", retry_after: wait });
    }
    const call = begin(parsed.input);
    try {
      const output = await withinDeadline(call, tool.run(parsed.input, contextOf(call, tool)));
      return output instanceof Failure
        ? this.#fail(output.body)
        : this.#succeed(tool, call, output);
    } catch (error) {
      return this.#stop(call, error);
    }
  }

  #succeed(tool: Tool, call: Call, output: object): CallResult {
    const result = finishResult(heldTo(tool, output), this.#secrets);
    if (call.requests.length > 0) {
      this.#readiness = { ready: true };
    }
    return result;
  }

  #fail(body: FailureBody): CallResult {
    return finishFailure(body, this.#secrets);
  }

  /** What a tool threw: an outcome, something fatal, or a mistake in the server's own code. */
  #stop(call: Call, error: unknown): CallResult {
    if (error instanceof Ended) {
      const { outcome } = error;
      return outcome.kind === "failure"
        ? this.#fail(outcome.body)
        : finishResult(outcome.value, this.#secrets);
    }
    const fatal =
      error instanceof FatalError ? error : new FatalError("internal_error", { cause: error });
    if (fatal.affectsReadiness) {
      this.#readiness = { ready: false, reason: fatal.code };
    }
    const { requestId: request_id, tool } = call;
    this.#audit.error(fatal.code, { request_id, tool, ...fatal.details }, fatal.cause);
    return this.#fail(fatal.body(request_id));
  }
}

/** The context's signal is made when a handler asks for it; few do. */
function contextOf(call: Call, tool: Tool): Context<unknown> {
  return {
    api: clientFor(call, tool.calls),
    upstream: call.upstream.supplied,
    get signal() {
      const left = Math.max(0, call.deadline - Date.now());
      return AbortSignal.any([call.cancelled, AbortSignal.timeout(left)]);
    },
  };
}

/** Requests end by themselves at the deadline; this ends a handler that waits for something else. */
async function withinDeadline(call: Call, running: Promise<object>): Promise<object> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        const code = call.changing ? "outcome_unknown" : "upstream_timeout";
        reject(new FatalError(code, { problem: "deadline" }));
      },
      call.deadline - Date.now() + DEADLINE_GRACE_MS,
    );
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a handler returned, held to the shape that it declares. */
function heldTo(tool: Tool, output: unknown): object {
  if (typeof output !== "object" || output === null || Array.isArray(output)) {
    throw new TypeError(`${tool.name} returned no object`);
  }
  if (tool.output === undefined) {
    return output;
  }
  const { value, broken } = read(tool.output, output);
  if (broken.length > 0 || typeof value !== "object" || value === null) {
    const places = broken.map(({ pointer }) => pointer).join(", ");
    throw new TypeError(`${tool.name} returned what its output does not allow at ${places}`);
  }
  return value;
}
