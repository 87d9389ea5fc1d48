import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ScriptedModel,
  type ScriptedTurn,
  startScriptedModel,
} from "../../../scripts/scripted-model/wire.js";
import type { EvalOutcome } from "../../../src/commands/eval.js";
import { evaluate } from "../../../src/evaluate.js";
import { attemptOf, promptOf, runOf } from "./records.js";

const command = {
  cwd: join(import.meta.dirname, "../../.."),
  evals: "evals.yaml",
  check: false,
  only: ["weather"],
  // The prompt needs none.
  upstream: "http://127.0.0.1:9",
  provider: "anthropic",
  model: "scripted",
  agent: null,
  record: false,
  replay: false,
  repeat: 1,
  concurrency: 1,
  budgetTokens: null,
  budgetCost: null,
  timeoutMs: 60_000,
  baseline: false,
} as const;

const right: ScriptedTurn = { text: "I cannot say." };
const wrong: ScriptedTurn = {
  calls: [{ tool: "look_up_customer", arguments: { query: "Lyon" } }],
};

let out = "";
let says: readonly ScriptedTurn[] = [];
let model: ScriptedModel;
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), "mcpgen-compare-"));
  model = await startScriptedModel(({ messages }) => {
    const at = messages.filter(({ role }) => role === "assistant").length;
    return says[at] ?? right;
  });
});
afterAll(async () => {
  await model.close();
  rmSync(out, { recursive: true, force: true });
});

async function run(
  turns: readonly ScriptedTurn[],
  folder: string,
  compare: string | null,
): Promise<{ readonly outcome: EvalOutcome; readonly told: string }> {
  says = turns;
  const told: string[] = [];
  const request = { ...command, baseUrl: model.baseUrl, out: join(out, folder), compare };
  const outcome = await evaluate(request, (text) => told.push(text));
  return { outcome, told: told.join("") };
}

describe("mcpgen eval --compare", () => {
  it("fails at a drop, and not at what failed before", async () => {
    const good = runOf([promptOf("weather", [], [attemptOf([])], { kind: "unserved" })]);
    writeFileSync(join(out, "good.json"), JSON.stringify(good));
    const drop = await run([wrong], "bad", join(out, "good.json"));
    expect(drop.outcome.exitCode).toBe(1);
    expect(drop.told).toContain("worse  weather: 1 of 1 → 0 of 1");
    const files = ["junit.xml", "report.html", "run.json"];
    expect(readdirSync(join(out, "bad")).sort()).toEqual(files);
    // Its own record is read before it is written anew.
    const same = await run([wrong], "bad", join(out, "bad/run.json"));
    expect(same.outcome).toMatchObject({ exitCode: 0, record: { totals: { failed: 1 } } });
    expect(same.told).toContain("no prompt does worse; 1 fails as before");
  }, 240_000);

  it.each([
    ["cannot be read", "none.json", null],
    ["is no run.json of an earlier run", "other.json", "{}"],
  ])("asks nobody where the earlier run %s", async (why, name, content) => {
    if (content !== null) {
      writeFileSync(join(out, name), content);
    }
    const asked = model.asked.length;
    const { outcome } = await run([right], "none", join(out, name));
    expect(outcome).toMatchObject({ exitCode: 1, record: null });
    expect(outcome.problem).toContain(why);
    expect(model.asked.length).toBe(asked);
  });
});

describe("mcpgen eval without a model", () => {
  const says = "replaying cassettes (no model is named: --model, or model.id in evals.yaml), and";
  const todo = "name a model (--model) and set its key, or give a program of yours with --agent";
  const project = (cassette: string | null): string => {
    const folder = mkdtempSync(join(out, "project-"));
    for (const path of [
      "specs",
      "tool-map.yaml",
      "operations.lock",
      "servers/billing/tools.json",
    ]) {
      cpSync(join(command.cwd, path), join(folder, path), { recursive: true });
    }
    writeFileSync(
      join(folder, "evals.yaml"),
      "version: 1\nprompts: { weather: { prompt: Rain?, kind: unserved, expect: { maxCalls: 0 } } }\n",
    );
    if (cassette !== null) {
      mkdirSync(join(folder, "evals/cassettes"), { recursive: true });
      writeFileSync(join(folder, "evals/cassettes/weather.json"), cassette);
    }
    return folder;
  };

  it.each([
    ["there is no cassette", null, "nothing is recorded of this prompt"],
    [
      "it is broken",
      '{"version":1',
      "evals/cassettes/weather.json is no cassette: its JSON is broken, or breaks off",
    ],
    [
      "it holds nothing",
      '{"version":1}',
      "evals/cassettes/weather.json is no cassette: what it should hold is missing or of another kind",
    ],
    [
      "it is of another version",
      '{"version":99}',
      "evals/cassettes/weather.json is of version 99, and this mcpgen reads version 1",
    ],
  ])("ends at once where %s, and says so and what to do", async (_, cassette, what) => {
    const request = { ...command, cwd: project(cassette), model: null, baseUrl: null };
    const where = { compare: null, out: join(out, "none") };
    const outcome = await evaluate({ ...request, ...where }, () => undefined);
    const problem = `${says} ${what}: ${todo}`;
    expect(outcome).toMatchObject({ exitCode: 1, diagnostics: [], problem });
  });
});
