import type { AttemptRecord, PromptRecord, RunRecord } from "../run.js";

/** What a prompt took, in the mean of the attempts that were made; null where none was. */
export interface Means {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export function meansOf(attempts: readonly AttemptRecord[]): Means | null {
  const made = attempts.filter(({ status }) => status !== "not-run");
  if (made.length === 0) {
    return null;
  }
  const mean = (value: (attempt: AttemptRecord) => number): number =>
    made.reduce((sum, attempt) => sum + value(attempt), 0) / made.length;
  return {
    calls: mean(({ turns }) => turns.reduce((sum, { calls }) => sum + calls.length, 0)),
    inputTokens: mean(({ inputTokens }) => inputTokens),
    outputTokens: mean(({ outputTokens }) => outputTokens),
  };
}

/** Over all prompts: what an attempt took. */
export function meansOfRun({ prompts }: RunRecord): Means | null {
  return meansOf(prompts.flatMap(({ attempts }: PromptRecord) => attempts));
}

/** One decimal, and none where there is nothing to show in it. */
export function shownMean(value: number): string {
  return Number(value.toFixed(1)).toString();
}

export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
