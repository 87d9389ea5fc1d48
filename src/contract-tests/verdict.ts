/** What came of one contract test. */
export interface Verdict {
  readonly tool: string;
  /** What was tried: `status: "paid" is accepted`. */
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped; empty where it passed. */
  readonly why: string;
}

/** `why` is null where all is as it should be. */
export function verdict(tool: string, name: string, why: string | null): Verdict {
  return { tool, name, outcome: why === null ? "passed" : "failed", why: why ?? "" };
}

export function skipped(tool: string, name: string, why: string): Verdict {
  return { tool, name, outcome: "skipped", why };
}
