import { randomUUID } from "node:crypto";
import { parseArguments } from "./arguments.js";
import type { Audit } from "./audit.js";
import type { Call } from "./call.js";
import { clientFor } from "./client.js";
import { FatalError } from "./fatal.js";
import type { Follower, Network } from "./follow.js";
import { Http } from "./http.js";
import { CallLimits } from "./limits.js";
import { Ended, Failure, type FailureBody, failure } from "./outcome.js";
import { read } from "./reader.js";
import { repeatFor } from "./repeat.js";
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
  readonly #network: Network | undefined;
  #follower: Promise<Follower> | null = null;
  readonly #limits = new CallLimits();
  readonly #tools: ReadonlyMap<string, Callable>;
  readonly #userAgent: string;
  #readiness: Readiness = { ready: true };

  constructor(
    server: Server,
    upstream: Upstream,
    secrets: Secrets,
    audit: Audit,
    network?: Network,
  ) {
    this.#server = server;
    this.#network = network;
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
      parseArguments(tool.input, {}, secret, tool.renamed);
      await new Promise((resolve) => setImmediate(resolve));
    }
    finishResult({ request_id: randomUUID() }, this.#secrets);
  }

  async close(): Promise<void> {
    await this.#http.close();
    await (await this.#follower)?.close();
    for (const source of this.#upstream.tokens.values()) {
      await source.close();
    }
  }

  #loadFollower(): Promise<Follower> {
    this.#follower ??= import("./follow.js").then(
      ({ Follower }) => new Follower(MAX_ANSWER_BYTES, this.#network),
    );
    return this.#follower;
  }

  async perform(name: string, given: unknown, options: CallOptions): Promise<CallResult> {
    const callable = this.#tools.get(name);
    if (callable === undefined) {
      throw new Error(`There is no tool ${name}.`);
    }
    const started = performance.now();
    const call = this.#begin(callable, options);
    const entry = { request_id: call.requestId, caller: options.caller, tool: name };
    this.#audit.opened({ ...entry, arguments: given }, callable.secret);
    const result = await this.#answer(callable, given, call);
    const ms = Math.round(performance.now() - started);
    const outcome = result.kind === "success" ? "ok" : result.body.error;
    this.#audit.closed({ ...entry, outcome, ms, upstream: call.requests });
    return result;
  }

  #begin({ tool }: Callable, { caller, signal }: CallOptions): Call {
    return {
      requestId: randomUUID(),
      tool: tool.name,
      caller,
      input: null,
      rules: [tool.errors, this.#server.errors],
      cancelled: signal,
      deadline: Date.now() + this.#upstream.definition.deadlineMs,
      upstream: this.#upstream,
      http: this.#http,
      follower: () => this.#loadFollower(),
      audit: this.#audit,
      secrets: this.#secrets,
      userAgent: this.#userAgent,
      notes: [],
      requests: [],
      changing: false,
      changed: false,
    };
  }

  async #answer({ tool, secret }: Callable, given: unknown, call: Call): Promise<CallResult> {
    try {
      const parsed = parseArguments(tool.input, given, secret, tool.renamed);
      if (!parsed.ok) {
        return this.#fail(parsed.failure);
      }
      const wait = this.#limits.take(tool, call.caller, Date.now());
      if (wait !== null) {
        return this.#fail({ error: "rate_limited", retry_after: wait });
      }
      call.input = parsed.input;
      const output = await withinDeadline(call, run(tool, call));
      return output instanceof Failure
        ? this.#fail(output.body)
        : this.#succeed(call, heldTo(tool, output));
    } catch (error) {
      return this.#stop(call, error);
    }
  }

  #succeed(call: Call, output: object): CallResult {
    if (call.requests.length > 0) {
      this.#readiness = { ready: true };
    }
    return finishResult(output, this.#secrets, call.notes);
  }

  #fail(body: FailureBody): CallResult {
    return finishFailure(body, this.#secrets);
  }

  /** Something fatal, or a mistake in the server's own code. Only the log tells more than the code. */
  #stop({ requestId, tool, changed }: Call, error: unknown): CallResult {
    const fatal =
      error instanceof FatalError ? error : new FatalError("internal_error", { cause: error });
    if (fatal.affectsReadiness) {
      this.#readiness = { ready: false, reason: fatal.code };
    }
    this.#audit.error(fatal.code, { request_id: requestId, tool, ...fatal.details }, fatal.cause);
    return this.#fail(fatal.body(requestId, changed));
  }
}

/** What the tool returns, or what a request or an expression ended it with. */
async function run(tool: Tool, call: Call): Promise<object> {
  try {
    return await tool.run(call.input, contextOf(call, tool));
  } catch (error) {
    if (!(error instanceof Ended)) {
      throw error;
    }
    const { outcome } = error;
    if (outcome.kind === "result") {
      return outcome.value;
    }
    return call.changed ? failure({ ...outcome.body, change_made: true }) : outcome;
  }
}

/** The context's signal is made when a handler asks for it; few do. */
function contextOf(call: Call, tool: Tool): Context<unknown> {
  return {
    api: clientFor(call, tool.calls),
    upstream: call.upstream.supplied,
    ...repeatFor(call),
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
