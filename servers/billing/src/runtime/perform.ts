import { randomUUID } from "node:crypto";
import { parseArguments } from "./arguments.js";
import type { Audit } from "./audit.js";
import type { Call } from "./call.js";
import { FatalError } from "./fatal.js";
import type { Follower, Network } from "./follow.js";
import type { RunningDrafts, StartDrafts } from "./gate-host.js";
import { Http } from "./http.js";
import { CallLimits } from "./limits.js";
import { Failure, type FailureBody } from "./outcome.js";
import { type CallResult, finishFailure, finishResult } from "./result.js";
import { contextOf, heldTo, run, withinDeadline } from "./run.js";
import type { CallOptions, Readiness } from "./running.js";
import type { Secrets } from "./secrets.js";
import type { Server } from "./server.js";
import type { Tool } from "./tool.js";
import type { Upstream } from "./upstream.js";

/** The most that an answer may have, decoded. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

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
  /** Null where no tool is half of a gate. */
  readonly drafts: RunningDrafts | null;
  #readiness: Readiness = { ready: true };
  readonly #reported = new WeakSet<FatalError>();

  constructor(
    server: Server,
    upstream: Upstream,
    secrets: Secrets,
    audit: Audit,
    { network, startDrafts }: { network: Network | undefined; startDrafts: StartDrafts | null },
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
    const begin = (tool: Tool, caller: string) =>
      this.#begin(tool, { caller, signal: new AbortController().signal });
    const fail = (call: Call, error: unknown) => this.#stopped(call, error);
    this.drafts = startDrafts?.({ server, audit, secrets, begin, fail }) ?? null;
  }

  get readiness(): Readiness {
    const drafts = this.drafts?.readiness() ?? this.#readiness;
    return drafts.ready ? this.#readiness : drafts;
  }

  /** Loads and compiles what Node and zod leave to the first use. */
  async warmUp(): Promise<void> {
    await this.#audit.ready();
    await this.#http.warmUp(this.#upstream.base.url.protocol);
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
    const call = this.#begin(callable.tool, options);
    const entry = { request_id: call.requestId, caller: options.caller, tool: name };
    this.#audit.opened({ ...entry, arguments: given }, callable.secret);
    const result = await this.#answer(callable, given, call);
    const ms = Math.round(performance.now() - started);
    const outcome = result.kind === "success" ? "ok" : result.body.error;
    const draft = call.draftId === null ? {} : { draft_id: call.draftId };
    this.#audit.closed({ ...entry, ...draft, outcome, ms, upstream: call.requests });
    return result;
  }

  #begin(tool: Tool, { caller, signal, ask }: CallOptions): Call {
    return {
      requestId: randomUUID(),
      tool: tool.name,
      caller,
      input: null,
      rules: [tool.errors, this.#server.errors],
      cancelled: signal,
      ask: ask ?? null,
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
      writes: null,
      draftId: null,
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
      const output = await this.#output(tool, call);
      return output instanceof Failure
        ? this.#fail(output.body)
        : this.#succeed(call, heldTo(tool.name, tool.output, output));
    } catch (error) {
      return this.#fail(this.#stopped(call, error));
    }
  }

  async #output(tool: Tool, call: Call): Promise<object> {
    if (this.drafts?.has(tool) === true) {
      return await this.drafts.run(tool, call);
    }
    const work = () => tool.run(call.input, contextOf(call, tool.calls));
    return await withinDeadline(call, run(call, work));
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
  #stopped({ requestId, tool, changed }: Call, error: unknown): FailureBody {
    const fatal =
      error instanceof FatalError ? error : new FatalError("internal_error", { cause: error });
    if (fatal.affectsReadiness) {
      this.#readiness = { ready: false, reason: fatal.code };
    }
    // Calls that wait for one token fail of one error; the closing line of each names it.
    if (!this.#reported.has(fatal)) {
      this.#reported.add(fatal);
      this.#audit.error(fatal.code, { request_id: requestId, tool, ...fatal.details }, fatal.cause);
    }
    return fatal.body(requestId, changed);
  }
}
