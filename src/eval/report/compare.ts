import { asObject, asText, isList, type JsonObject, type JsonValue } from "../../model/json.js";
import { rateOf } from "../run/rate.js";
import type { PromptRecord, Rate, RunRecord } from "../run.js";

/** What an earlier `run.json` says of its run. */
export interface EarlierRun {
  /** As named by the user. */
  readonly path: string;
  readonly started: string;
  readonly model: string;
  readonly rate: Rate;
  readonly prompts: ReadonlyMap<string, EarlierPrompt>;
}

export interface EarlierPrompt {
  readonly rate: Rate;
  /** In the mean of an attempt. */
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** How a prompt did, then and now. */
export interface Change {
  readonly id: string;
  readonly kind: "better" | "worse" | "new" | "gone";
  /** Null where the prompt was not tried. */
  readonly before: Rate | null;
  readonly now: Rate | null;
  /** Whether so few attempts may differ by chance: the 95 % intervals overlap. */
  readonly mayBeChance: boolean;
}

/** Reads a `run.json`; null for a text that is none. */
export function parseEarlier(text: string, path: string): EarlierRun | null {
  let run: JsonObject;
  try {
    run = asObject(JSON.parse(text));
  } catch {
    return null;
  }
  const { meta, model, prompts, totals, version } = run;
  if (version !== 1 || prompts === undefined || !isList(prompts) || totals === undefined) {
    return null;
  }
  const known = prompts
    .map(asObject)
    .map((prompt) => [asText(prompt.id), earlierOf(prompt)] as const);
  return {
    path,
    started: asText(asObject(meta).started),
    model: asText(asObject(model).id),
    rate: readRate(asObject(totals).rate),
    prompts: new Map(known),
  };
}

function earlierOf(prompt: JsonObject): EarlierPrompt {
  const attempts = listOf(prompt.attempts).filter(({ status }) => status !== "not-run");
  const mean = (value: (attempt: JsonObject) => number): number =>
    attempts.length === 0
      ? 0
      : attempts.reduce((sum, attempt) => sum + value(attempt), 0) / attempts.length;
  return {
    rate: readRate(prompt.rate),
    calls: mean(({ turns }) =>
      listOf(turns).reduce((sum, { calls }) => sum + listOf(calls).length, 0),
    ),
    inputTokens: mean(({ inputTokens }) => countOf(inputTokens)),
    outputTokens: mean(({ outputTokens }) => countOf(outputTokens)),
  };
}

/** Prompts that do otherwise than before, in the order of evals.yaml; the ones that are gone last. */
export function changesSince(
  earlier: EarlierRun,
  { prompts }: RunRecord,
  /** Whether only some prompts were asked for: then none is gone. */
  isPart: boolean,
): readonly Change[] {
  const now = prompts.flatMap(({ id, rate }) => changeOf(id, earlier.prompts.get(id), rate) ?? []);
  const ids = new Set(prompts.map(({ id }) => id));
  const gone = [...earlier.prompts]
    .filter(([id]) => !isPart && !ids.has(id))
    .map(([id, { rate }]) => change(id, "gone", rate, null));
  return [...now, ...gone];
}

function changeOf(id: string, before: EarlierPrompt | undefined, now: Rate): Change | null {
  if (now.of === 0) {
    return null;
  }
  if (before === undefined || before.rate.of === 0) {
    return change(id, "new", null, now);
  }
  const [then, share] = [before.rate.passed / before.rate.of, now.passed / now.of];
  return share === then ? null : change(id, share < then ? "worse" : "better", before.rate, now);
}

function change(id: string, kind: Change["kind"], before: Rate | null, now: Rate | null): Change {
  const overlap =
    before !== null && now !== null && before.low <= now.high && now.low <= before.high;
  return { id, kind, before, now, mayBeChance: overlap && before.of + now.of > 2 };
}

/** A new prompt that passed: worth a number, and no line. */
export function isFine({ kind, now }: Change): boolean {
  return kind === "new" && now !== null && now.passed === now.of;
}

/**
 * Prompts that fail a run that is compared: those that do worse than before, those that are new and
 * fail, and misuse that came through, before or not.
 */
export function dropsIn(
  prompts: readonly PromptRecord[],
  changes: readonly Change[],
): readonly string[] {
  const kinds = new Map(changes.map(({ id, kind }) => [id, kind]));
  return prompts
    .filter(({ status }) => status === "failed")
    .filter(({ id, kind }) => kind === "misuse" || ["worse", "new"].includes(kinds.get(id) ?? ""))
    .map(({ id }) => id);
}

function readRate(value: JsonValue | undefined): Rate {
  const { passed, of } = asObject(value);
  const tried = countOf(of);
  return rateOf(Math.min(countOf(passed), tried), tried);
}

function countOf(value: JsonValue | undefined): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : 0;
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return value !== undefined && isList(value) ? value.map(asObject) : [];
}
