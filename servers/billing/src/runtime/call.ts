import type { Audit, RequestEntry } from "./audit.js";
import type { Level } from "./errors.js";
import type { Follower } from "./follow.js";
import type { Ask } from "./gate-host.js";
import type { Http } from "./http.js";
import type { OperationRequest } from "./operation.js";
import type { Secrets } from "./secrets.js";
import type { Upstream } from "./upstream.js";

/** One call of a tool, for as long as it runs. */
export interface Call {
  readonly requestId: string;
  readonly tool: string;
  readonly caller: string;
  /** The checked arguments. */
  input: unknown;
  /** The error rules of the tool and of the server. */
  readonly rules: readonly Level[];
  /** Aborted when the client cancels the call. */
  readonly cancelled: AbortSignal;
  /** Null where the client has no way to ask the person at it. */
  readonly ask: Ask | null;
  /** When it must be over, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly upstream: Upstream;
  readonly http: Http;
  /** Loaded when it is first needed. */
  readonly follower: () => Promise<Follower>;
  readonly audit: Audit;
  readonly secrets: Secrets;
  /** Names this server to the upstream. */
  readonly userAgent: string;
  /** What the model is told beside the result. */
  readonly notes: string[];
  /** Every request so far, for the closing line. */
  readonly requests: RequestEntry[];
  /** True once a request that changes something may have reached the upstream. */
  changing: boolean;
  /** True once the upstream has said that a change was made. */
  changed: boolean;
  /** Watches over what a gate's code sends; null elsewhere. */
  readonly writes: Writes | null;
  /** Of the draft that the call is about; null where it is about none. */
  draftId: string | null;
}

/** Watches over requests that change something. */
export interface Writes {
  /** Throws where the request must not be sent. */
  check(operation: string, given: OperationRequest): void;
  /** The idempotency key of the next one; null for a random one. */
  key(): string | null;
}
