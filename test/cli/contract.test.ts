import { describe, expect, it } from "vitest";
import { main, type Passes } from "../../src/cli.js";
import type { TestCommand, TestOutcome } from "../../src/commands/test.js";

const passed: TestOutcome = { diagnostics: [], problem: null, exitCode: 0 };

/** Runs the command line with a pipeline that only notes what it is asked for. */
async function mcpgen(args: readonly string[], outcome: TestOutcome = passed) {
  const asked: TestCommand[] = [];
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
  const passes: Passes = {
    generate: none,
    evaluate: none,
    testContract: async () => async (command, tell) => {
      asked.push(command);
      tell("1 passed, 0 failed\n");
      return outcome;
    },
  };
  const code = await main(args, io, passes);
  return { code, asked, stdout, stderr };
}

describe("mcpgen test", () => {
  it("tests all of ./tool-map.yaml in the map's own output, unless it is told otherwise", async () => {
    const { code, asked, stdout, stderr } = await mcpgen(["test"]);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "1 passed, 0 failed\n",
      stderr: "",
    });
    expect(asked).toEqual([{ cwd: "/project", map: "tool-map.yaml", server: null, only: [] }]);
  });

  it.each([
    [["maps/billing.yaml"], { map: "maps/billing.yaml" }],
    [["--only", "search_invoices"], { only: ["search_invoices"] }],
    [["--only=a", "--only", "b", "m.yaml"], { only: ["a", "b"], map: "m.yaml" }],
    [["--server", "elsewhere"], { server: "elsewhere" }],
  ])("takes %j", async (args, told) => {
    const { code, asked } = await mcpgen(["test", ...args]);
    expect({ code, asked }).toMatchObject({ code: 0, asked: [told] });
  });

  it.each([
    [["a.yaml", "b.yaml"], /^error: too many arguments for 'test'/],
    [["--only"], /^error: option '--only <tool>' argument missing/],
    [["--server"], /^error: option '--server <folder>' argument missing/],
    [["--onyl", "x"], /^error: unknown option '--onyl'\n\(Did you mean --only\?\)/],
  ])("says what is wrong in %j, with code 2", async (args, message) => {
    const { code, asked, stdout, stderr } = await mcpgen(["test", ...args]);
    expect({ code, asked, stdout }).toEqual({ code: 2, asked: [], stdout: "" });
    expect(stderr).toMatch(message);
  });

  it.each([1, 2] as const)("ends with code %d, and says why on stderr", async (exitCode) => {
    const problem = "there is no generated server";
    const { code, stderr } = await mcpgen(["test"], { ...passed, problem, exitCode });
    expect({ code, stderr }).toEqual({
      code: exitCode,
      stderr: "mcpgen test: there is no generated server\n",
    });
  });

  it("helps, and says what its exit codes mean", async () => {
    const { code, asked, stdout } = await mcpgen(["test", "--help"]);
    expect({ code, asked }).toEqual({ code: 0, asked: [] });
    expect(stdout).toContain("Usage: mcpgen test [options] [tool-map]");
    expect(stdout).toContain("--only <tool>");
    expect(stdout).toContain("--server <folder>");
    expect(stdout).toContain("2   wrong usage, or a tool that the map does not have");
  });
});
