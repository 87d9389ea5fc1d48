import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** npm and npx pass on what a terminal has sent to all of its processes: one Ctrl-C comes twice. */
const echoMs = 500;

/**
 * Tells of the first signal that comes, with the exit code that shells expect of it (128 plus the
 * signal's number). A second one, of whatever kind, ends the process at once. Gives what stops that.
 */
function onSignal(tell: (code: number) => void): () => void {
  let first: { readonly signal: NodeJS.Signals; readonly at: number } | null = null;
  const note = (signal: NodeJS.Signals): void => {
    const at = performance.now();
    const code = 128 + constants.signals[first?.signal ?? signal];
    if (first === null) {
      first = { signal, at };
      tell(code);
    } else if (signal !== first.signal || at - first.at >= echoMs) {
      process.exit(code);
    }
  };
  for (const signal of signals) {
    process.on(signal, note);
  }
  return () => {
    for (const signal of signals) {
      process.off(signal, note);
    }
  };
}

/** Lets `work` end before a signal ends the process. A second signal ends it at once. */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  let code: number | null = null;
  const stop = onSignal((first) => {
    code = first;
  });
  try {
    return await work();
  } finally {
    // Signals that came meanwhile are told in the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    stop();
    if (code !== null) {
      process.exit(code);
    }
  }
}

/** Lets `work` end by itself, early, once a signal has come. A second signal ends the process at once. */
export async function interruptible<T>(work: (interrupted: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController();
  const stop = onSignal(() => interruption.abort(new Error("interrupted")));
  try {
    return await work(interruption.signal);
  } finally {
    stop();
  }
}

/**
 * Does `work`. A signal that comes meanwhile ends the process at once, but as an exit of its own:
 * what it has started and made is ended and removed at `exit`, which a signal alone never tells of.
 */
export async function exitedBySignals<T>(work: () => Promise<T>): Promise<T> {
  const stop = onSignal((code) => process.exit(code));
  try {
    return await work();
  } finally {
    stop();
  }
}

/** Resolves when a signal asks the process to end; a second one ends it at once. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    onSignal(() => resolve());
  });
}
