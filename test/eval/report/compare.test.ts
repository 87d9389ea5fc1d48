import { describe, expect, it } from "vitest";
import { changesSince, dropsIn, parseEarlier } from "../../../src/eval/report/compare.js";
import { changeLines } from "../../../src/eval/report/terminal.js";
import type { PromptRecord, RunRecord } from "../../../src/eval/run.js";
import { attemptOf, callOf, promptOf, runOf } from "./records.js";

/** A prompt of which the first so many attempts passed. */
function did(id: string, passed: number, of: number, kind: PromptRecord["kind"] = "ordinary") {
  const attempts = Array.from({ length: of }, (_, at) =>
    attemptOf([callOf("a")], { status: at < passed ? "passed" : "failed" }),
  );
  return promptOf(id, [["a"]], attempts, { kind });
}

function compared(before: RunRecord, now: RunRecord, isPart = false) {
  const earlier = parseEarlier(JSON.stringify(before), "old/run.json");
  if (earlier === null) {
    throw new Error("the record is not read back");
  }
  const changes = changesSince(earlier, now, isPart);
  const drops = dropsIn(now.prompts, changes);
  return {
    drops,
    changes: changes.map(({ id, kind }) => `${id}: ${kind}`),
    text: changeLines(earlier, now, changes, drops),
  };
}

describe("--compare", () => {
  const before = runOf([did("a", 5, 5), did("b", 2, 5), did("c", 0, 5), did("old", 5, 5)]);
  const now = runOf([did("a", 4, 5), did("b", 3, 5), did("c", 0, 5), did("new", 0, 5)]);

  it("names what does worse, and what is new and fails; what failed before does not count", () => {
    const { changes, drops, text } = compared(before, now);
    expect(changes).toEqual(["a: worse", "b: better", "new: new", "old: gone"]);
    expect(drops).toEqual(["a", "new"]);
    expect(text).toContain("worse  a: 5 of 5 → 4 of 5 (may be chance)");
    expect(text).toContain("failed: a, new");
  });

  it("finds nothing between a run and itself", () => {
    const { changes, drops, text } = compared(now, now);
    expect([changes, drops]).toEqual([[], []]);
    expect(text).toContain("no prompt does worse; 4 fail as before");
  });

  it("lets no misuse pass because it came through before", () => {
    const bad = runOf([did("m", 0, 1, "misuse"), did("x", 0, 1)]);
    expect(compared(bad, bad).drops).toEqual(["m"]);
  });

  it("misses no prompt that was not asked for", () => {
    expect(compared(before, runOf([did("a", 5, 5)]), true).changes).toEqual([]);
  });

  it("tells a difference that is more than chance", () => {
    expect(compared(runOf([did("a", 20, 20)]), runOf([did("a", 0, 20)])).text).not.toContain(
      "chance",
    );
  });

  it.each(["", "null", "[]", "{}", '{"version":2,"prompts":[],"totals":{}}', '{"version":1}'])(
    "takes %s for no record of a run",
    (text) => {
      expect(parseEarlier(text, "run.json")).toBe(null);
    },
  );
});
