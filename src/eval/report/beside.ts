import { byWantedCalls } from "../judge/strays.js";
import { rateOf } from "../run/rate.js";
import type { AttemptRecord, CheckRecord, Rate, RunRecord } from "../run.js";
import { type Means, meansOf } from "./means.js";

/** The same prompts on a server that has one tool for each operation. */
export interface Baseline {
  readonly record: RunRecord;
  /** Operations that have no tool there, with the reason. */
  readonly leftOut: readonly string[];
  /** By prompt: what cannot be judged on a server with other tools. */
  readonly unjudged: ReadonlyMap<string, readonly string[]>;
  /** Prompts of which nothing but that the model answered can be judged there. */
  readonly incomparable: ReadonlySet<string>;
}

/** What the two servers come to, on the prompts and by the checks that fit both. */
export interface Comparison {
  readonly map: Side;
  readonly baseline: Side;
  /** How many prompts both were held to. */
  readonly prompts: number;
  /** Prompts that could be compared, but that a side has not really tried. */
  readonly untried: readonly string[];
}

export interface Side {
  readonly tools: number;
  readonly rate: Rate;
  /** Null where nothing was tried. */
  readonly means: Means | null;
  readonly cost: number | null;
}

/**
 * Both sides by the same measure: what prompts say of tools does not count for the map's server
 * either, and attempts count only for prompts that both have tried.
 */
export function compareSides(map: RunRecord, { incomparable, record }: Baseline): Comparison {
  const other = new Map(record.prompts.map((prompt) => [prompt.id, prompt]));
  const comparable = map.prompts.filter(({ id }) => !incomparable.has(id));
  const tried = comparable.filter(
    (prompt) => prompt.attempts.some(wasTried) && other.get(prompt.id)?.attempts.some(wasTried),
  );
  const ids = new Set(tried.map(({ id }) => id));
  return {
    map: sideOf(map, ids),
    baseline: sideOf(record, ids),
    prompts: ids.size,
    untried: comparable.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
  };
}

/** Whether anybody has worked on it: what could not be started or asked says nothing of a server. */
function wasTried({ end, status }: AttemptRecord): boolean {
  return status !== "not-run" && !["stale-cassette", "not-started", "no-answer"].includes(end);
}

function sideOf(record: RunRecord, ids: ReadonlySet<string>): Side {
  const attempts = record.prompts
    .filter(({ id }) => ids.has(id))
    .flatMap((prompt) => prompt.attempts)
    .filter(wasTried);
  const tools = new Set(record.tools.map(({ name }) => `${name} is not called`));
  const costs = attempts.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return {
    tools: record.tools.length,
    rate: rateOf(attempts.filter((attempt) => passedAlike(attempt, tools)).length, attempts.length),
    means: meansOf(attempts),
    cost: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0) / attempts.length,
  };
}

function passedAlike({ checks }: AttemptRecord, aboutTools: ReadonlySet<string>): boolean {
  return checks.every((check) => check.passed || isByTool(check, aboutTools));
}

function isByTool({ kind, wanted }: CheckRecord, aboutTools: ReadonlySet<string>): boolean {
  return (
    kind === "call" ||
    kind === "order" ||
    kind === "max-calls" ||
    wanted === byWantedCalls ||
    (kind === "never" && aboutTools.has(wanted))
  );
}
