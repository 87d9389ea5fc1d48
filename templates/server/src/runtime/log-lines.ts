import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { AuditDefinition } from "./audit.js";
import type { Secrets } from "./secrets.js";

const STDERR = 2;

/** How often a line is tried again while a pipe's reader is behind, and how long each wait is. */
const MAX_TRIES = 40;
const WAIT_MS = 5;

/**
 * Where pino writes. Synchronous, so that a line that is logged is a line that outlives a crash;
 * throws where it cannot be written.
 */
export class LogLines {
  readonly #targets: readonly number[];
  readonly #secrets: Secrets;

  constructor(to: AuditDefinition["to"], secrets: Secrets) {
    this.#secrets = secrets;
    if (to === "stderr") {
      this.#targets = [STDERR];
    } else if ("file" in to) {
      this.#targets = [openLog(to.file)];
    } else {
      this.#targets = [openLog(to.both), STDERR];
    }
  }

  write(line: string): void {
    const bytes = Buffer.from(this.#secrets.scrubJson(line));
    for (const target of this.#targets) {
      writeWhole(target, bytes);
    }
  }

  close(): void {
    for (const target of this.#targets) {
      if (target !== STDERR) {
        closeSync(target);
      }
    }
  }
}

/** Its owner alone may read it. */
function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, "a", 0o600);
}

function writeWhole(target: number, bytes: Buffer): void {
  let written = 0;
  let tries = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(target, bytes, written);
    } catch (error) {
      tries += 1;
      if (!isBusy(error) || tries > MAX_TRIES) {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EAGAIN";
}
