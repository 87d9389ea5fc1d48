import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Lets `work` end before a signal ends the process, which then exits as shells expect it to (128
 * plus the signal's number). A second signal ends it at once.
 */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  let code: number | null = null;
  const note = (signal: NodeJS.Signals) => {
    if (code !== null) {
      process.exit(code);
    }
    code = 128 + constants.signals[signal];
  };
  for (const signal of signals) {
    process.on(signal, note);
  }
  try {
    return await work();
  } finally {
    // Signals that came meanwhile are told in the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    for (const signal of signals) {
      process.off(signal, note);
    }
    if (code !== null) {
      process.exit(code);
    }
  }
}

/**
 * Does `work`. A signal that comes meanwhile ends the process, as shells expect it to, once `clean` is
 * done; a second signal ends it at once.
 */
export async function cleaned<T>(work: () => Promise<T>, clean: () => Promise<void>): Promise<T> {
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    try {
      await clean();
    } finally {
      process.exit(128 + constants.signals[signal]);
    }
  };
  for (const signal of signals) {
    process.once(signal, stop);
  }
  try {
    return await work();
  } finally {
    for (const signal of signals) {
      process.off(signal, stop);
    }
  }
}

/** Resolves when a signal asks the process to end; a second one ends it at once. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) {
      process.once(signal, () => resolve());
    }
  });
}
