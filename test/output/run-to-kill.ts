/**
 * A run in a process of its own, for tests that end it. Arguments: the project's root, and
 * `{ outputs, killAt }` as JSON; it writes the outputs in turn and ends itself, as `kill -9` would,
 * before the step with that number, or writes them over and over where there is none.
 */
import { Collector } from "../../src/diagnostics/collector.js";
import type { Output } from "../../src/output/output.js";
import { writeOutput } from "../../src/output/write.js";

const [, , root = "", json = ""] = process.argv;
const { outputs, killAt }: { outputs: Output[]; killAt: number | null } = JSON.parse(json);
let steps = 0;

function beforeStep(): void {
  if (steps++ === killAt) {
    process.kill(process.pid, "SIGKILL");
  }
}

const collector = new Collector();
process.stdout.write("ready\n");
do {
  for (const output of outputs) {
    await writeOutput(
      output,
      { root, mapFolder: ".", mapName: "tool-map.yaml" },
      { force: false, beforeStep },
      collector,
    );
  }
} while (killAt === null);
process.stdout.write(`${JSON.stringify(collector.sorted())}\n`);
