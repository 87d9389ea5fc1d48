import { type ChildProcess, spawn } from "node:child_process";
import type { UpstreamCommand } from "../evals.js";
import { NotStarted } from "./problem.js";
import { resolveSettings } from "./settings.js";

/** An API that the generated server is pointed at. */
export interface RunningUpstream {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Where upstreams come from: a fresh one for every attempt, or one that is there anyway. */
export type StartUpstream = () => Promise<RunningUpstream>;

const startMs = 15_000;
const endMs = 3_000;
const mostOutput = 4_000;

/** One that runs elsewhere. It keeps its state from attempt to attempt. */
export function upstreamAt(url: string): StartUpstream {
  const running = { url: url.replace(/\/+$/, ""), close: async () => {} };
  return async () => running;
}

/** An address as it may be shown and recorded; throws for what is none. */
export function shownAddress(address: string): string {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new NotStarted(`--upstream takes sample, mock or an http address, not "${address}"`);
  }
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname === "/" ? "" : pathname}`;
}

/** One that a command starts: it ends with the attempt, and its state with it. */
export function upstreamOf(
  { command, env, ready }: UpstreamCommand,
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
): StartUpstream {
  return async () => {
    const resolved = resolveSettings(env, { env: environment, upstreamUrl: null });
    if (resolved.kind === "missing") {
      throw new NotStarted(`the upstream needs ${resolved.names.join(", ")} in the environment`);
    }
    const [program = "", ...args] = command.map(({ value }) => value);
    const child = spawn(program === "node" ? process.execPath : program, args, {
      cwd,
      env: { ...environment, ...resolved.values },
      stdio: ["ignore", "pipe", "pipe"],
    });
    try {
      const url = await addressOf(child, new RegExp(ready.value, "u"));
      return { url: url.replace(/\/+$/, ""), close: () => end(child) };
    } catch (error) {
      await end(child);
      throw error;
    }
  };
}

/** Waits for the address in what the program writes. */
function addressOf(child: ChildProcess, ready: RegExp): Promise<string> {
  let output = "";
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      const last = output.trim().split("\n").slice(-3).join(" · ");
      reject(new NotStarted(`the upstream ${why}${last === "" ? "" : `: ${last}`}`));
    };
    const timer = setTimeout(() => fail("gave no address in time"), startMs);
    const read = (chunk: Buffer): void => {
      output = (output + chunk.toString("utf8")).slice(-mostOutput);
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
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), endMs);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
