import { Command, CommanderError, Option } from "commander";
import { addEvalCommand } from "./cli/eval.js";
import { addMockCommand } from "./cli/mock.js";
import { addTestCommand } from "./cli/test.js";
import type { EvalPipeline } from "./commands/eval.js";
import type { GenerateCommand, GenerateOutcome, Pipeline } from "./commands/generate.js";
import type { TestPipeline } from "./commands/test.js";
import { version } from "./version.js";

/** What the program needs of its surroundings. */
export interface Io {
  /** The working folder, absolute. */
  readonly cwd: string;
  /** Whether diagnostics may be coloured. */
  readonly colour: boolean;
  stdout(text: string): void;
  stderr(text: string): void;
  /** Runs work that a signal must not end half-way. */
  uninterrupted<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when a signal asks the program to end. */
  untilInterrupted(): Promise<void>;
}

/** Gives the passes when they are asked for, so that `--help` loads none of them. */
export interface Passes {
  generate(): Promise<Pipeline>;
  evaluate(): Promise<EvalPipeline>;
  testContract(): Promise<TestPipeline>;
}

export const exitCodes = { done: 0, failed: 1, usage: 2, bug: 70 } as const;

type Format = "text" | "json" | "github";

/** Runs `mcpgen` with the arguments after its name, and gives the exit code. */
export async function main(argv: readonly string[], io: Io, passes: Passes): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = programOf(io, async (command, format) => {
    const { runGenerate } = await import("./commands/generate.js");
    const pipeline = await passes.generate();
    const outcome = await runGenerate(command, pipeline, io.uninterrupted);
    await printOutcome(outcome, format, io);
    exitCode = outcome.exitCode;
  });
  addEvalCommand(program, io.cwd, async (command) => {
    const evaluate = await passes.evaluate();
    const outcome = await evaluate(command, (text) => io.stdout(text));
    const { renderText } = await import("./diagnostics/render-text.js");
    io.stderr(renderText(outcome.diagnostics, { colour: io.colour }));
    io.stderr(outcome.problem === null ? "" : `mcpgen eval: ${outcome.problem}\n`);
    io.stdout(outcome.written.map((path) => `wrote ${path}\n`).join(""));
    exitCode = outcome.exitCode;
  });
  addMockCommand(program, io.cwd, async (command) => {
    const { runMock } = await import("./commands/mock.js");
    const mock = await runMock(command, (line) => io.stderr(line));
    const { renderText } = await import("./diagnostics/render-text.js");
    io.stderr(renderText(mock.diagnostics, { colour: io.colour }));
    if (mock.kind === "failed") {
      exitCode = exitCodes.failed;
      return;
    }
    const interrupted = io.untilInterrupted();
    io.stdout(mock.text);
    await interrupted;
    await mock.close();
  });
  addTestCommand(program, io.cwd, async (command) => {
    const test = await passes.testContract();
    const outcome = await test(command, (text) => io.stdout(text));
    const { renderText } = await import("./diagnostics/render-text.js");
    io.stderr(renderText(outcome.diagnostics, { colour: io.colour }));
    io.stderr(outcome.problem === null ? "" : `mcpgen test: ${outcome.problem}\n`);
    exitCode = outcome.exitCode;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    }
    io.stderr(bugReport(error, argv));
    return exitCodes.bug;
  }
}

interface GenerateFlags {
  readonly check?: true;
  readonly force?: true;
  readonly acceptWeaker?: true;
  readonly strictLedger?: true;
  readonly validateSpec?: true;
  readonly format: Format;
}

function programOf(
  io: Io,
  generate: (command: GenerateCommand, format: Format) => Promise<void>,
): Command {
  const program = new Command("mcpgen")
    .description("Compiles an OpenAPI document and a tool map into a TypeScript MCP server.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout(text),
      writeErr: (text) => io.stderr(text),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
    .addHelpText("after", exitCodesText);
  program
    .command("generate")
    .summary("write the server that a tool map describes")
    .description("Writes the server that a tool map describes, all of it or nothing.")
    .argument("[tool-map]", "the tool map", "tool-map.yaml")
    .option("--check", "write nothing; fail if the output is out of date, and show how")
    .option("--force", "replace generated files that were edited by hand")
    .option("--accept-weaker", "go on where a gate or another safeguard is weaker than before")
    .option(
      "--strict-ledger",
      "fail if the API has an operation that operations.lock does not know",
    )
    .option("--validate-spec", "check all of the API description, not only what the map uses")
    .addOption(
      new Option("--format <format>", "how to print findings")
        .choices(["text", "json", "github"])
        .default("text"),
    )
    .addHelpText("after", generateText)
    .action((map: string, { format, ...flags }: GenerateFlags) =>
      generate(
        {
          cwd: io.cwd,
          map,
          check: flags.check ?? false,
          force: flags.force ?? false,
          acceptWeaker: flags.acceptWeaker ?? false,
          strictLedger: flags.strictLedger ?? false,
          validateSpec: flags.validateSpec ?? false,
        },
        format,
      ),
    );
  return program;
}

const exitCodesText = `
Exit codes:
  0   done, or up to date
  1   errors in the inputs, or out of date (--check)
  2   wrong usage
  70  a bug in mcpgen`;

const generateText = `
Formats:
  text    findings on stderr, for people; what was done on stdout
  json    one JSON document on stdout: { diagnostics, result }
  github  findings on stdout as annotations of GitHub Actions; what was done after them

Examples:
  mcpgen generate                         write the server of ./tool-map.yaml
  mcpgen generate maps/billing.yaml       of another map
  mcpgen generate --check                 in CI: is what was committed up to date?
  mcpgen generate --check --format github
${exitCodesText}`;

async function printOutcome(outcome: GenerateOutcome, format: Format, io: Io): Promise<void> {
  const { diagnostics, report } = outcome;
  const { reportJson, reportText } = await import("./commands/generate-report.js");
  const { withoutCommands } = await import("./diagnostics/shown-text.js");
  const text = report === null ? "" : reportText(report);
  switch (format) {
    case "text": {
      const { renderText } = await import("./diagnostics/render-text.js");
      io.stderr(renderText(diagnostics, { colour: io.colour }));
      io.stdout(text);
      return;
    }
    case "json": {
      const { renderJson } = await import("./diagnostics/render-json.js");
      io.stdout(renderJson(diagnostics, report === null ? null : reportJson(report)));
      return;
    }
    case "github": {
      const { renderGithub } = await import("./diagnostics/render-github.js");
      io.stdout(renderGithub(diagnostics) + withoutCommands(text));
      return;
    }
    default:
      format satisfies never;
  }
}

function bugReport(error: unknown, argv: readonly string[]): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    "this is a bug in mcpgen, and no mistake of yours; please report it with what follows",
    `  mcpgen ${version}, node ${process.version}, ${process.platform}`,
    `  mcpgen ${argv.join(" ")}`,
    ...stack.split("\n").map((line) => `  ${line}`),
    "",
  ].join("\n");
}
