import type { Approval } from "./gate.js";
import type { Effect } from "./operation.js";
import type { Annotations, Limit } from "./tool.js";

/** What stands between an assistant and a change: written beside a server, and compared from run to run. */
export interface Safeguards {
  /** Those that write or destroy, by name. */
  readonly jobs: Readonly<Record<string, JobSafeguards>>;
  /** Operations in use that count as reads. By code unit. */
  readonly reads: readonly string[];
  /** Null where the map has none. */
  readonly approvals: ApprovalSafeguards | null;
  /** Names of arguments that stay out of the log. By code unit. */
  readonly redact: readonly string[];
}

export interface JobSafeguards {
  /** What it does that is no read, by `Operation.key`. */
  readonly operations: Readonly<Record<string, Effect>>;
  readonly gate: GateSafeguards | null;
  /** Why a destructive call needs no gate; null where there is none, or a gate. */
  readonly unconfirmed: string | null;
  readonly limit: Limit | null;
  /** What hosts are told of it. */
  readonly annotations: Annotations;
}

export interface GateSafeguards {
  /** What it can come to, the weakest first. */
  readonly approval: readonly Approval[];
  /** What chooses among several, each `let` that it reads on a line of its own; null for one that is stated. */
  readonly chosenBy: readonly string[] | null;
  readonly expiresSeconds: number;
  /** What is done about the API's own drafts, before anybody has confirmed. */
  readonly drafts: Readonly<Record<string, Effect>>;
}

export interface ApprovalSafeguards {
  readonly store: "memory" | "file";
  /** As in the map; a variable as `$NAME`. */
  readonly requester: string | null;
  readonly approvers: readonly string[];
}
