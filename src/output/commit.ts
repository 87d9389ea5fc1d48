import {
  chmodSync,
  closeSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix } from "node:path";
import { promisify } from "node:util";
import type { Collector } from "../diagnostics/collector.js";
import { hashOf, isSystemError, look } from "./disk.js";
import type { Folders } from "./folders.js";
import { type Entry, endJournal, type Journal, keep, moveInto, pathOf, undo } from "./journal.js";
import type { Lock } from "./lock.js";
import { journalPath, stagingPath } from "./output.js";
import type { Change } from "./plan.js";
import { locked, notUndone, notWritable } from "./problems.js";

/** What a commit needs to know of its run. */
export interface Run {
  readonly folders: Folders;
  /** The output folder, for people. */
  readonly shown: string;
  readonly lock: Lock;
  /** Called before each change to the disk. */
  readonly step: (name: string) => void;
  readonly collector: Collector;
}

interface Task {
  readonly change: Change;
  readonly entry: Entry;
  /** Absolute. */
  readonly path: string;
  readonly staged: string;
  readonly kept: string;
}

/** Makes the changes, all of them or none; false after a reported error. */
export async function commit(changes: readonly Change[], run: Run): Promise<boolean> {
  const tasks = changes.map((change, index) => taskOf(change, index, run.folders));
  const journal: Journal = {
    entries: tasks.map(({ entry }) => entry),
    folders: missingFolders(changes, run.folders),
  };
  try {
    await stage(tasks, run);
    if (!run.lock.holds()) {
      run.collector.add(locked(run.shown));
      endJournal(run.folders);
      return false;
    }
    run.step("write the journal");
    await writeJournal(journal, run.folders);
    apply(tasks, journal.folders, run);
    run.step("end the journal");
    endJournal(run.folders);
    return true;
  } catch (error) {
    rollBack(error, journal, run);
    return false;
  }
}

function taskOf(change: Change, index: number, folders: Folders): Task {
  const { kind, path, before, after } = change;
  const entry: Entry = {
    place: kind === "beside-map" ? "map" : "output",
    path,
    after: after === null ? null : hashOf(after),
    kept: before === null ? null : `old-${index}`,
  };
  const staging = join(folders.output, stagingPath);
  return {
    change,
    entry,
    path: pathOf(folders, entry),
    staged: join(staging, `new-${index}`),
    kept: join(staging, `old-${index}`),
  };
}

async function stage(tasks: readonly Task[], run: Run): Promise<void> {
  const staging = join(run.folders.output, stagingPath);
  run.step("make the staging folder");
  mkdirSync(staging);
  const texts: Text[] = [];
  for (const { change, staged } of tasks) {
    if (change.after !== null) {
      const step = () => run.step(`stage ${change.shown}`);
      texts.push({ path: staged, content: change.after, step });
    }
  }
  await writeDurably(texts);
  for (const { change, path, staged, kept } of tasks) {
    if (change.before !== null) {
      run.step(`keep ${change.shown}`);
      keep(path, kept);
    }
    if (change.before !== null && change.after !== null) {
      chmodSync(staged, statSync(path).mode & 0o777);
    }
  }
  syncFolder(staging);
}

async function writeJournal(journal: Journal, folders: Folders): Promise<void> {
  const path = join(folders.output, journalPath);
  const staged = join(folders.output, stagingPath, "journal");
  await writeDurably([{ path: staged, content: `${JSON.stringify(journal, null, 2)}\n` }]);
  renameSync(staged, path);
  syncFolder(dirname(path));
}

function apply(tasks: readonly Task[], newFolders: readonly string[], run: Run): void {
  for (const folder of newFolders) {
    run.step(`make the folder ${folder}`);
    mkdirSync(join(run.folders.output, folder));
  }
  for (const { change, path, staged } of tasks) {
    if (change.after === null) {
      run.step(`remove ${change.shown}`);
      unlinkSync(path);
      removeEmptied(dirname(path), run.folders.output);
    } else {
      run.step(`write ${change.shown}`);
      moveInto(staged, path);
    }
  }
  for (const folder of new Set(tasks.map(({ path }) => dirname(path)))) {
    syncFolder(folder);
  }
}

/** @throws the error again if it is a bug and none of the system's. */
function rollBack(error: unknown, journal: Journal, run: Run): void {
  try {
    if (look(run.folders.output, journalPath).kind === "file") {
      undo(journal, run.folders);
    }
    endJournal(run.folders);
  } catch (second) {
    if (!isSystemError(second)) {
      throw second;
    }
    run.collector.add(notUndone(run.shown, second));
    return;
  }
  if (!isSystemError(error)) {
    throw error;
  }
  run.collector.add(notWritable(run.shown, error));
}

/** Folders of the output that the changes need and that do not exist, outermost first. */
function missingFolders(changes: readonly Change[], folders: Folders): readonly string[] {
  const missing = new Set<string>();
  for (const { kind, path, after } of changes) {
    if (kind === "beside-map" || after === null) {
      continue;
    }
    for (let folder = posix.dirname(path); folder !== "."; folder = posix.dirname(folder)) {
      if (look(folders.output, folder).kind === "absent") {
        missing.add(folder);
      }
    }
  }
  return [...missing].sort((a, b) => (a < b ? -1 : 1));
}

/** Removes `folder` if a removed file has left it empty, and so on outwards, the output itself excepted. */
function removeEmptied(folder: string, output: string): void {
  for (let at = folder; at !== output && readdirSync(at).length === 0; at = dirname(at)) {
    rmdirSync(at);
  }
}

interface Text {
  readonly path: string;
  readonly content: string;
  /** Called before the file is made. */
  readonly step?: () => void;
}

/** So many files are open at once. */
const mostOpen = 128;

/**
 * Writes new files, which are on the disk when it ends and not only on their way there. They are
 * synchronised together: one after the other, each would wait for the disk alone.
 */
async function writeDurably(texts: readonly Text[]): Promise<void> {
  for (let from = 0; from < texts.length; from += mostOpen) {
    const files: number[] = [];
    try {
      for (const { path, content, step } of texts.slice(from, from + mostOpen)) {
        step?.();
        const file = openSync(path, "wx");
        files.push(file);
        writeFileSync(file, content);
      }
      const synced = await Promise.allSettled(files.map((file) => promisify(fsync)(file)));
      const failed = synced.find((each) => each.status === "rejected");
      if (failed !== undefined) {
        throw failed.reason;
      }
    } finally {
      files.forEach(closeSync);
    }
  }
}

/** Makes renames in a folder durable; some systems cannot, and have no need to. */
function syncFolder(path: string): void {
  let folder: number | null = null;
  try {
    folder = openSync(path, "r");
    fsyncSync(folder);
  } catch (error) {
    if (!isSystemError(error)) {
      throw error;
    }
  } finally {
    if (folder !== null) {
      closeSync(folder);
    }
  }
}
