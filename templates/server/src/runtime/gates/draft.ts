import type { JsonObject, JsonValue } from "../json.js";
import type { FailureBody } from "../outcome.js";

/** Who has to say yes before the call is made: nobody else, the person at the client, or somebody who did not ask. */
export type Approval = "none" | "elicitation" | "human";

/**
 * `prepared` by the model, `waiting` for a person, `approved` or `refused` by one, `running`, then
 * `done`, `failed` or `unknown` (it was sent, and no answer came back); or `expired`.
 */
export type DraftState =
  | "prepared"
  | "waiting"
  | "approved"
  | "refused"
  | "running"
  | "done"
  | "failed"
  | "unknown"
  | "expired";

/** States from which a draft can still lead to its call. */
export const openStates: ReadonlySet<DraftState> = new Set([
  "prepared",
  "waiting",
  "approved",
  "running",
]);

/** States in which nothing is made of the API's own draft any more. */
export const discardingStates: ReadonlySet<DraftState> = new Set(["refused", "failed", "expired"]);

/** A change that was summarised, and is made once somebody says so. Times are milliseconds since the epoch. */
export interface Draft {
  /** Carries 128 random bits. */
  readonly id: string;
  /** One higher with each move: what a compare-and-set compares. */
  readonly version: number;
  readonly state: DraftState;
  /** `refund_order`, of `prepare_refund_order` and `confirm_refund_order`. */
  readonly job: string;
  /** Which client prepared it; nobody else can confirm it. */
  readonly caller: string;
  /** The person for whom the caller acts, as an email address; who asked cannot approve. */
  readonly requester: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** The checked arguments, with which steps and guards run again before the call. */
  readonly input: JsonValue;
  /** Of the job and its arguments: the same again, of the same asker, is the same draft. */
  readonly inputHash: string;
  /** Of everything that was approved: job, operation, request, summary and approval. */
  readonly hash: string;
  /** One line. */
  readonly summary: string;
  /** Rows for people, label and text. */
  readonly show: readonly (readonly [label: string, text: string])[];
  /** What an approver types; null where the summary shows no value. */
  readonly typed: string | null;
  readonly approval: Approval;
  /** Null where the owner's own code makes the calls. */
  readonly call: PreparedCall | null;
  /** What its result is made of beside the answer. */
  readonly kept: JsonObject;
  /** The answer that made the API's own draft; null where the API keeps none. */
  readonly apiDraft: { readonly answer: JsonValue } | null;
  /** The API's own draft is thrown away so, once this one is refused or has lapsed; null once it is. */
  readonly cancel: PreparedCall | null;
  readonly decision: Decision | null;
  /** Which process makes the call; whose lease has passed was cut off. */
  readonly runner: Runner | null;
  readonly result: StoredResult | null;
}

/**
 * Whose a draft is. Several people may keep their drafts in one store under one name of a caller:
 * what one of them asked for, another does not find, count or confirm.
 */
export type Asker = Pick<Draft, "caller" | "requester">;

/** A request that is kept until it is sent. */
export interface PreparedCall {
  readonly operation: string;
  readonly request: JsonObject;
  /** Where the request holds what a secret input says: JSON Pointers, `/body/code`. Absent: nowhere that is known. */
  readonly secret?: readonly string[];
}

export interface Decision {
  /** An approver's email address, or "client" for the person who was asked there. */
  readonly by: string;
  readonly at: number;
  readonly reason: string | null;
}

export interface Runner {
  readonly id: string;
  readonly leaseUntil: number;
  /** When the draft was first `running`: keys of requests are not known forever. */
  readonly since: number;
}

/** What the first confirmation led to; every later one is told the same. */
export type StoredResult =
  | { readonly kind: "success"; readonly output: JsonObject }
  | { readonly kind: "failure"; readonly body: FailureBody };

/** An approver's way to one draft. */
export interface ApprovalLink {
  /** SHA-256 of the link's secret, in hexadecimal: the store never holds the secret. */
  readonly hash: string;
  readonly draftId: string;
  /** An email address. */
  readonly approver: string;
  readonly createdAt: number;
  /** Whether the approver has been told of it. */
  readonly told: boolean;
  /** How often something else was typed than is shown. */
  readonly misses: number;
}
