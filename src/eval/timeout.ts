import { setMaxListeners } from "node:events";

/** Whether a signal has ended something because its time was over. */
export function isTimeout(signal: AbortSignal): boolean {
  return signal.reason instanceof Error && signal.reason.name === "TimeoutError";
}

export interface TimedSignal {
  readonly signal: AbortSignal;
  /** For when what it bounds is over. */
  done(): void;
}

/**
 * A signal that is aborted when `signal` is, or after a time. `AbortSignal.timeout` as a source of
 * `AbortSignal.any` may be collected as garbage before its time, and then never ends anything.
 */
export function within(ms: number, signal: AbortSignal): TimedSignal {
  const own = new AbortController();
  // Each of many requests listens to it: no leak, and nothing to warn of.
  setMaxListeners(0, own.signal);
  const stop = (): void => own.abort(signal.reason);
  const timer = setTimeout(
    () => own.abort(new DOMException("the time was over", "TimeoutError")),
    ms,
  );
  if (signal.aborted) {
    stop();
  }
  signal.addEventListener("abort", stop, { once: true });
  return {
    signal: own.signal,
    done: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    },
  };
}
