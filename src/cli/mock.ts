import { type Command, InvalidArgumentError } from "commander";
import type { MockCommand } from "../commands/mock.js";

interface MockFlags {
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  readonly record?: string;
}

/** Adds `mcpgen mock`; `run` is given what the command line says. */
export function addMockCommand(
  program: Command,
  cwd: string,
  run: (command: MockCommand) => Promise<void>,
): void {
  program
    .command("mock")
    .summary("serve an API description: examples, or values that fit its schemas")
    .description("Serves an API from its description alone, until it is interrupted.")
    .argument("<spec>", "the API description")
    .option("--port <port>", "where to listen; 0 takes a free port", portOf, 4010)
    .option("--host <host>", "the address to listen at", "127.0.0.1")
    .option("--record <file>", "write each request to this file, as JSON lines")
    .option("--seed <n>", "draw other values, just as valid", seedOf, 0)
    .addHelpText("after", mockText)
    .action((spec: string, { record, ...flags }: MockFlags) =>
      run({ cwd, spec, record: record ?? null, ...flags }),
    );
}

function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError("a port from 0 to 65535 is wanted");
  }
  return Number(text);
}

function seedOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new InvalidArgumentError("a whole number from 0 is wanted");
  }
  return Number(text);
}

const mockText = `
A request chooses its answer by the header Prefer:
  code=404          the answer of this status
  example=name      the example of this name
  dynamic           made-up values even where there are examples
  delay=500ms       after this time
  huge, huge=20MB   of at least this size
  drop              none: the connection ends

GET /__mcpgen/requests gives the requests so far, without credentials.

Exit codes:
  0   it was interrupted (Ctrl+C)
  1   the description cannot be read, or the address is taken
  2   wrong usage
  70  a bug in mcpgen`;
