import { dirname } from "node:path";
import { isComparable, unjudged } from "../eval/judge/alike.js";
import type { Baseline } from "../eval/report/beside.js";
import type { Stage } from "../eval/run/attempt.js";
import type { Cassettes, Shelf } from "../eval/run/cassettes.js";
import { type EvaluationRequest, evaluate } from "../eval/run/evaluation.js";
import { NotStarted } from "../eval/run/problem.js";
import type { Compiled } from "../generate.js";
import { type BaselineServer, buildBaseline } from "./server.js";

/** Where the baseline's cassettes are. */
export const baselineShelf: Shelf = {
  place: "evals/cassettes/baseline",
  renewedBy: "mcpgen eval --baseline --record",
};

export interface BaselineRequest {
  readonly compiled: Compiled;
  /** The project's root, absolute, and the map relative to it. */
  readonly root: string;
  readonly mapPath: string;
  /** The run of the map's own server. */
  readonly evaluation: EvaluationRequest;
  readonly cassettes: Cassettes;
}

/** A baseline that stands ready to be run. */
export interface ReadyBaseline {
  readonly tools: number;
  run(): Promise<Baseline>;
  remove(): void;
}

/** Derives and builds the server, so that what is wrong with it is known before a model is asked. */
export async function prepareBaseline(request: BaselineRequest): Promise<ReadyBaseline> {
  const { cassettes, compiled, evaluation, mapPath, root } = request;
  if (evaluation.workers.mode === "replay" && cassettes.recordedFrom(evaluation.prompts) === null) {
    throw new NotStarted(
      `--baseline has nobody to ask: name a model or an agent, or record ${baselineShelf.place} with --record`,
    );
  }
  // Beside the map's server, which is built anew for the run, too.
  const place = dirname(dirname(evaluation.stage.serverMain));
  const server = await buildBaseline(compiled, root, mapPath, place);
  return {
    tools: server.surface.tools.length,
    run: () => runOn(server, request),
    remove: () => server.remove(),
  };
}

async function runOn(
  server: BaselineServer,
  { cassettes, evaluation }: BaselineRequest,
): Promise<Baseline> {
  const { meta, prompts, stage } = evaluation;
  const map = stage.surface;
  const record = await evaluate({
    ...evaluation,
    cassettes,
    stage: onServer(server, stage),
    meta: { ...meta, baseline: true },
  });
  return {
    record,
    leftOut: server.leftOut,
    unjudged: new Map(
      prompts.flatMap((prompt) => {
        const open = unjudged(prompt, map);
        return open.length === 0 ? [] : [[prompt.id.value, open] as const];
      }),
    ),
    incomparable: new Set(
      prompts.filter((prompt) => !isComparable(prompt, map)).map(({ id }) => id.value),
    ),
  };
}

/** The derived server logs to stderr, wherever the map's does, and has no gates. */
function onServer({ main, surface }: BaselineServer, stage: Stage): Stage {
  const { budget, env, evals, timeoutMs, upstream } = stage;
  const mapSurface = stage.surface;
  return {
    approvals: null,
    budget,
    env,
    evals,
    mapSurface,
    serverMain: main,
    surface,
    timeoutMs,
    upstream,
  };
}
