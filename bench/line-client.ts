import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

const PROTOCOL = "2025-06-18";

interface Answer {
  readonly id?: number;
  readonly result?: { readonly isError?: boolean };
  readonly error?: object;
}

/** Requests of the protocol over stdio, with as little as possible between the clock and the server. */
export class LineClient {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #lastId = 0;
  #rest = "";

  constructor(program: string, environment: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [program], {
      env: { PATH: process.env.PATH ?? "", ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.stderr.resume();
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => this.#read(text));
  }

  /** The handshake and the list of tools: what a host does before anything else. */
  async open(): Promise<void> {
    await this.#request("initialize", {
      protocolVersion: PROTOCOL,
      capabilities: {},
      clientInfo: { name: "bench", version: "1.0.0" },
    });
    this.#send({ jsonrpc: "2.0", method: "notifications/initialized" });
    await this.#request("tools/list", {});
  }

  /** Milliseconds from the request to its answer; throws where that is an error. */
  async call(name: string, given: object): Promise<number> {
    const started = performance.now();
    const { result } = await this.#request("tools/call", { name, arguments: given });
    const ms = performance.now() - started;
    if (result === undefined || result.isError === true) {
      throw new Error(`${name} failed: ${JSON.stringify(result)}`);
    }
    return ms;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stdin.end();
    await closed;
  }

  #request(method: string, params: object): Promise<Answer> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send({ jsonrpc: "2.0", id, method, params });
    });
  }

  #send(message: object): void {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const answer: Answer = JSON.parse(line);
      this.#waiting.get(answer.id ?? 0)?.(answer);
      this.#waiting.delete(answer.id ?? 0);
    }
  }
}
