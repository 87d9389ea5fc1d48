import { describe, expect, it } from "vitest";
import { byWantedCalls } from "../../../src/eval/judge/strays.js";
import { baselineLines } from "../../../src/eval/report/baseline.js";
import { compareSides } from "../../../src/eval/report/beside.js";
import { attemptOf, callOf, promptOf, runOf } from "./records.js";

const failed = { passed: false, found: "x", hint: null } as const;
const search = { name: "search", effect: "read", operations: [] } as const;
const call = callOf("search");

const map = runOf(
  [
    promptOf("both", [], [attemptOf([call])]),
    // What a prompt says of tools counts for neither side.
    promptOf(
      "by-tool",
      [],
      [
        attemptOf([call], {
          status: "failed",
          checks: [
            { kind: "call", wanted: "search", ...failed },
            { kind: "never", wanted: "search is not called", ...failed },
            { kind: "unexpected-change", wanted: byWantedCalls, ...failed },
          ],
        }),
      ],
    ),
    promptOf(
      "really",
      [],
      [
        attemptOf([], {
          status: "failed",
          checks: [{ kind: "never", wanted: "nothing is changed", ...failed }],
        }),
      ],
    ),
    promptOf("stale", [], [attemptOf([call])]),
    promptOf("calls-only", [], [attemptOf([call])]),
  ],
  { tools: [search] },
);
const other = runOf(
  [
    promptOf("both", [], [attemptOf([call, call, call])]),
    promptOf("by-tool", [], [attemptOf([call])]),
    promptOf("really", [], [attemptOf([])]),
    promptOf("stale", [], [attemptOf([], { status: "failed", end: "stale-cassette" })]),
    promptOf("calls-only", [], [attemptOf([])]),
  ],
  { tools: [search, search] },
);
const baseline = {
  record: other,
  leftOut: ["broken (no such schema)"],
  unjudged: new Map([["both", ["at most 2 calls"]]]),
  incomparable: new Set(["calls-only"]),
};

describe("two servers side by side", () => {
  it("are held to the same checks, on the prompts that both have tried", () => {
    expect(compareSides(map, baseline)).toMatchObject({
      prompts: 3,
      untried: ["stale"],
      map: { tools: 1, rate: { passed: 2, of: 3 }, means: { calls: 2 / 3 } },
      baseline: { tools: 2, rate: { passed: 3, of: 3 }, means: { calls: 4 / 3 } },
    });
  });

  it("are told with what is not compared, not judged and left out", () => {
    const text = baselineLines(map, baseline);
    expect(text.split("\n").slice(0, 9).join("\n")).toBe(`
                               the map       one tool each
tools                                1                   2
attempts passed                 2 of 3              3 of 3
pass rate                       66.7 %               100 %
95 % interval         20.8 % to 93.8 %     43.9 % to 100 %
calls an attempt                   0.7                 1.3
tokens in                          200                 200
tokens out                          40                  40`);
    expect(text).toContain("on 3 of 5 prompts.");
    expect(text).toContain("only say what is called: calls-only");
    expect(text).toContain("was not tried: stale");
    expect(text).toContain("judged in part, as the tools have other names: both");
    expect(text).toContain("operations without a tool: broken (no such schema)");
  });
});
