import { ModelError } from "../model.js";
import { isTimeout } from "../timeout.js";

/** How often a request is sent at most, and how long the waits between may be. */
export interface Patience {
  readonly attempts: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
}

export const usualPatience: Patience = { attempts: 6, firstWaitMs: 1_000, longestWaitMs: 60_000 };

/** What the AI SDK throws for an answer that is no success, and for no answer. */
interface CallFailure {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly message: string;
}

/**
 * Asks until there is an answer, or none is to be hoped for; then throws a `ModelError`. It does so
 * too where the time is over: no model could answer then. Else throws what the signal was aborted by.
 */
export async function withRetries<T>(
  ask: () => Promise<T>,
  patience: Patience,
  signal: AbortSignal,
): Promise<{ readonly value: T; readonly attempts: number }> {
  const started = performance.now();
  let last: string | null = null;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { value: await ask(), attempts: attempt };
    } catch (error) {
      throwIfOver(signal, last, started);
      if (error instanceof ModelError && error.problem !== "cut") {
        throw error;
      }
      const failure = failureOf(error);
      const wait = isTransient(failure) ? waitBefore(attempt, failure, patience) : null;
      const problem = error instanceof ModelError ? error : modelError(failure, attempt);
      if (attempt >= patience.attempts || wait === null) {
        throw problem;
      }
      last = problem.message;
      await sleep(wait, signal).catch(() => throwIfOver(signal, last, started));
    }
  }
}

/** `last` is what the request before came to; null for the first. */
function throwIfOver(signal: AbortSignal, last: string | null, started: number): void {
  if (!isTimeout(signal)) {
    signal.throwIfAborted();
    return;
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  throw new ModelError(
    "unavailable",
    last === null
      ? `the model's endpoint gave no whole answer in ${seconds} s`
      : `${last}; after ${seconds} s the time was over`,
  );
}

/** Too many requests, the provider's overload (529), and what passes by itself. */
function isTransient({ status }: CallFailure): boolean {
  return status === null || status === 408 || status === 409 || status === 429 || status >= 500;
}

/** Milliseconds; null where the provider asks for a longer wait than anybody has the patience for. */
function waitBefore(
  attempt: number,
  { headers }: CallFailure,
  { firstWaitMs, longestWaitMs }: Patience,
): number | null {
  const asked = retryAfter(headers);
  if (asked !== null) {
    return asked > longestWaitMs ? null : asked;
  }
  const backoff = firstWaitMs * 2 ** (attempt - 1);
  return Math.min(longestWaitMs, backoff * (0.75 + Math.random() / 2));
}

/** Source: RFC 9110, section 10.2.3; `retry-after-ms` is OpenAI's. */
function retryAfter(headers: Readonly<Record<string, string>>): number | null {
  const milliseconds = Number(headers["retry-after-ms"] ?? Number.NaN);
  if (Number.isFinite(milliseconds)) {
    return Math.max(0, milliseconds);
  }
  const text = headers["retry-after"] ?? "";
  const wait = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}

function failureOf(error: unknown): CallFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (typeof error !== "object" || error === null) {
    return { status: statusIn(error), headers: {}, message };
  }
  // A success that could not be read is an answer that broke off.
  const status =
    "statusCode" in error && typeof error.statusCode === "number" && error.statusCode >= 300
      ? error.statusCode
      : statusIn(error);
  const headers =
    "responseHeaders" in error &&
    typeof error.responseHeaders === "object" &&
    error.responseHeaders !== null
      ? Object.fromEntries(
          Object.entries(error.responseHeaders).map(([name, value]) => [
            name.toLowerCase(),
            String(value),
          ]),
        )
      : {};
  return { status, headers, message };
}

/** In the middle of a stream the provider's own words stand for a status. */
function statusIn(error: unknown): number | null {
  const words = typeof error === "string" ? error : JSON.stringify(error ?? null);
  if (words.includes("overloaded_error")) {
    return 529;
  }
  return words.includes("rate_limit") ? 429 : null;
}

function modelError({ status, message }: CallFailure, attempts: number): ModelError {
  const often = attempts === 1 ? "" : ` (asked ${attempts} times)`;
  if (status === 401 || status === 403) {
    return new ModelError("unauthorised", `the provider refused the key: ${message}`);
  }
  if (status !== null && status < 500 && status !== 429 && status !== 408) {
    return new ModelError("refused-request", `the provider answered ${status}: ${message}`);
  }
  const answered = status === null ? "" : ` with ${status}`;
  return new ModelError("unavailable", `the provider failed${answered}${often}: ${message}`);
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
