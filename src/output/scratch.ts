import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const dayMs = 24 * 60 * 60 * 1000;

/** Scratch folders that are there, each with the folder around it if that was made for it. */
const present = new Map<string, string | null>();

/** A new folder of our own in the system's place for such, absolute. */
export function makeScratch(): string {
  return scratch(join(tmpdir(), "mcpgen-"), null);
}

/** A new folder of our own inside another, which is made where it is missing. */
export function makeScratchIn(folder: string, prefix: string): string {
  mkdirSync(folder, { recursive: true });
  return scratch(join(folder, prefix), null);
}

/**
 * A new folder of our own from where the packages of a project are found: it lies among them, and is
 * no part of what is committed. Absolute. Those that a killed process has left there are removed.
 */
export function makeScratchBeside(project: string): string {
  const packages = join(project, "node_modules");
  const isNew = mkdirSync(packages, { recursive: true }) !== undefined;
  sweep(packages);
  return scratch(join(packages, `.mcpgen-${process.pid}-`), isNew ? packages : null);
}

function scratch(start: string, around: string | null): string {
  const folder = mkdtempSync(start);
  if (present.size === 0) {
    process.on("exit", removeAll);
  }
  present.set(folder, around);
  return folder;
}

/**
 * Removes scratch folders that a killed process has left. The number in a name tells whether its process
 * still runs here, but nothing of one on another machine, or in another container, that shares the
 * folder: a day is longer than any run takes.
 */
function sweep(packages: string): void {
  for (const name of readdirSync(packages)) {
    const own = /^\.mcpgen-(?:(\d+)-)?/.exec(name);
    const folder = join(packages, name);
    if (own !== null && isOld(folder) && (own[1] === undefined || !isRunning(Number(own[1])))) {
      try {
        removeScratch(folder);
      } catch {
        // Another user's, say: it is in nobody's way.
      }
    }
  }
}

function isOld(folder: string): boolean {
  const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - changed > dayMs;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A file, or a folder with all that is in it. */
export function copyInto(folder: string, name: string, from: string): void {
  cpSync(join(from, name), join(folder, name), { recursive: true });
}

export function hasFile(folder: string, name: string): boolean {
  return existsSync(join(folder, name));
}

/** Removes a folder of our own, if it is still there. */
export function removeScratch(folder: string): void {
  const around = present.get(folder) ?? null;
  present.delete(folder);
  if (present.size === 0) {
    process.off("exit", removeAll);
  }
  // A process that ends late may still write in it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  if (around !== null) {
    try {
      rmdirSync(around);
    } catch {
      // There is something else in it by now.
    }
  }
}

/** What a process makes for itself goes with it, even where it exits in the middle of its work. */
function removeAll(): void {
  for (const folder of present.keys()) {
    removeScratch(folder);
  }
}

/** Writes a text where the user asked for it, folders included. */
export function writeText(folder: string, path: string, content: string): void {
  const whole = join(folder, ...path.split("/"));
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
}

/** Removes a file that may not be there. */
export function removeText(folder: string, path: string): void {
  rmSync(join(folder, ...path.split("/")), { force: true });
}
