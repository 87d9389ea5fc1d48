import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unifiedDiff } from "../../src/output/diff.js";

const lines = (...all: (string | number)[]) => all.map((line) => `${line}\n`).join("");

describe("a unified diff", () => {
  it("is empty for the same text, whatever its line ends", () => {
    expect(unifiedDiff("a.ts", "a\r\nb\r\n", "a\nb\n")).toBe("");
  });

  it("shows changes with three lines of context, near ones in one hunk", () => {
    const before = lines(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
    const after = lines(
      1,
      2,
      3,
      4,
      "five",
      6,
      7,
      8,
      9,
      11,
      12,
      13,
      14,
      15,
      16,
      17,
      18,
      19,
      "new",
      20,
    );
    expect(unifiedDiff("a.ts", before, after)).toBe(
      lines(
        "--- a/a.ts",
        "+++ b/a.ts",
        "@@ -2,12 +2,11 @@",
        " 2",
        " 3",
        " 4",
        "-5",
        "+five",
        " 6",
        " 7",
        " 8",
        " 9",
        "-10",
        " 11",
        " 12",
        " 13",
        "@@ -17,4 +16,5 @@",
        " 17",
        " 18",
        " 19",
        "+new",
        " 20",
      ),
    );
  });

  it("shows a new and a removed file", () => {
    expect(unifiedDiff("a.ts", null, "a\nb\n")).toBe(
      lines("--- /dev/null", "+++ b/a.ts", "@@ -0,0 +1,2 @@", "+a", "+b"),
    );
    expect(unifiedDiff("a.ts", "a\n", null)).toBe(
      lines("--- a/a.ts", "+++ /dev/null", "@@ -1 +0,0 @@", "-a"),
    );
  });

  it("marks a missing last line end", () => {
    expect(unifiedDiff("a.ts", "a\nb", "a\nb\n")).toBe(
      lines(
        "--- a/a.ts",
        "+++ b/a.ts",
        "@@ -1,2 +1,2 @@",
        " a",
        "-b",
        "\\ No newline at end of file",
        "+b",
      ),
    );
  });

  it("replaces a long stretch where the shortest way would take too long", () => {
    const numbers = (by: number) => lines(...Array.from({ length: 20_000 }, (_, n) => n * by));
    const started = performance.now();
    const diff = unifiedDiff("a.ts", numbers(2), numbers(3));
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(diff.split("\n")[2]).toBe("@@ -1,20000 +1,20000 @@");
  });

  it("is one that patch applies", () => {
    const folder = mkdtempSync(join(tmpdir(), "mcpgen-diff-"));
    const text = fc.array(fc.constantFrom("a\n", "b\n", "c\n", "\n"), { maxLength: 30 });
    try {
      fc.assert(
        fc.property(text, text, (oldLines, newLines) => {
          const [before, after] = [oldLines.join(""), newLines.join("")];
          const diff = unifiedDiff("a.txt", before, after);
          expect(apply(before, diff)).toBe(after);
        }),
        { numRuns: 500 },
      );
      writeFileSync(join(folder, "a.txt"), lines(1, 2, 3, 4, 5));
      const diff = unifiedDiff("a.txt", lines(1, 2, 3, 4, 5), lines(0, 1, 3, 4, 5, 6));
      const git = spawnSync("git", ["apply", "-"], { cwd: folder, input: diff, encoding: "utf8" });
      expect(git.stderr).toBe("");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Applies a diff by its hunks' line numbers, and fails where a line is not as the hunk has it. */
function apply(text: string, diff: string): string {
  const source = text.split("\n").slice(0, -1);
  const result: string[] = [];
  let at = 0;
  for (const line of diff.split("\n").slice(2, -1)) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+/.exec(line);
    if (hunk !== null) {
      const start = Number(hunk[1]) - (hunk[2] === "0" ? 0 : 1);
      result.push(...source.slice(at, start));
      at = start;
    } else if (line.startsWith("+")) {
      result.push(line.slice(1));
    } else {
      expect(source[at++]).toBe(line.slice(1));
      result.push(...(line.startsWith(" ") ? [line.slice(1)] : []));
    }
  }
  return [...result, ...source.slice(at)].map((line) => `${line}\n`).join("");
}
