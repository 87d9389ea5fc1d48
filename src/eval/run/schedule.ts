import type { Prompt } from "../evals.js";
import type { AttemptRecord, PromptRecord, Totals } from "../run.js";
import { rateOf } from "./rate.js";

export interface ScheduleOptions {
  readonly repeat: number;
  readonly concurrency: number;
}

/** Makes every attempt, some at the same time; the records are in the order of the prompts. */
export async function runPrompts(
  prompts: readonly Prompt[],
  { repeat, concurrency }: ScheduleOptions,
  make: (prompt: Prompt, repeat: number) => Promise<AttemptRecord>,
  finished: (prompt: PromptRecord) => void,
): Promise<readonly PromptRecord[]> {
  const attempts = prompts.map((): AttemptRecord[] => []);
  const records: PromptRecord[] = [];
  const jobs = prompts.flatMap((prompt, at) =>
    Array.from({ length: repeat }, (_, index) => ({ prompt, at, repeat: index + 1 })),
  );
  let next = 0;
  const work = async (): Promise<void> => {
    for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) {
      const own = attempts[job.at] ?? [];
      own.push(await make(job.prompt, job.repeat));
      if (own.length === repeat) {
        const record = promptRecord(job.prompt, own);
        records[job.at] = record;
        finished(record);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, jobs.length) }, work));
  return records;
}

function promptRecord(prompt: Prompt, made: readonly AttemptRecord[]): PromptRecord {
  const attempts = [...made].sort((left, right) => left.repeat - right.repeat);
  const run = attempts.filter(({ status }) => status !== "not-run");
  const passed = run.filter(({ status }) => status === "passed").length;
  const hasFailed = passed < run.length;
  const isComplete = run.length === attempts.length;
  return {
    id: prompt.id.value,
    kind: prompt.kind,
    says: prompt.says.map(({ value }) => value),
    wanted: prompt.expect.calls.map(({ tools }) => tools.map(({ value }) => value)),
    status: hasFailed ? "failed" : isComplete ? "passed" : "not-run",
    rate: rateOf(passed, run.length),
    attempts,
  };
}

export function totalsOf(prompts: readonly PromptRecord[]): Totals {
  const attempts = prompts.flatMap((prompt) => prompt.attempts);
  const run = attempts.filter(({ status }) => status !== "not-run");
  const count = (status: PromptRecord["status"]): number =>
    prompts.filter((prompt) => prompt.status === status).length;
  const costs = attempts.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return {
    prompts: prompts.length,
    passed: count("passed"),
    failed: count("failed"),
    notRun: count("not-run"),
    rate: rateOf(run.filter(({ status }) => status === "passed").length, run.length),
    calls: sum(attempts.flatMap(({ turns }) => turns.map(({ calls }) => calls.length))),
    inputTokens: sum(attempts.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(attempts.map(({ outputTokens }) => outputTokens)),
    cost: costs.length === 0 ? null : sum(costs),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
