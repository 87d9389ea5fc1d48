import { type ChildProcess, spawn } from "node:child_process";
import { endWithUs } from "./end-with-us.js";
import { NotStarted, tellingLines } from "./problem.js";

export interface Program {
  /** What it is called in messages: `the upstream`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Finds in what the program writes that it is ready; its first group, or all of it. */
  readonly ready: RegExp;
  /** Told of what it writes on stderr. */
  readonly heard?: (text: string) => void;
}

export interface RunningProgram {
  /** What `ready` has found. */
  readonly found: string;
  /** Whether it has ended by itself. */
  isOver(): boolean;
  /** Resolves once it has ended, and all that it wrote is read. */
  end(): Promise<void>;
}

const startMs = 15_000;
const endMs = 3_000;
/** What it has started itself may hold its output open. */
const lastWordsMs = 1_000;
const mostOutput = 4_000;

/** Starts a program, and waits until it says that it is ready. Throws `NotStarted` where it never does. */
export async function startProgram(program: Program): Promise<RunningProgram> {
  const child = spawn(program.command, [...program.args], {
    cwd: program.cwd,
    env: program.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = endWithUs(() => child.pid ?? null);
  child.once("exit", ended);
  child.stderr.setEncoding("utf8").on("data", (text: string) => program.heard?.(text));
  try {
    return {
      found: await whatFits(child, program),
      isOver: () => hasEnded(child),
      end: () => end(child),
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

function whatFits(child: ChildProcess, { name, ready }: Program): Promise<string> {
  let output = "";
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      const last = tellingLines(output);
      reject(new NotStarted(`${name} ${why}${last === "" ? "" : `: ${last}`}`));
    };
    const timer = setTimeout(() => fail("gave no address in time"), startMs);
    const read = (chunk: Buffer | string): void => {
      output = (output + chunk.toString()).slice(-mostOutput);
      const found = ready.exec(output);
      if (found !== null) {
        clearTimeout(timer);
        resolve(found[1] ?? found[0]);
      }
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", (error) => {
      clearTimeout(timer);
      fail(`could not be started (${error.message})`);
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(`ended with exit code ${code ?? "none"}`);
    });
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || isRead(child)) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    let late: NodeJS.Timeout | undefined;
    const waitForLastWords = (): void => {
      late = setTimeout(resolve, lastWordsMs);
    };
    child.once("close", () => {
      clearTimeout(late);
      resolve();
    });
    if (hasEnded(child)) {
      waitForLastWords();
      return;
    }
    const killer = setTimeout(() => child.kill("SIGKILL"), endMs);
    child.once("exit", () => {
      clearTimeout(killer);
      waitForLastWords();
    });
    child.kill("SIGTERM");
  });
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Such a child has closed, or is about to: nothing more is heard. */
function isRead(child: ChildProcess): boolean {
  return hasEnded(child) && child.stdout?.closed === true && child.stderr?.closed === true;
}
