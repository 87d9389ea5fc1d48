import { type ChildProcess, spawn } from "node:child_process";
import { PassThrough } from "node:stream";
import { getDefaultEnvironment } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ReadBuffer, serializeMessage } from "@modelcontextprotocol/sdk/shared/stdio.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import type { ProcessEnd } from "./problem.js";

export interface ServerStart {
  /** Absolute: a script for Node. */
  readonly main: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** How long a server may take to end by itself, and then at a signal. */
const endMs = 2_000;

/** A server's process, spoken to over stdio. Unlike the SDK's transport it knows how it has ended. */
export class ServerProcess implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly stderr = new PassThrough();
  readonly #start: ServerStart;
  readonly #read = new ReadBuffer();
  #child: ChildProcess | null = null;
  #end: ProcessEnd | null = null;

  constructor(start: ServerStart) {
    this.#start = start;
  }

  /** Null before it was started, and once it has ended. */
  get pid(): number | null {
    return this.#end === null ? (this.#child?.pid ?? null) : null;
  }

  /** Null for one that has not ended. */
  get end(): ProcessEnd | null {
    return this.#end;
  }

  start(): Promise<void> {
    const { cwd, env, main } = this.#start;
    const child = spawn(process.execPath, [main], {
      cwd,
      env: { ...getDefaultEnvironment(), ...env },
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    this.#child = child;
    const failed = (error: Error): void => this.onerror?.(error);
    child.once("exit", (code, signal) => {
      this.#end = { code, signal };
    });
    child.once("close", () => this.onclose?.());
    child.stdin.on("error", failed);
    child.stdout.on("error", failed);
    child.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    child.stderr.pipe(this.stderr);
    return new Promise((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", (error) => {
        reject(error);
        failed(error);
      });
    });
  }

  #take(chunk: Buffer): void {
    this.#read.append(chunk);
    for (;;) {
      try {
        const message = this.#read.readMessage();
        if (message === null) {
          return;
        }
        this.onmessage?.(message);
      } catch (error) {
        this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin;
    if (stdin === undefined || stdin === null || this.#end !== null) {
      return Promise.reject(new Error("the server has ended"));
    }
    return new Promise((resolve) => {
      if (stdin.write(serializeMessage(message))) {
        resolve();
      } else {
        stdin.once("drain", resolve);
      }
    });
  }

  /** Ends the server: by the end of its stdin, then by signals. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === null || this.#end !== null) {
      return;
    }
    const ended = new Promise<void>((resolve) => {
      child.once("close", () => resolve());
    });
    child.stdin?.end();
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      await withPatience(ended);
      if (this.#end === null) {
        child.kill(signal);
      }
    }
  }
}

async function withPatience(ended: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, endMs);
  });
  await Promise.race([ended, late]);
  clearTimeout(timer);
}
