import type { Evals, Prompt } from "../evals.js";
import type { Model } from "../model.js";
import type { AttemptRecord, PromptRecord, RunMode, RunRecord } from "../run.js";
import { attempt, type Stage, type Worker } from "./attempt.js";
import type { Cassettes } from "./cassettes.js";
import { runPrompts, totalsOf } from "./schedule.js";
import type { Secrets } from "./secrets.js";

/** Who works on the prompts. */
export type Workers =
  | {
      readonly mode: "live" | "record";
      readonly model: Model;
      readonly provider: string;
      readonly id: string;
    }
  | { readonly mode: "replay" }
  | { readonly mode: "agent"; readonly command: string };

export interface EvaluationRequest {
  readonly evals: Evals;
  readonly prompts: readonly Prompt[];
  readonly stage: Stage;
  readonly workers: Workers;
  readonly cassettes: Cassettes;
  readonly secrets: Secrets;
  readonly repeat: number;
  readonly concurrency: number;
  readonly meta: Omit<RunRecord["meta"], "ms" | "started" | "repeat" | "server">;
  readonly interrupted: AbortSignal;
  /** Told of each prompt when its attempts are over. */
  readonly finished: (prompt: PromptRecord) => void;
}

/** Makes every attempt at every prompt, and gives the record of it all, without a secret. */
export async function evaluate(request: EvaluationRequest): Promise<RunRecord> {
  const { cassettes, meta, prompts, repeat, secrets, stage, workers } = request;
  const started = new Date();
  const make = async (prompt: Prompt, number: number): Promise<AttemptRecord> => {
    const { worker, done } = workerFor(workers, cassettes, prompt, number);
    const record = await attempt(prompt, number, worker, stage, request.interrupted);
    done(record);
    return secrets.scrubJson(record);
  };
  const finished = (record: PromptRecord): void => {
    const prompt = prompts.find(({ id }) => id.value === record.id);
    if (workers.mode === "record" && prompt !== undefined) {
      cassettes.write(prompt, workers.id, secrets);
    }
    request.finished(record);
  };
  const records = await runPrompts(prompts, request, make, finished);
  const { name, version } = stage.surface;
  const totals = totalsOf(records);
  return secrets.scrubJson<RunRecord>({
    version: 1,
    meta: {
      ...meta,
      server: { name, version },
      started: started.toISOString(),
      ms: Date.now() - started.getTime(),
      repeat,
    },
    model: modelRecord(workers, cassettes, prompts),
    tools: stage.surface.tools.map(({ name, effect, operations }) => ({
      name,
      effect,
      operations,
    })),
    prompts: records,
    totals,
    stopped: totals.notRun === 0 ? null : stoppedBy(request),
  });
}

function stoppedBy({ interrupted, stage }: EvaluationRequest): RunRecord["stopped"] {
  return interrupted.aborted
    ? { reason: "interrupted", text: "the run was interrupted" }
    : stage.budget.stopped();
}

interface Hired {
  readonly worker: Worker;
  /** Told of the attempt when it is over. */
  readonly done: (record: AttemptRecord) => void;
}

function workerFor(workers: Workers, cassettes: Cassettes, prompt: Prompt, repeat: number): Hired {
  switch (workers.mode) {
    case "agent":
      return { worker: { kind: "agent", command: workers.command }, done: () => {} };
    case "replay":
      return {
        worker: { kind: "model", model: cassettes.player(prompt, repeat) },
        done: () => {},
      };
    case "live":
      return { worker: { kind: "model", model: workers.model }, done: () => {} };
    case "record": {
      const recorder = cassettes.recorder(workers.model);
      return {
        worker: { kind: "model", model: recorder },
        done: (record) => cassettes.keep(prompt, record, recorder),
      };
    }
    default:
      return workers satisfies never;
  }
}

function modelRecord(
  workers: Workers,
  cassettes: Cassettes,
  prompts: readonly Prompt[],
): RunRecord["model"] {
  const mode: RunMode = workers.mode;
  switch (workers.mode) {
    case "agent":
      return { mode, provider: null, id: workers.command, recordedFrom: null };
    case "replay": {
      const recordedFrom = cassettes.recordedFrom(prompts);
      return { mode, provider: null, id: recordedFrom ?? "none", recordedFrom };
    }
    case "live":
    case "record":
      return { mode, provider: workers.provider, id: workers.id, recordedFrom: null };
    default:
      return workers satisfies never;
  }
}
