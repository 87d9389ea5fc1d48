import { leavesOpen, retryAfter } from "./errors.js";
import { type Http, type HttpAnswer, NoAnswer } from "./http.js";
import type { Outgoing } from "./outgoing.js";
import { redirectTarget } from "./redirects.js";

/** What bounds the attempts at one request. */
export interface Bounds {
  /** How often it may be repeated. */
  readonly retries: number;
  /** Whether a second arrival changes nothing more: a read, or a write under an idempotency key. */
  readonly repeatable: boolean;
  /** Whether it may be broken off once it is sent. */
  readonly cancellable: boolean;
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number;
  /** When the whole call must be over, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  /** What to do with a redirect away from the API; null where it is refused. */
  readonly follow: Follow | null;
}

/** Gives the answer that counts, given what was asked and what was answered. */
export type Follow = (from: URL, answer: HttpAnswer, timeoutMs: number) => Promise<HttpAnswer>;

/** The longest wait that an upstream can ask for before the request is given up instead. */
const MAX_WAIT_MS = 10_000;
const FIRST_WAIT_MS = 200;
const MAX_REDIRECTS = 5;

/**
 * Sends a request until there is an answer that a repetition would not better. `record` is told of
 * every attempt; its status is 0 where no answer came.
 */
export async function send(
  http: Http,
  outgoing: Outgoing,
  bounds: Bounds,
  record: (status: number, ms: number) => void,
): Promise<HttpAnswer> {
  let mayBeMade = false;
  for (let attempt = 0; ; attempt += 1) {
    const started = performance.now();
    const answer = await sendOnce(http, outgoing, bounds).catch((error: unknown) => {
      if (error instanceof NoAnswer) {
        return error;
      }
      throw error;
    });
    record(answer.status ?? 0, performance.now() - started);

    const wait = attempt < bounds.retries ? waitBefore(attempt, answer, bounds) : null;
    const wasOpen = mayBeMade;
    mayBeMade ||= answer instanceof NoAnswer ? answer.sent : leavesOpen(answer.status);
    if (wait === null) {
      if (answer instanceof NoAnswer) {
        throw new NoAnswer(answer.reason, mayBeMade, answer.cause, answer.status);
      }
      if (wasOpen && !bounds.cancellable && decidesNothing(answer)) {
        throw new NoAnswer("network", true, undefined, answer.status);
      }
      return answer;
    }
    if (!(await sleep(wait, bounds.signal))) {
      throw new NoAnswer("cancelled", mayBeMade);
    }
  }
}

/** Milliseconds until the request is repeated; null where it is not. */
function waitBefore(
  attempt: number,
  answer: HttpAnswer | NoAnswer,
  { repeatable, deadline }: Bounds,
): number | null {
  if (!isWorthRepeating(answer, repeatable)) {
    return null;
  }
  const asked =
    answer instanceof NoAnswer ? null : retryAfter(answer.headers["retry-after"], Date.now());
  const backoff = FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random() / 2);
  const wait = Math.max(backoff, (asked ?? 0) * 1000);
  return wait > MAX_WAIT_MS || Date.now() + wait >= deadline ? null : wait;
}

/** Whether what became of an earlier attempt at a change is as open as before. */
function decidesNothing({ status }: HttpAnswer): boolean {
  return status === 429 || status >= 500;
}

function isWorthRepeating(answer: HttpAnswer | NoAnswer, repeatable: boolean): boolean {
  if (answer instanceof NoAnswer) {
    return answer.reason === "network" && (repeatable || !answer.sent);
  }
  return answer.status === 429 || (repeatable && [502, 503, 504].includes(answer.status));
}

/** One attempt, with the redirects that are followed: of a GET or HEAD, within the origin. */
async function sendOnce(http: Http, outgoing: Outgoing, bounds: Bounds): Promise<HttpAnswer> {
  let { url, target } = outgoing;
  for (let redirects = 0; ; redirects += 1) {
    const left = bounds.deadline - Date.now();
    if (left <= 0) {
      throw new NoAnswer("timeout", false);
    }
    const timeoutMs = Math.min(bounds.timeoutMs, left);
    const signal = bounds.cancellable ? bounds.signal : null;
    const answer = await http.request({ ...outgoing, url, target, timeoutMs, signal });
    const next = redirects < MAX_REDIRECTS ? redirectOf(outgoing.method, url, answer) : null;
    if (next === null) {
      return bounds.follow === null ? answer : await bounds.follow(url, answer, timeoutMs);
    }
    url = next;
    target = url.pathname + url.search;
  }
}

function redirectOf(method: string, from: URL, answer: HttpAnswer): URL | null {
  const to = method === "GET" || method === "HEAD" ? redirectTarget(from, answer) : null;
  return to?.origin === from.origin ? to : null;
}

/** Whether the time passed without the signal's being aborted. */
function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) {
    return Promise.resolve(false);
  }
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve(!signal.aborted);
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}
