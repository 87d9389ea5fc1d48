import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { AuditDefinition } from "./audit.js";
import { forPeople } from "./pretty-line.js";
import type { Secrets } from "./secrets.js";

const STDERR = 2;

/** How many lines are kept for a target that cannot be written; older ones are lost. */
const MAX_PENDING = 1000;

/** How often a line is tried again while a pipe's reader is behind, and how long each wait is. */
const MAX_TRIES = 40;
const WAIT_MS = 5;

/**
 * Where pino writes. Lines are handed to the operating system when the process has nothing more
 * urgent to do, when it exits, or when `flush` is called.
 */
export class LogLines {
  readonly #targets: readonly LogTarget[];
  readonly #secrets: Secrets;
  readonly #flush = (): void => void this.flush();
  #scheduled = false;

  /** Throws where the file cannot be opened. */
  constructor(to: AuditDefinition["to"], secrets: Secrets) {
    this.#secrets = secrets;
    this.#targets = descriptors(to).map((descriptor) => new LogTarget(descriptor));
    process.once("exit", this.#flush);
  }

  write(line: string): void {
    const scrubbed = this.#secrets.scrubJson(line);
    for (const target of this.#targets) {
      target.add(scrubbed);
    }
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(this.#flush);
    }
  }

  /** Whether every line so far is with the operating system now. */
  flush(): boolean {
    this.#scheduled = false;
    return this.#targets.map((target) => target.flush()).every(Boolean);
  }

  close(): void {
    this.flush();
    process.off("exit", this.#flush);
    for (const target of this.#targets) {
      target.close();
    }
  }
}

function descriptors(to: AuditDefinition["to"]): readonly number[] {
  if (to === "stderr") {
    return [STDERR];
  }
  return "file" in to ? [openLog(to.file)] : [openLog(to.both), STDERR];
}

/** Its owner alone may read it. */
function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, "a", 0o600);
}

class LogTarget {
  /** Null once it is closed: the number may be another file's then. */
  #descriptor: number | null;
  readonly #isTerminal: boolean;
  #pending: string[] = [];
  /** Whether what was written last is the beginning of the first pending line. */
  #isTorn = false;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
    this.#isTerminal = descriptor === STDERR && process.stderr.isTTY === true;
  }

  add(line: string): void {
    this.#pending.push(this.#isTerminal ? forPeople(line) : line);
    if (this.#pending.length > MAX_PENDING) {
      this.#pending.shift();
    }
  }

  flush(): boolean {
    if (this.#descriptor === null) {
      return false;
    }
    // A torn line is written again, whole, on a line of its own.
    const start = this.#isTorn ? "\n" : "";
    const bytes = Buffer.from(start + this.#pending.join(""));
    const written = this.#pending.length === 0 ? 0 : writeMost(this.#descriptor, bytes);
    this.#drop(written - start.length);
    // Other lines are kept for the next try; until one succeeds, no change is sent.
    return this.#pending.length === 0;
  }

  /** Forgets the lines that these bytes hold whole. */
  #drop(written: number): void {
    if (written < 0) {
      return;
    }
    let left = written;
    let whole = 0;
    for (const line of this.#pending) {
      const length = Buffer.byteLength(line);
      if (length > left) {
        break;
      }
      left -= length;
      whole += 1;
    }
    this.#pending.splice(0, whole);
    this.#isTorn = left > 0;
  }

  close(): void {
    if (this.#descriptor !== null && this.#descriptor !== STDERR) {
      closeSync(this.#descriptor);
    }
    this.#descriptor = null;
  }
}

/** As many of the bytes as can be written: how many. */
function writeMost(descriptor: number, bytes: Buffer): number {
  let written = 0;
  let tries = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      tries += 1;
      if (!isBusy(error) || tries > MAX_TRIES) {
        return written;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
    }
  }
  return written;
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EAGAIN";
}
