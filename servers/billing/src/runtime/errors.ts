import { FatalError } from "./fatal.js";
import type { Effect } from "./operation.js";
import { type Failure, failure, type Outcome } from "./outcome.js";

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

/** The rules of one level, with the input that its functions were written for. */
export type Level = ErrorRules<never> | undefined;

/** What the nearest rule makes of the error; undefined where no level has one that fits. */
export function outcomeByRules(
  levels: readonly Level[],
  cause: "status" | "timeout" | "network",
  error: UpstreamError<object>,
  input: unknown,
): Outcome | undefined {
  for (const rules of levels) {
    for (const rule of rulesFor(rules, cause, error.status)) {
      const outcome =
        typeof rule === "function" ? rule(error as UpstreamError<never>, input as never) : rule;
      if (outcome !== undefined) {
        return outcome;
      }
    }
  }
  return undefined;
}

/** Whether any level names the status itself. */
export function hasRuleFor(levels: readonly Level[], status: number): boolean {
  return levels.some((rules) => rules?.[status] !== undefined);
}

/** The rules that fit, the nearest first. A status below 400 is an error only where it is named. */
function rulesFor(
  rules: Level,
  cause: "status" | "timeout" | "network",
  status: number,
): readonly ErrorRule<never>[] {
  if (rules === undefined) {
    return [];
  }
  const fitting =
    cause !== "status"
      ? [rules[cause], rules.default]
      : status < 400
        ? [rules[status]]
        : [rules[status], status < 500 ? rules["4xx"] : rules["5xx"], rules.default];
  return fitting.filter((rule) => rule !== undefined);
}

/** What an error status means where no rule says so. `reason` is the upstream's own word, if any. */
export function builtInFailure(
  status: number,
  reason: string | null,
  retryAfter: number | null,
): Failure | null {
  if (status === 401 || status >= 500 || status < 400) {
    return null;
  }
  if (status === 429) {
    return failure({ error: "rate_limited", retry_after: retryAfter, reason });
  }
  const error = CODES[status] ?? "request_refused";
  return failure({ error, status, reason });
}

const CODES: Readonly<Record<number, string>> = {
  400: "invalid_request",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  410: "gone",
  422: "invalid_request",
};

/**
 * The fixed body of a status. A change that met a failing server or gateway may have been made; a
 * key makes our own repetitions harmless, and not the call that a model would make anew.
 */
export function fatalStatus(status: number, effect: Effect): FatalError {
  if (status === 401 || status === 403) {
    return new FatalError("credentials_rejected", { status });
  }
  if (effect !== "read" && (status < 400 || leavesOpen(status))) {
    return new FatalError("outcome_unknown", { status });
  }
  if (status < 400) {
    return new FatalError("upstream_contract_broken", { status });
  }
  return new FatalError("upstream_unavailable", { status, retry: status >= 500 });
}

/** Whether a server that answers so may have made the change. */
export function leavesOpen(status: number): boolean {
  return status === 500 || status === 502 || status === 504;
}

/** Seconds, from either form of Retry-After. Source: RFC 9110, section 10.2.3. */
export function retryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) {
    return null;
  }
  const seconds = /^\s*[0-9]+\s*$/.test(header)
    ? Number(header)
    : Math.ceil((Date.parse(header) - now) / 1000);
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), SECONDS_A_DAY);
}

const SECONDS_A_DAY = 86_400;
