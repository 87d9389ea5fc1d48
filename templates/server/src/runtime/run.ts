import type { Call } from "./call.js";
import { clientFor } from "./client.js";
import type { ObjectShape } from "./contract.js";
import { FatalError } from "./fatal.js";
import { Ended, failure } from "./outcome.js";
import { read } from "./reader.js";
import { repeatFor } from "./repeat.js";
import type { Context } from "./tool.js";

/** How long past the deadline a request may take to notice it, before the tool itself is given up. */
const DEADLINE_GRACE_MS = 500;

/** What the tool's own code returns, or what a request or an expression ended it with. */
export async function run(call: Call, work: () => Promise<object>): Promise<object> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Ended)) {
      throw error;
    }
    const { outcome } = error;
    if (outcome.kind === "result") {
      return outcome.value;
    }
    return call.changed ? failure({ ...outcome.body, change_made: true }) : outcome;
  }
}

/**
 * What a tool works with; `calls` names the operations of one that its owner writes. The signal is
 * made when a handler asks for it; few do.
 */
export function contextOf(call: Call, calls: readonly string[] | undefined): Context<unknown> {
  return {
    api: clientFor(call, calls),
    upstream: call.upstream.supplied,
    ...repeatFor(call),
    get signal() {
      return signalOf(call);
    },
  };
}

/**
 * Aborted when the call is cancelled, or at its deadline. A timer of our own: Node 20 may collect an
 * `AbortSignal.timeout` before its time if only `AbortSignal.any` knows of it.
 */
function signalOf({ cancelled, deadline }: Call): AbortSignal {
  const own = new AbortController();
  const late = (): void => own.abort(new DOMException("The deadline is over.", "TimeoutError"));
  setTimeout(late, Math.max(0, deadline - Date.now())).unref();
  const stop = (): void => own.abort(cancelled.reason);
  if (cancelled.aborted) {
    stop();
  }
  cancelled.addEventListener("abort", stop, { once: true });
  return own.signal;
}

/** Requests end by themselves at the deadline; this ends a handler that waits for something else. */
export async function withinDeadline<T>(call: Call, running: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        const code = call.changing ? "outcome_unknown" : "upstream_timeout";
        reject(new FatalError(code, { problem: "deadline" }));
      },
      call.deadline - Date.now() + DEADLINE_GRACE_MS,
    );
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a handler returned, held to the shape that it declares. */
export function heldTo(name: string, shape: ObjectShape | undefined, output: unknown): object {
  if (typeof output !== "object" || output === null || Array.isArray(output)) {
    throw new TypeError(`${name} returned no object`);
  }
  if (shape === undefined) {
    return output;
  }
  const { value, broken } = read(shape, output);
  if (broken.length > 0 || typeof value !== "object" || value === null) {
    const places = broken.map(({ pointer }) => pointer).join(", ");
    throw new TypeError(`${name} returned what its output does not allow at ${places}`);
  }
  return value;
}
