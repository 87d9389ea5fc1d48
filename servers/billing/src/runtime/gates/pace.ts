/** How long things take, in milliseconds. */
export interface Pace {
  /** How long a confirmation waits for a person, or for another confirmation. */
  readonly waitMs: number;
  /** How often it looks meanwhile. */
  readonly lookMs: number;
  /** How long a process that makes a call is taken to be alive without a sign of it. */
  readonly leaseMs: number;
  /** How often what lapsed, or was left by a process that died, is looked for. */
  readonly sweepMs: number;
  /** When the model is told to call again. */
  readonly retryAfterMs: number;
}

export const ordinaryPace: Pace = {
  waitMs: 8_000,
  lookMs: 250,
  leaseMs: 30_000,
  sweepMs: 15_000,
  retryAfterMs: 30_000,
};

/** Resolves after that time, or once one of the signals is aborted. */
export function pause(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      for (const signal of signals) {
        signal.removeEventListener("abort", end);
      }
      resolve();
    };
    const timer = setTimeout(end, ms);
    for (const signal of signals) {
      signal.addEventListener("abort", end);
    }
    if (signals.some(({ aborted }) => aborted)) {
      end();
    }
  });
}
