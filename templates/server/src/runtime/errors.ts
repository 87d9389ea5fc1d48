import type { Outcome } from "./outcome.js";

/** What an error rule sees of an answer that is an error, of a timeout, or of a network failure. */
export interface UpstreamError<Body> {
  /** 0 for a timeout or a network failure. */
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The fields that rules read; null where absent or of another type. */
  readonly body: Body;
  /** Seconds, at most a day; null where the upstream gave none. */
  readonly retryAfter: number | null;
}

/**
 * What an error becomes: an outcome, or a function that chooses one. Undefined asks the next level
 * (call, tool, server, built-in). Where `Body` is never, a rule says by the annotation of its
 * parameter which fields of the error body it reads.
 */
export type ErrorRule<Input, V = unknown, Body = never> =
  | Outcome<V>
  | ((error: UpstreamError<Body>, input: Input) => Outcome<V> | undefined);

/** By status, class of status, or cause; within one level the exact status comes first. */
export interface ErrorRules<Input, V = unknown, Body = never> {
  readonly [status: number]: ErrorRule<Input, V, Body>;
  readonly "4xx"?: ErrorRule<Input, V, Body>;
  readonly "5xx"?: ErrorRule<Input, V, Body>;
  readonly default?: ErrorRule<Input, V, Body>;
  readonly timeout?: ErrorRule<Input, V, Body>;
  readonly network?: ErrorRule<Input, V, Body>;
}
