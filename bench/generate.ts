import { inTurn, median, runNode } from "./measure.js";
import { mcpgen, repository } from "./places.js";
import { milliseconds, type Report, ratio } from "./report.js";

const ROUNDS = 15;

/** The whole process of checking the sample, against a process that does nothing. */
export async function measureGenerate(): Promise<Report> {
  const { ours, other } = await inTurn(
    ROUNDS,
    // 1: the committed server is not what the map says; the work is the same.
    async () => (await runNode([mcpgen, "generate", "--check"], repository, [0, 1])).ms,
    async () => (await runNode(["-e", "0"], repository)).ms,
  );
  return {
    title: "Compiling: mcpgen generate --check on the sample (47 operations, 7 tools)",
    columns: ["", "mcpgen", "node -e 0", "ratio"],
    rows: [
      [
        "whole process (median)",
        milliseconds(median(ours)),
        milliseconds(median(other)),
        ratio(median(ours), median(other)),
      ],
    ],
    notes: [`${ROUNDS} runs each, in turn`],
  };
}
