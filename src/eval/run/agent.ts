import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { makeScratch, removeScratch, writeText } from "../../output/scratch.js";
import { readNamed } from "../../source/read.js";
import { isTimeout } from "../timeout.js";
import type { Conversation } from "./conversation.js";
import { endWithUs, groupOf, ownGroup } from "./end-with-us.js";
import { serverEnded, tellingLines } from "./problem.js";
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
const child = spawn(execPath, [main], { cwd, stdio: ["inherit", "inherit", openSync(log, "a")] });
appendFileSync(log, "server " + child.pid + " started\\n");
let told = false;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => { told = true; child.kill(signal); });
child.on("exit", (code, signal) => {
  const how = told ? "" : " " + (signal ?? code);
  appendFileSync(log, "server " + child.pid + " ended" + how + "\\n");
  exit(code ?? 1);
});
`.trim();

/** Lets a program of the user's work on a prompt; it starts the server itself. */
export async function runAgent(
  request: AgentRequest,
  program: ServerProgram,
  signal: AbortSignal,
): Promise<Conversation & { readonly log: string }> {
  const [prompt = "", ...more] = request.says;
  if (more.length > 0) {
    const problem = "an agent is given one message, and this prompt has several";
    return { turns: [], end: "agent-failed", problem, log: "" };
  }
  // Not the server's: what the agent makes or removes there is no matter of the server's log.
  const cwd = makeScratch();
  try {
    return await work(request, prompt, program, cwd, signal);
  } finally {
    removeScratch(cwd);
  }
}

async function work(
  { command, env, name }: AgentRequest,
  prompt: string,
  program: ServerProgram,
  cwd: string,
  signal: AbortSignal,
): Promise<Conversation & { readonly log: string }> {
  const mark = `log ${randomUUID()}\n`;
  writeText(program.cwd, logName, mark);
  const server = {
    command: process.execPath,
    args: ["-e", launcher, join(program.cwd, logName), program.cwd, program.main],
    env: { ...program.env },
  };
  writeText(cwd, configName, `${JSON.stringify({ mcpServers: { [name]: server } }, null, 2)}\n`);
  const started = performance.now();
  const run = await runCommand(withPlaceholders(command), prompt, {
    cwd,
    env: { ...env, MCPGEN_MCP_CONFIG: join(cwd, configName), MCPGEN_PROMPT: prompt },
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
  const { crash = null, log, problem: fault } = await finishedLog(program.cwd, mark);
  run.endRest();
  if (signal.aborted) {
    return {
      turns: [turn],
      end: isTimeout(signal) ? "timeout" : "interrupted",
      problem: null,
      log,
    };
  }
  if (crash !== null) {
    return { turns: [turn], end: "not-started", problem: crash, log };
  }
  const problem = run.problem ?? fault;
  return { turns: [turn], end: problem === null ? "answered" : "agent-failed", problem, log };
}

interface FinishedLog {
  readonly log: string;
  /** Why it does not tell all; null where it does. */
  readonly problem: string | null;
  /** Says how a server has ended that failed; null where none did. */
  readonly crash?: string | null;
}

/** The log once every server has ended that the agent has started; they may outlive it a little. */
async function finishedLog(cwd: string, mark: string): Promise<FinishedLog> {
  const until = Date.now() + lastLinesMs;
  for (;;) {
    const file = readNamed(cwd, logName);
    const log = file.kind === "read" ? file.file.text : "";
    if (!log.startsWith(mark)) {
      return { log, problem: "the server's log was removed, or begun anew" };
    }
    const started = numbersIn(log, /^server ([1-9]\d*) started$/gm);
    if (started.length === 0) {
      return { log, problem: "it has not started the server of {config}: no tool was at hand" };
    }
    const ended = new Set(numbersIn(log, /^server (\d+) ended(?: \w+)?$/gm));
    // One that was killed has no last line.
    const running = started.filter((pid) => !ended.has(pid) && isRunning(pid));
    if (running.length === 0) {
      return { log, problem: null, crash: crashIn(log) };
    }
    if (Date.now() > until) {
      running.forEach(endNow);
      return { log, problem: "it has ended, and a server that it has started still runs" };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A server that its client ends has the exit code 0. */
function crashIn(log: string): string | null {
  const [, pid, how = ""] = /^server (\d+) ended (?!0$)(\w+)$/m.exec(log) ?? [];
  if (pid === undefined) {
    return null;
  }
  const [, own = ""] = log.split(new RegExp(`^server ${pid} (?:started|ended \\w+)$`, "m"));
  const end = /^\d/.test(how) ? { code: Number(how), signal: null } : { code: null, signal: how };
  return serverEnded(end, own);
}

function numbersIn(text: string, line: RegExp): readonly number[] {
  return [...text.matchAll(line)].map(([, digits]) => Number(digits));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function endNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
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

interface CommandRun {
  readonly output: string;
  readonly problem: string | null;
  /** Ends what it has left running. */
  readonly endRest: () => void;
}

/** Runs a command of the shell's; the prompt is on its stdin, the answer what it prints. */
function runCommand(
  command: string,
  prompt: string,
  { cwd, env, signal }: CommandOptions,
): Promise<CommandRun> {
  if (signal.aborted) {
    const problem = "interrupted before it was started";
    return Promise.resolve({ output: "", problem, endRest: () => {} });
  }
  return new Promise((resolve) => {
    // A group of its own, so that the programs that it starts end with it.
    const child = spawn(command, {
      cwd,
      env,
      shell: true,
      detached: ownGroup,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const ended = endWithUs(() => groupOf(child));
    let output = "";
    let errors = "";
    let killer: NodeJS.Timeout | undefined;
    const kill = (how: NodeJS.Signals): void => {
      const group = groupOf(child);
      try {
        if (group !== null) {
          process.kill(group, how);
        }
      } catch {
        // It has ended by itself.
      }
    };
    const stop = (): void => {
      kill("SIGTERM");
      killer = setTimeout(() => kill("SIGKILL"), endMs);
    };
    signal.addEventListener("abort", stop, { once: true });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-mostOutput);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-mostOutput);
    });
    const done = (problem: string | null): void => {
      clearTimeout(killer);
      signal.removeEventListener("abort", stop);
      const endRest = (): void => {
        kill("SIGKILL");
        ended();
      };
      resolve({ output, problem, endRest });
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
