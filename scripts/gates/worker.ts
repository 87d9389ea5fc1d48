import { type ChildProcess, fork } from "node:child_process";
import { startGated } from "./server.js";

/** One call of a tool, and what became of it. */
export interface Order {
  readonly number: number;
  readonly tool: string;
  readonly given: object;
  readonly caller: string;
}

interface Report {
  readonly number: number;
  readonly answer: Answer;
}

/** The JSON that a model would be given. */
export type Answer = Readonly<Record<string, unknown>>;

export type CallTool = (tool: string, given: object, caller: string) => Promise<Answer>;

/** Calls tools for the process that started this one, until that disconnects. */
export function work(file: string, api: string, log: string): void {
  const running = startGated(file, api, log);
  process.on("message", ({ number, tool, given, caller }: Order) => {
    const { signal } = new AbortController();
    void running.callTool(tool, given, { signal, caller }).then(({ text }) => {
      process.send?.({ number, answer: JSON.parse(text) } satisfies Report);
    });
  });
  process.once("disconnect", () => process.exit());
}

/** Another process with a server of its own. */
export interface Worker {
  readonly call: CallTool;
  /** As the system does it: nothing is tidied up. Calls that wait never settle. */
  kill(): Promise<void>;
}

export function startWorker(program: string, args: readonly string[]): Worker {
  const child: ChildProcess = fork(program, ["--worker", ...args]);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const waiting = new Map<number, (answer: Answer) => void>();
  let orders = 0;
  child.on("message", ({ number, answer }: Report) => {
    waiting.get(number)?.(answer);
    waiting.delete(number);
  });
  return {
    call: (tool, given, caller) =>
      new Promise((resolve) => {
        const number = ++orders;
        waiting.set(number, resolve);
        child.send({ number, tool, given, caller } satisfies Order);
      }),
    kill: () => {
      child.kill("SIGKILL");
      return ended;
    },
  };
}
