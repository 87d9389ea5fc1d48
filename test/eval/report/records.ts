import { rateOf } from "../../../src/eval/run/rate.js";
import { totalsOf } from "../../../src/eval/run/schedule.js";
import type { AttemptRecord, CallRecord, PromptRecord, RunRecord } from "../../../src/eval/run.js";

export function callOf(tool: string, changes: Partial<CallRecord> = {}): CallRecord {
  return {
    tool,
    arguments: {},
    malformed: null,
    result: "{}",
    isError: false,
    error: null,
    wrongArguments: [],
    requestId: null,
    requests: [],
    ms: 1,
    ...changes,
  };
}

export function errorOf(
  tool: string,
  error: string,
  changes: Partial<CallRecord> = {},
): CallRecord {
  return callOf(tool, { isError: true, error, result: JSON.stringify({ error }), ...changes });
}

/** An attempt of one turn with calls, and one with the answer. */
export function attemptOf(
  calls: readonly CallRecord[],
  changes: Partial<AttemptRecord> = {},
): AttemptRecord {
  const turn = {
    said: null,
    stop: "answered",
    inputTokens: 100,
    outputTokens: 20,
    attempts: 1,
    ms: 1,
  };
  return {
    repeat: 1,
    status: "passed",
    end: "answered",
    problem: null,
    turns: [
      { ...turn, stop: "calls", said: "Do it.", text: "", calls },
      { ...turn, stop: "answered", text: "Done.", calls: [] },
    ],
    answer: "Done.",
    requests: [],
    checks: [],
    inputTokens: 200,
    outputTokens: 40,
    cost: null,
    ms: 2,
    ...changes,
  };
}

export function promptOf(
  id: string,
  wanted: readonly (readonly string[])[],
  attempts: readonly AttemptRecord[],
  changes: Partial<PromptRecord> = {},
): PromptRecord {
  const passed = attempts.filter(({ status }) => status === "passed").length;
  return {
    id,
    kind: "ordinary",
    says: ["Do it."],
    wanted,
    status: passed === attempts.length ? "passed" : "failed",
    rate: rateOf(passed, attempts.length),
    attempts,
    ...changes,
  };
}

export function runOf(
  prompts: readonly PromptRecord[],
  changes: Partial<RunRecord> = {},
): RunRecord {
  return {
    version: 1,
    meta: {
      mcpgen: "0.0.0",
      evals: "evals.yaml",
      map: "tool-map.yaml",
      server: { name: "billing", version: "1.0.0" },
      baseline: false,
      started: "2026-11-16T09:00:00.000Z",
      ms: 1000,
      upstream: "sample",
      repeat: 1,
    },
    model: { mode: "live", provider: "anthropic", id: "some-model", recordedFrom: null },
    tools: [],
    prompts,
    totals: totalsOf(prompts),
    stopped: null,
    ...changes,
  };
}
