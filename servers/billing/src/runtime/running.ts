import { Audit } from "./audit.js";
import { ConfigurationError, type Environment, EnvReader } from "./env.js";
import type { Network } from "./follow.js";
import type { Ask, Role, RunningDrafts } from "./gate-host.js";
import { nearest } from "./nearest.js";
import { Machinery } from "./perform.js";
import type { CallResult } from "./result.js";
import { Secrets } from "./secrets.js";
import type { Server } from "./server.js";
import { cleanText, shorten } from "./text.js";
import { readUpstream } from "./upstream.js";

/** How much of a name that nobody knows is repeated. */
const MAX_NAME = 80;

export interface CallOptions {
  /** Aborted when the client no longer wants the answer. */
  readonly signal: AbortSignal;
  /** Who is asking: limits count by it, and the log names it. */
  readonly caller: string;
  /** Absent where the client has no way to ask the person at it. */
  readonly ask?: Ask;
}

/** Whether calls can succeed; if not, what the last one failed of. */
export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly reason: string };

export interface StartOptions {
  /** For redirects that leave the API; absent: the internet. */
  readonly network?: Network;
  /** Absent: tools. */
  readonly role?: Role;
}

/** Reads the environment. Throws a ConfigurationError that names everything that is wrong with it. */
export function startServer(
  server: Server,
  environment: Environment,
  { network, role = "tools" }: StartOptions = {},
): RunningServer {
  const reader = new EnvReader(environment);
  const upstream = readUpstream(server.upstream, reader);
  const startDrafts = server.drafts?.read(reader, role) ?? null;
  const problems = reader.problems();
  if (problems.length > 0) {
    throw new ConfigurationError(problems);
  }
  const secrets = new Secrets(upstream.secrets);
  const audit = openAudit(server, secrets);
  const more = { network, startDrafts };
  return new RunningServer(server, audit, new Machinery(server, upstream, secrets, audit, more));
}

function openAudit(server: Server, secrets: Secrets): Audit {
  try {
    return new Audit(server.audit, secrets);
  } catch (error) {
    throw new ConfigurationError([`the log cannot be opened: ${String(error)}`]);
  }
}

/** A server that answers calls, whatever transport brings them. */
export class RunningServer {
  readonly definition: Server;
  readonly #audit: Audit;
  readonly #machinery: Machinery;
  readonly #names: ReadonlySet<string>;
  readonly #running = new Set<Promise<CallResult>>();
  #warmUp: Promise<void> | null = null;

  constructor(definition: Server, audit: Audit, machinery: Machinery) {
    this.definition = definition;
    this.#audit = audit;
    this.#machinery = machinery;
    this.#names = new Set(definition.tools.map(({ name }) => name));
  }

  /** Null where no tool is half of a gate. */
  get drafts(): RunningDrafts | null {
    return this.#machinery.drafts;
  }

  has(tool: string): boolean {
    return this.#names.has(tool);
  }

  /** Says that there is no such tool, and which one may have been meant. */
  unknownTool(name: string): string {
    const meant = nearest(name, [...this.#names]);
    const suggestion = meant === null ? "" : ` Did you mean ${meant}?`;
    return `There is no tool ${shorten(cleanText(name), MAX_NAME)}.${suggestion}`;
  }

  readiness(): Readiness {
    return this.#machinery.readiness;
  }

  /** Does, without using the network, what the first call would otherwise wait for. */
  warmUp(): Promise<void> {
    this.#warmUp ??= this.#machinery.warmUp();
    return this.#warmUp;
  }

  /** Never rejects because of the tool, the upstream or the arguments, but for an unknown tool. */
  async callTool(name: string, given: unknown, options: CallOptions): Promise<CallResult> {
    if (!this.has(name)) {
      throw new Error(this.unknownTool(name));
    }
    const running = this.#machinery.perform(name, given, options);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Logs what went wrong outside of any call: a handler's promise that nobody waits for. */
  report(error: unknown): void {
    this.#audit.error("internal_error", {}, error);
  }

  /** Waits for running calls, at most `graceMs`, and lets go of connections and files. */
  async close(graceMs: number): Promise<void> {
    this.drafts?.stop();
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    const settled = Promise.allSettled(this.#running).then(() => this.drafts?.settled());
    await Promise.race([settled, grace]);
    clearTimeout(timer);
    await this.drafts?.close();
    await this.#machinery.close();
    await this.#audit.close();
  }
}
