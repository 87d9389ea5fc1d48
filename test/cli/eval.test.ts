import { describe, expect, it } from "vitest";
import { main, type Passes } from "../../src/cli.js";
import type { EvalCommand, EvalOutcome } from "../../src/commands/eval.js";

const nothing: EvalOutcome = {
  diagnostics: [],
  problem: null,
  record: null,
  written: [],
  exitCode: 0,
};

/** Runs the command line with a pipeline that only notes what it is asked for. */
async function mcpgen(args: readonly string[], outcome: EvalOutcome = nothing) {
  const asked: EvalCommand[] = [];
  let [stdout, stderr] = ["", ""];
  const io = {
    cwd: "/project",
    colour: false,
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
    uninterrupted: <T>(work: () => Promise<T>) => work(),
    untilInterrupted: () => Promise.resolve(),
  };
  const none = () => Promise.reject(new Error("not asked for"));
  const passes: Partial<Passes> = {
    generate: none,
    testContract: none,
    evaluate: async () => async (command, tell) => {
      asked.push(command);
      tell("ok   it\n");
      return outcome;
    },
  };
  const code = await main(args, io, passes as Passes);
  return { code, asked, stdout, stderr };
}

describe("mcpgen eval", () => {
  it("asks for every prompt of evals.yaml unless it is told otherwise", async () => {
    const { code, asked, stdout } = await mcpgen(["eval"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "ok   it\n" });
    expect(asked).toMatchObject([
      {
        cwd: "/project",
        evals: "evals.yaml",
        check: false,
        only: [],
        upstream: null,
        provider: null,
        model: null,
        baseUrl: null,
        agent: null,
        record: false,
        replay: false,
        repeat: 1,
        concurrency: 2,
        budgetTokens: null,
        budgetCost: null,
        timeoutMs: 120_000,
        out: null,
      },
    ]);
  });

  it("hands on what it is told", async () => {
    const line =
      "eval e.yaml --only a --only b --upstream mock --provider openai --model m --base-url http://x/v1/ " +
      "--record --repeat 5 --concurrency 3 --budget-tokens 1000 --budget-usd 0.5 --timeout 30 --out o";
    const { asked } = await mcpgen(line.split(" "));
    expect(asked).toMatchObject([
      {
        evals: "e.yaml",
        only: ["a", "b"],
        upstream: "mock",
        provider: "openai",
        model: "m",
        baseUrl: "http://x/v1",
        record: true,
        repeat: 5,
        concurrency: 3,
        budgetTokens: 1000,
        budgetCost: 0.5,
        timeoutMs: 30_000,
        out: "o",
      },
    ]);
    const agent = await mcpgen(["eval", "--agent", "mine {prompt}"]);
    expect(agent.asked).toMatchObject([{ agent: "mine {prompt}" }]);
  });

  it.each([
    ["eval --record --replay"],
    ["eval --agent mine --model m"],
    ["eval --agent mine --record"],
    ["eval --agent mine --replay"],
    ["eval --provider other"],
    ["eval --repeat 0"],
    ["eval --repeat x"],
    ["eval --budget-usd -1"],
    ["eval --timeout nothing"],
    ["eval a b"],
    ["eval --unknown"],
    ["eval --model m --base-url localhost"],
    ["eval --model m --base-url ftp://x"],
    ["eval --model m --base-url ''"],
    ["eval --model ''"],
    ["eval --agent ''"],
  ])("refuses %s", async (line) => {
    const { code, asked, stderr } = await mcpgen(line.replaceAll("''", "").split(" "));
    expect(code).toBe(2);
    expect(asked).toEqual([]);
    expect(stderr).toContain("error:");
  });

  it("says why there was no run, and what was written", async () => {
    const failed = await mcpgen(["eval"], { ...nothing, problem: "no key", exitCode: 1 });
    expect(failed).toMatchObject({ code: 1, stderr: "mcpgen eval: no key\n" });
    const written = await mcpgen(["eval"], { ...nothing, written: ["out/run.json"] });
    expect(written.stdout).toContain("wrote out/run.json\n");
  });
});
