import type { Audit } from "./audit.js";
import type { Call } from "./call.js";
import type { Environment, EnvReader, EnvText } from "./env.js";
import type { FailureBody } from "./outcome.js";
import type { Readiness, RunningServer } from "./running.js";
import type { Secrets } from "./secrets.js";
import type { Server } from "./server.js";
import type { Tool } from "./tool.js";

/**
 * What the runtime and gates know of each other. A server without gates holds neither `gates/` nor
 * `desk/`: their parts come in through the definition, and nothing else imports them.
 */

/** What one process of a server is for. */
export type Role = "tools" | "approvals";

/** What gates are built on. */
export interface GateHost {
  readonly server: Server;
  readonly audit: Audit;
  readonly secrets: Secrets;
  /** A call that no client asks for: of a draft that was approved or cut off. */
  begin(tool: Tool, caller: string): Call;
  /** Logs what ended a call that nobody waits for; what somebody who waited would be told. */
  fail(call: Call, error: unknown): FailureBody;
}

/** Where drafts are kept between the two halves of a gate; made by `drafts` of `gates/drafts.ts`. */
export interface DraftsDefinition {
  /** Reads what it needs of the environment. */
  read(environment: EnvReader, role: Role): StartDrafts;
}

export type StartDrafts = (host: GateHost) => RunningDrafts;

export interface RunningDrafts {
  /** Whether the tool is half of a gate. */
  has(tool: Tool): boolean;
  /** Carries out half of a gate; `call` has the checked arguments. */
  run(tool: Tool, call: Call): Promise<object>;
  readiness(): Readiness;
  /** Begins nothing new, and no longer waits for people. */
  stop(): void;
  /** Resolves once no draft is on its way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Where people approve; made by `approvals` of `desk/approvals.ts`. */
export interface ApprovalsDefinition {
  /** Email addresses. */
  readonly approvers: readonly EnvText[];
  /** What the desk lacks or cannot use of the environment, a line each. */
  problems(environment: Environment): readonly string[];
  /** Serves the desk. Throws a ConfigurationError where the environment does not do. */
  serve(running: RunningServer, options: DeskOptions): Promise<Desk>;
}

export interface DeskOptions {
  /** `host:port` or `port`, as it was given; null for the default. */
  readonly address: string | null;
  readonly environment: Environment;
}

export interface Desk {
  /** Where it listens. */
  readonly url: string;
  close(): Promise<void>;
}

/** Asks the person at the client to choose. Never rejects. */
export type Ask = (question: Question) => Promise<Choice>;

export interface Question {
  /** Plain text, several lines. */
  readonly message: string;
  /** What the one field of the form is called, and what it may hold. */
  readonly field: {
    readonly name: string;
    readonly title: string;
    readonly options: readonly string[];
  };
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type Choice =
  | { readonly kind: "chosen"; readonly option: string }
  | { readonly kind: "declined" }
  /** Closed, cancelled or timed out without an answer. */
  | { readonly kind: "dismissed" }
  /** The client failed, or answered without asking. */
  | { readonly kind: "failed" };
