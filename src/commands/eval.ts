import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RunRecord } from "../eval/run.js";

/** `mcpgen eval`, as given on the command line; null stands for what was not given. */
export interface EvalCommand {
  readonly cwd: string;
  /** The path of the evals file. */
  readonly evals: string;
  /** Only checks the file against the map. */
  readonly check: boolean;
  /** Ids of prompts; empty for all. */
  readonly only: readonly string[];
  /** `sample`, `mock` or an address. */
  readonly upstream: string | null;
  readonly provider: "anthropic" | "openai" | null;
  readonly model: string | null;
  readonly baseUrl: string | null;
  /** A program of the user's, instead of a model. */
  readonly agent: string | null;
  readonly record: boolean;
  readonly replay: boolean;
  readonly repeat: number;
  readonly concurrency: number;
  readonly budgetTokens: number | null;
  readonly budgetCost: number | null;
  /** For one attempt. */
  readonly timeoutMs: number;
  /** Runs the prompts on a server with one tool for each operation too. */
  readonly baseline: boolean;
  /** The `run.json` of an earlier run, relative to the working folder. */
  readonly compare: string | null;
  /** Where the record and the reports are written. */
  readonly out: string | null;
}

/** What a run of `mcpgen eval` came to. */
export interface EvalOutcome {
  readonly diagnostics: readonly Diagnostic[];
  /** Why there was no run, where that is neither in the inputs nor in a prompt. */
  readonly problem: string | null;
  /** Null where there was no run. */
  readonly record: RunRecord | null;
  /** Of the reports, relative to the working folder. */
  readonly written: readonly string[];
  readonly exitCode: 0 | 1;
}

/** Prints while the run goes on. */
export type Tell = (text: string) => void;

export type EvalPipeline = (command: EvalCommand, tell: Tell) => Promise<EvalOutcome>;
