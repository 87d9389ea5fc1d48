import type { AttemptEnd, CallRecord, RequestRecord } from "../run.js";

/** What came of an attempt, before it is judged. */
export interface Observed {
  readonly end: AttemptEnd;
  readonly problem: string | null;
  /** In the order in which they were made. */
  readonly calls: readonly ObservedCall[];
  /** Every text of the model's, the last one last. */
  readonly texts: readonly string[];
  readonly requests: readonly RequestRecord[];
  /** One for each of the prompt's `state` expectations, in their order. */
  readonly state: readonly StateAnswer[];
}

export interface ObservedCall extends CallRecord {
  /** The turn that asked for it, from 0; left out where that is not known. */
  readonly turn?: number;
}

/** What the API said to a look at its state. */
export type StateAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly body: string }
  | { readonly kind: "none"; readonly why: string };
