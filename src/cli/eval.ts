import { type Command, InvalidArgumentError, Option } from "commander";
import type { EvalCommand } from "../commands/eval.js";

interface EvalFlags {
  readonly check?: true;
  readonly only?: readonly string[];
  readonly upstream?: string;
  readonly provider?: "anthropic" | "openai";
  readonly model?: string;
  readonly baseUrl?: string;
  readonly agent?: string;
  readonly record?: true;
  readonly replay?: true;
  readonly repeat: number;
  readonly concurrency: number;
  readonly budgetTokens?: number;
  readonly budgetUsd?: number;
  readonly timeout: number;
  readonly baseline?: true;
  readonly compare?: string;
  readonly out?: string;
}

/** Adds `mcpgen eval`; `run` is given what the command line says. */
export function addEvalCommand(
  program: Command,
  cwd: string,
  run: (command: EvalCommand) => Promise<void>,
): void {
  program
    .command("eval")
    .summary("run the prompts of evals.yaml against the server, with a model in the loop")
    .description("Runs the prompts of an evals file against the generated server and judges them.")
    .argument("[evals]", "the evals file", "evals.yaml")
    .option("--check", "only hold the file to the map")
    .option("--only <id>", "only this prompt; can be given several times", collected)
    .option("--upstream <what>", "sample, mock, or the address of an API")
    .addOption(
      conflicting("--agent <command>", "a program of yours that works on the prompts").argParser(
        command,
      ),
    )
    .addOption(new Option("--provider <name>", "who is asked").choices(["anthropic", "openai"]))
    .option("--model <id>", "the model that is asked", filled)
    .option("--base-url <url>", "the provider's address, or that of a compatible endpoint", address)
    .addOption(new Option("--record", "renew the cassettes").conflicts(["replay", "agent"]))
    .addOption(new Option("--replay", "play the cassettes, without a network").conflicts("agent"))
    .option("--repeat <n>", "how often each prompt is tried", count, 1)
    .option("--concurrency <n>", "how many attempts run at the same time", count, 2)
    .option("--budget-tokens <n>", "stop when so many tokens are used up", count)
    .option("--budget-usd <amount>", "stop when so much money is used up", amount)
    .option("--timeout <seconds>", "for one attempt", amount, 120)
    .option("--baseline", "run a server with one tool for each operation too, and set it beside")
    .option("--compare <run.json>", "fail where a prompt does worse than in an earlier run")
    .option("--out <folder>", "where the record and the reports are written")
    .addHelpText("after", evalText)
    .action((evals: string, flags: EvalFlags) => run(commandOf(cwd, evals, flags)));
}

function commandOf(cwd: string, evals: string, flags: EvalFlags): EvalCommand {
  return {
    cwd,
    evals,
    check: flags.check ?? false,
    only: flags.only ?? [],
    upstream: flags.upstream ?? null,
    provider: flags.provider ?? null,
    model: flags.model ?? null,
    baseUrl: flags.baseUrl ?? null,
    agent: flags.agent ?? null,
    record: flags.record ?? false,
    replay: flags.replay ?? false,
    repeat: flags.repeat,
    concurrency: flags.concurrency,
    budgetTokens: flags.budgetTokens ?? null,
    budgetCost: flags.budgetUsd ?? null,
    timeoutMs: flags.timeout * 1000,
    baseline: flags.baseline ?? false,
    compare: flags.compare ?? null,
    out: flags.out ?? null,
  };
}

function conflicting(flags: string, description: string): Option {
  return new Option(flags, description).conflicts(["provider", "model", "baseUrl"]);
}

function collected(value: string, others: readonly string[] = []): readonly string[] {
  return [...others, value];
}

function filled(text: string): string {
  if (text.trim() === "") {
    throw new InvalidArgumentError("a name is wanted");
  }
  return text;
}

function command(text: string): string {
  if (text.trim() === "") {
    throw new InvalidArgumentError("a command is wanted, such as 'my-agent {prompt}'");
  }
  return text;
}

/** Without a slash at its end: paths are appended to it. */
function address(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError("an http address is wanted, such as http://127.0.0.1:11434/v1");
  }
  return text.replace(/\/+$/, "");
}

function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new InvalidArgumentError("a whole number from 1 is wanted");
  }
  return Number(text);
}

function amount(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError("a number above 0 is wanted");
  }
  return value;
}

const evalText = `
Who works on the prompts:
  a model     --model and a key in the environment (ANTHROPIC_API_KEY, OPENAI_API_KEY), or --base-url
  a program   --agent 'command {prompt}'; {config} is the server's registration (mcpServers)
  cassettes   --replay, and whenever no model can be asked: what was recorded, without a network

Exit codes:
  0   every prompt passed in every attempt; with --compare, none does worse than before
  1   a prompt failed or was not run (budget, interruption), or the file does not fit the map
  2   wrong usage
  70  a bug in mcpgen`;
