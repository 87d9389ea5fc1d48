import { spawn } from "node:child_process";
import { join } from "node:path";
import { writeText } from "../../output/scratch.js";
import { readNamed } from "../../source/read.js";
import type { Conversation } from "./conversation.js";
import { isTimeout } from "./conversation.js";
import { tellingLines } from "./problem.js";
import type { ServerProgram } from "./session.js";

export interface AgentRequest {
  /** As the user's shell takes it; `{config}` and `{prompt}` stand for what it is given. */
  readonly command: string;
  readonly says: readonly string[];
  /** The server's name in the registration. */
  readonly name: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const configName = "mcp.json";
const logName = "server.log";
const mostOutput = 200_000;
const endMs = 5_000;
const lastLinesMs = 15_000;

/**
 * What the registration starts: the server, with its log in a file. The agent's own handling of a
 * server's stderr is unknown, and the log is what the attempt is judged by.
 */
const launcher = `
const { spawn } = require("node:child_process");
const { appendFileSync, openSync } = require("node:fs");
const { argv, execPath, exit } = process;
const [log, cwd, main] = argv.slice(1);
appendFileSync(log, "server started\\n");
const child = spawn(execPath, [main], { cwd, stdio: ["inherit", "inherit", openSync(log, "a")] });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => {
  appendFileSync(log, "server ended\\n");
  exit(code ?? 1);
});
`.trim();

/** Lets a program of the user's work on a prompt; it starts the server itself. */
export async function runAgent(
  { command, env, name, says }: AgentRequest,
  { cwd, env: serverEnv, main }: ServerProgram,
  signal: AbortSignal,
): Promise<Conversation & { readonly log: string }> {
  const [prompt = "", ...more] = says;
  if (more.length > 0) {
    const problem = "an agent is given one message, and this prompt has several";
    return { turns: [], end: "agent-failed", problem, log: "" };
  }
  const config = join(cwd, configName);
  const server = {
    command: process.execPath,
    args: ["-e", launcher, join(cwd, logName), cwd, main],
    env: { ...serverEnv },
  };
  writeText(cwd, configName, `${JSON.stringify({ mcpServers: { [name]: server } }, null, 2)}\n`);
  const started = performance.now();
  const run = await runCommand(withPlaceholders(command), prompt, {
    cwd,
    env: { ...env, MCPGEN_MCP_CONFIG: config, MCPGEN_PROMPT: prompt },
    signal,
  });
  const turn = {
    said: prompt,
    text: run.output.trim(),
    stop: null,
    calls: [],
    inputTokens: 0,
    outputTokens: 0,
    attempts: 1,
    ms: Math.round(performance.now() - started),
  };
  const log = await finishedLog(cwd);
  if (signal.aborted) {
    return {
      turns: [turn],
      end: isTimeout(signal) ? "timeout" : "interrupted",
      problem: null,
      log,
    };
  }
  return run.problem === null
    ? { turns: [turn], end: "answered", problem: null, log }
    : { turns: [turn], end: "agent-failed", problem: run.problem, log };
}

/** The log once every server has ended that the agent has started; they may outlive it a little. */
async function finishedLog(cwd: string): Promise<string> {
  const until = Date.now() + lastLinesMs;
  for (;;) {
    const file = readNamed(cwd, logName);
    const log = file.kind === "read" ? file.file.text : "";
    const isFinished = count(log, "server started") === count(log, "server ended");
    if (isFinished || Date.now() > until) {
      return log;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function count(log: string, line: string): number {
  return log.split("\n").filter((each) => each === line).length;
}

/** The shell fills them in from the environment: no text of a prompt is ever part of a command. */
function withPlaceholders(command: string): string {
  const reference = (variable: string): string =>
    process.platform === "win32" ? `"%${variable}%"` : `"$${variable}"`;
  return command
    .replaceAll("{config}", reference("MCPGEN_MCP_CONFIG"))
    .replaceAll("{prompt}", reference("MCPGEN_PROMPT"));
}

interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Runs a command of the shell's; the prompt is on its stdin, the answer what it prints. */
function runCommand(
  command: string,
  prompt: string,
  { cwd, env, signal }: CommandOptions,
): Promise<{ readonly output: string; readonly problem: string | null }> {
  if (signal.aborted) {
    return Promise.resolve({ output: "", problem: "interrupted before it was started" });
  }
  return new Promise((resolve) => {
    // A group of its own, so that the programs that it starts end with it.
    const child = spawn(command, {
      cwd,
      env,
      shell: true,
      detached: process.platform !== "win32",
      stdio: ["pipe", "pipe", "pipe"],
    });
    let output = "";
    let errors = "";
    let killer: NodeJS.Timeout | undefined;
    const kill = (how: NodeJS.Signals): void => {
      try {
        process.kill(process.platform === "win32" ? (child.pid ?? 0) : -(child.pid ?? 0), how);
      } catch {
        // It has ended by itself.
      }
    };
    const stop = (): void => {
      kill("SIGTERM");
      killer = setTimeout(() => kill("SIGKILL"), endMs);
    };
    signal.addEventListener("abort", stop, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-mostOutput);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors = (errors + chunk.toString("utf8")).slice(-mostOutput);
    });
    const done = (problem: string | null): void => {
      clearTimeout(killer);
      signal.removeEventListener("abort", stop);
      resolve({ output, problem });
    };
    child.once("error", (error) => done(error.message));
    child.once("close", (code) => {
      const said = tellingLines(errors);
      done(code === 0 ? null : `exit code ${code ?? "none"}${said === "" ? "" : `: ${said}`}`);
    });
    child.stdin.on("error", () => {});
    child.stdin.end(prompt);
  });
}
