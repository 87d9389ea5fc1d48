import { printable } from "../diagnostics/shown-text.js";
import type { Verdict } from "./verdict.js";

const words = { passed: "ok  ", failed: "FAIL", skipped: "skip" } as const;

/** The verdicts of some tools, a line each under the tool's name. */
export function verdictLines(verdicts: readonly Verdict[]): string {
  const tools = [...new Set(verdicts.map(({ tool }) => tool))];
  return tools
    .map((tool) => [tool, ...verdicts.filter((each) => each.tool === tool).map(lineOf), ""])
    .map((lines) => lines.join("\n"))
    .join("");
}

function lineOf({ name, outcome, why }: Verdict): string {
  return `  ${words[outcome]} ${printable(name)}${why === "" ? "" : `: ${printable(why)}`}`;
}

/** The last line. */
export function totals(verdicts: readonly Verdict[]): string {
  const count = (outcome: Verdict["outcome"]) =>
    verdicts.filter((each) => each.outcome === outcome).length;
  const skipped = count("skipped");
  return `${count("passed")} passed, ${count("failed")} failed${skipped === 0 ? "" : `, ${skipped} skipped`}\n`;
}
