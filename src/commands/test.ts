import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** `mcpgen test`, as given on the command line. */
export interface TestCommand {
  readonly cwd: string;
  /** The path of the tool map. */
  readonly map: string;
  /** The folder of the generated server; null for the map's `output`. */
  readonly server: string | null;
  /** Names of tools, or of jobs with a gate; empty for all. */
  readonly only: readonly string[];
}

/** What a run of `mcpgen test` came to. */
export interface TestOutcome {
  readonly diagnostics: readonly Diagnostic[];
  /** Why there was no run, where that is not in the inputs. */
  readonly problem: string | null;
  /** 2 where a tool was asked for that the map does not have. */
  readonly exitCode: 0 | 1 | 2;
}

/** Prints while the run goes on. */
export type TestPipeline = (
  command: TestCommand,
  tell: (text: string) => void,
) => Promise<TestOutcome>;
