import type { Command } from "commander";
import type { TestCommand } from "../commands/test.js";

interface TestFlags {
  readonly only?: readonly string[];
  readonly server?: string;
}

/** Adds `mcpgen test`; `run` is given what the command line says. */
export function addTestCommand(
  program: Command,
  cwd: string,
  run: (command: TestCommand) => Promise<void>,
): void {
  program
    .command("test")
    .summary("hold a generated server to its map, without a model")
    .description("Builds the server of a tool map, and tests it with the mock for its API.")
    .argument("[tool-map]", "the tool map", "tool-map.yaml")
    .option("--only <tool>", "only this tool or job; can be given several times", collected)
    .option("--server <folder>", "the server's folder, where it is not the map's output")
    .addHelpText("after", testText)
    .action((map: string, { only, server }: TestFlags) =>
      run({ cwd, map, only: only ?? [], server: server ?? null }),
    );
}

function collected(value: string, others: readonly string[] = []): readonly string[] {
  return [...others, value];
}

const testText = `
What is tried of each tool:
  what it advertises, each enum value, bounds from both sides, wrong and unknown arguments,
  each error that a rule of the map names, its limit, and what its gate promises

Exit codes:
  0   nothing failed
  1   a test failed, the map has errors, or the server could not be built or started
  2   wrong usage, or a tool that the map does not have
  70  a bug in mcpgen`;
