import { describe, expect, it } from "vitest";
import type { ModelSetting } from "../../src/eval/evals.js";
import { type Choice, chooseWorkers } from "../../src/eval/run/workers.js";

const nobody: Choice = {
  agent: null,
  record: false,
  replay: false,
  provider: null,
  model: null,
  baseUrl: null,
};
const setting: ModelSetting = {
  provider: null,
  id: null,
  baseUrl: null,
  keyFrom: null,
  maxTokens: null,
  temperature: null,
  prices: null,
};
const key = { ANTHROPIC_API_KEY: "sk-1" };

function chosen(choice: Partial<Choice>, env: Readonly<Record<string, string>> = {}) {
  const { workers, says } = chooseWorkers({ ...nobody, ...choice }, setting, env);
  return [workers.mode, says];
}

describe("who works on the prompts", () => {
  it.each([
    [{ model: "m" }, key, ["live", "asking m at anthropic"]],
    [{ model: "m", record: true }, key, ["record", "recording m at anthropic"]],
    [{ model: "m", baseUrl: "http://127.0.0.1:1" }, {}, ["live", "asking m at http://127.0.0.1:1"]],
    [{ model: "m", replay: true }, key, ["replay", "replaying cassettes"]],
    [{ agent: "run me" }, key, ["agent", "asking run me"]],
    [
      {},
      key,
      ["replay", "replaying cassettes (no model is named: --model, or model.id in evals.yaml)"],
    ],
  ])("%j with %j", (choice, env, want) => {
    expect(chosen(choice, env)).toEqual(want);
  });

  it("is nobody else where a model was asked for by name", () => {
    expect(() => chosen({ model: "m" })).toThrow(
      "asking m needs its key in ANTHROPIC_API_KEY; --replay plays cassettes",
    );
    expect(() => chosen({ record: true }, key)).toThrow("recording needs a model: --model");
  });
});
