import { describe, expect, it } from "vitest";
import { confusionOf } from "../../../src/eval/report/confusion.js";
import { argumentMistakes, partOf, recoveries } from "../../../src/eval/report/mistakes.js";
import { attemptOf, callOf, errorOf, promptOf } from "./records.js";

/** The cells that are not empty: wanted → called → how often. */
function cells(wanted: readonly (readonly string[])[], ...called: readonly string[]) {
  const attempt = attemptOf(called.map((tool) => callOf(tool)));
  const matrix = confusionOf([promptOf("p", wanted, [attempt])]);
  return matrix.wanted.flatMap((row) =>
    matrix.picked.flatMap((column) => {
      const count = matrix.count(row, column);
      return count === 0 ? [] : [`${row} → ${column}: ${count}`];
    }),
  );
}

describe("the matrix of wanted and called tools", () => {
  it.each([
    ["as wanted", [["a"], ["b"]], ["b", "a"], ["a → a: 1", "b → b: 1"]],
    ["another", [["a"]], ["b"], ["a → b: 1"]],
    ["none", [["a"]], [], ["a → (no tool): 1"]],
    ["one that nothing asked for", [], ["a"], ["(no tool) → a: 1"]],
    ["nothing, as wanted", [], [], ["(no tool) → (no tool): 1"]],
    ["again, after an error", [["a"]], ["a", "a"], ["a → a: 1"]],
    [
      "one of two, the other twice wanted",
      [["a", "b"], ["a"]],
      ["a", "b"],
      ["a → a: 1", "b → b: 1"],
    ],
    ["neither of two", [["a", "b"]], ["c"], ["a or b → c: 1"]],
    ["too few", [["a"], ["a"]], ["a"], ["a → a: 1", "a → (no tool): 1"]],
  ])("counts: %s", (_, wanted, called, found) => {
    expect(cells(wanted, ...called)).toEqual(found);
  });

  it("leaves out what was not run", () => {
    const attempt = attemptOf([callOf("b")], { status: "not-run" });
    expect(confusionOf([promptOf("p", [["a"]], [attempt])]).wanted).toEqual([]);
  });
});

const statuses = (value: string, at: number) =>
  errorOf("search", "invalid_statuses", {
    arguments: { statuses: [value] },
    wrongArguments: [`statuses[${at}]`],
  });

describe("refused arguments", () => {
  it("are counted by field, with what was given and whether it was mended", () => {
    const mended = attemptOf([statuses("late", 0), callOf("search")]);
    const given = attemptOf([statuses("old", 1)], { status: "failed" });
    const broken = attemptOf([errorOf("search", "invalid_arguments", { malformed: '{"a' })]);
    expect(argumentMistakes([promptOf("p", [], [mended, given, broken])])).toEqual([
      {
        tool: "search",
        argument: "statuses[]",
        count: 2,
        mended: 1,
        given: ['["late"]', '["old"]'],
      },
      { tool: "search", argument: null, count: 1, mended: 0, given: ['"{\\"a"'] },
    ]);
  });

  it("lead to the part of the map that describes them", () => {
    const mistake = { argument: "filter.day", count: 1, mended: 0, given: [] };
    const names = ["prepare_refund", "confirm_refund", "prepare_list", "search"];
    const tools = names.map((name) => ({ name, effect: "write" as const, operations: [] }));
    const part = (tool: string) => partOf({ ...mistake, tool }, tools);
    expect(part("search")).toBe("tools.search.input.filter");
    expect(part("prepare_refund")).toBe("tools.refund.input.filter");
    expect(part("prepare_list")).toBe("tools.prepare_list.input.filter");
    expect(part("rm_rf")).toBe("—");
  });
});

describe("errors", () => {
  it("are mended where the same tool succeeds later in the attempt", () => {
    const prompts = [
      promptOf(
        "p",
        [],
        [
          attemptOf([errorOf("a", "not_found"), callOf("b"), callOf("a")]),
          attemptOf([callOf("a"), errorOf("a", "not_found")], { status: "failed" }),
          attemptOf([errorOf("b", "already_paid"), callOf("a")]),
        ],
      ),
    ];
    expect(recoveries(prompts)).toEqual([
      { tool: "a", error: "not_found", count: 2, mended: 1, passed: 1 },
      { tool: "b", error: "already_paid", count: 1, mended: 0, passed: 1 },
    ]);
  });
});
