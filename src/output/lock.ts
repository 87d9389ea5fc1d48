import { randomUUID } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isSystemError } from "./disk.js";

const patienceMs = 10_000;
/** A lock is held while files are written, for seconds; of one this old nobody is left, even on another machine. */
const staleAfterMs = 10 * 60_000;

/** A lock is created, and then written: of one that is still empty after this long nobody is left either. */
const unwrittenAfterMs = 1_000;

/** Tokens of the locks that this process holds. */
const held = new Set<string>();

export interface Lock {
  /** Whether the lock is still ours: false when somebody removed it, thinking us gone. */
  holds(): boolean;
  release(): void;
}

/**
 * Takes the lock file at `path`, whose folder is created. Waits for another run; null when it does
 * not end. The lock of a run that was killed is taken over.
 */
export async function takeLock(path: string, waitMs = patienceMs): Promise<Lock | null> {
  const token = randomUUID();
  const content = JSON.stringify({ pid: process.pid, host: hostname(), token });
  mkdirSync(dirname(path), { recursive: true });
  for (let waited = 0; !create(path, content); waited += 50) {
    if (removeIfStale(path)) {
      continue;
    }
    if (waited >= waitMs) {
      return null;
    }
    await sleep(50);
  }
  held.add(token);
  return {
    holds: () => read(path) === content,
    release: () => {
      held.delete(token);
      if (read(path) === content) {
        rmSync(path, { force: true });
      }
    },
  };
}

function create(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: "wx" });
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === "EEXIST") {
      return false;
    }
    throw error;
  }
}

function removeIfStale(path: string): boolean {
  const content = read(path);
  if (content === null || !isStale(path, content)) {
    return content === null;
  }
  // Renamed before it is removed: of several runs that find it stale, one gets it.
  const taken = `${path}-${randomUUID()}`;
  try {
    renameSync(path, taken);
    if (read(taken) !== content) {
      // Another run was faster, and this is its new lock.
      linkSync(taken, path);
    }
  } catch (error) {
    if (!isSystemError(error)) {
      throw error;
    }
  } finally {
    rmSync(taken, { force: true });
  }
  return true;
}

function isStale(path: string, content: string): boolean {
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > (content === "" ? unwrittenAfterMs : staleAfterMs)) {
    return true;
  }
  const owner = /"pid":(\d+),"host":"([^"]*)","token":"([^"]*)"/.exec(content);
  const [, pid = "", host, token = ""] = owner ?? [];
  if (host !== hostname()) {
    return false;
  }
  return Number(pid) === process.pid ? !held.has(token) : !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error) && error.code === "EPERM";
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") {
      return null;
    }
    throw error;
  }
}
