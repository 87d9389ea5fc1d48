import { randomUUID } from "node:crypto";
import { parseArguments } from "./arguments.js";
import { Audit } from "./audit.js";
import type { Call } from "./call.js";
import { clientFor } from "./client.js";
import { ConfigurationError, type Environment, EnvReader } from "./env.js";
import { FatalError } from "./fatal.js";
import { Http } from "./http.js";
import { CallLimits } from "./limits.js";
import { Ended, Failure } from "./outcome.js";
import { read } from "./reader.js";
import { type CallResult, finishFailure, finishResult } from "./result.js";
import { Secrets } from "./secrets.js";
import type { Server } from "./server.js";
import type { Context, Tool } from "./tool.js";
import { readUpstream, type Upstream } from "./upstream.js";

/** The most that an answer may have, decoded. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** How long past the deadline a request may take to notice it, before the tool itself is given up. */
const DEADLINE_GRACE_MS = 500;

export interface CallOptions {
  /** Aborted when the client no longer wants the answer. */
  readonly signal: AbortSignal;
  /** Who is asking: limits count by it, and the log names it. */
  readonly caller: string;
}

/** Whether calls can succeed; if not, what the last one failed of. */
export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly reason: string };

/** Reads the environment. Throws a ConfigurationError that names everything that is wrong with it. */
export function startServer(server: Server, environment: Environment): RunningServer {
  const reader = new EnvReader(environment);
  const upstream = readUpstream(server.upstream, reader);
  const problems = reader.problems();
  if (problems.length > 0) {
    throw new ConfigurationError(problems);
  }
  const secrets = new Secrets(upstream.secrets);
  return new RunningServer(server, upstream, secrets, openAudit(server, secrets));
}

function openAudit(server: Server, secrets: Secrets): Audit {
  try {
    return new Audit(server.audit, secrets);
  } catch (error) {
    throw new ConfigurationError([`the log cannot be opened: ${String(error)}`]);
  }
}

/** How a call ended, for its closing line. */
interface Ending {
  readonly result: CallResult;
  /** "ok", or the code of the structured error. */
  readonly outcome: string;
}

interface RunnableTool extends Tool {
  readonly secretNames: ReadonlySet<string>;
}

/** A server that answers calls, whatever transport brings them. */
export class RunningServer {
  readonly definition: Server;
  readonly #upstream: Upstream;
  readonly #secrets: Secrets;
  readonly #audit: Audit;
  readonly #http = new Http(MAX_ANSWER_BYTES);
  readonly #limits = new CallLimits();
  readonly #tools: ReadonlyMap<string, RunnableTool>;
  readonly #userAgent: string;
  readonly #running = new Set<Promise<CallResult>>();
  #readiness: Readiness = { ready: true };

  constructor(definition: Server, upstream: Upstream, secrets: Secrets, audit: Audit) {
    this.definition = definition;
    this.#upstream = upstream;
    this.#secrets = secrets;
    this.#audit = audit;
    this.#userAgent = `${definition.name}/${definition.version}`.replaceAll(/[^!-~]/g, "-");
    this.#tools = new Map(
      definition.tools.map((tool) => [
        tool.name,
        { ...tool, secretNames: new Set(tool.secret ?? []) },
      ]),
    );
  }

  has(tool: string): boolean {
    return this.#tools.has(tool);
  }

  readiness(): Readiness {
    return this.#readiness;
  }

  /** Loads, without using the network, what the first call would otherwise wait for. */
  async warmUp(): Promise<void> {
    await Promise.all([this.#audit.ready(), this.#http.warmUp(this.#upstream.baseUrl.protocol)]);
    for (const tool of this.#tools.values()) {
      tool.input.safeParse({});
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Never rejects because of the tool, the upstream or the arguments; throws for an unknown tool. */
  async callTool(name: string, given: unknown, options: CallOptions): Promise<CallResult> {
    const tool = this.#tools.get(name);
    if (tool === undefined) {
      throw new Error(`There is no tool ${name}.`);
    }
    const running = this.#call(tool, given, options);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Waits for running calls, at most `graceMs`, and lets go of connections and files. */
  async close(graceMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([Promise.allSettled(this.#running), grace]);
    clearTimeout(timer);
    await this.#http.close();
    this.#audit.close();
  }

  async #call(
    tool: RunnableTool,
    given: unknown,
    { signal, caller }: CallOptions,
  ): Promise<CallResult> {
    const started = performance.now();
    await this.#audit.ready();
    const requestId = randomUUID();
    const entry = { request_id: requestId, caller, tool: tool.name };
    const opened = this.#audit.opened({ ...entry, arguments: given }, tool.secretNames);
    const requests: Call["requests"] = [];
    const { result, outcome } = await this.#answer(tool, given, caller, (input) => ({
      requestId,
      tool: tool.name,
      input,
      rules: [tool.errors, this.definition.errors],
      cancelled: signal,
      deadline: Date.now() + this.#upstream.definition.deadlineMs,
      upstream: this.#upstream,
      http: this.#http,
      audit: this.#audit,
      userAgent: this.#userAgent,
      opened,
      requests,
      changing: false,
    }));
    const ms = Math.round(performance.now() - started);
    this.#audit.closed({ ...entry, outcome, ms, upstream: requests });
    return result;
  }

  async #answer(
    tool: RunnableTool,
    given: unknown,
    caller: string,
    begin: (input: unknown) => Call,
  ): Promise<Ending> {
    const parsed = parseArguments(tool.input, given, tool.secretNames);
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

  #succeed(tool: Tool, call: Call, output: object): Ending {
    if (call.requests.length > 0) {
      this.#readiness = { ready: true };
    }
    const result = finishResult(heldTo(tool, output), this.#secrets);
    return { result, outcome: result.kind === "success" ? "ok" : result.body.error };
  }

  #fail(body: Failure["body"]): Ending {
    return { result: finishFailure(body, this.#secrets), outcome: body.error };
  }

  /** What a tool threw: an outcome, something fatal, or a mistake in the server's own code. */
  #stop(call: Call, error: unknown): Ending {
    if (error instanceof Ended) {
      const { outcome } = error;
      return outcome.kind === "failure"
        ? this.#fail(outcome.body)
        : { result: finishResult(outcome.value, this.#secrets), outcome: "ok" };
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
    const left = call.deadline - Date.now() + DEADLINE_GRACE_MS;
    timer = setTimeout(() => {
      reject(
        new FatalError(call.changing ? "outcome_unknown" : "upstream_timeout", {
          problem: "deadline",
        }),
      );
    }, left);
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
