import { copyFileSync, linkSync, mkdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { hashOf, isSystemError, look } from "./disk.js";
import type { Folders } from "./folders.js";
import { isSafePath, journalPath, manifestPath, stagingPath } from "./output.js";

/** What a run was about to do: enough to undo it, wherever it stopped. */
export interface Journal {
  readonly entries: readonly Entry[];
  /** Folders that were created in the output, outermost first. */
  readonly folders: readonly string[];
}

export interface Entry {
  readonly place: "output" | "map";
  readonly path: string;
  /** SHA-256 of the bytes that were to be written; null for a removal. */
  readonly after: string | null;
  /** The file in staging that holds what stood there before; null where nothing did. */
  readonly kept: string | null;
}

export function pathOf(folders: Folders, entry: Pick<Entry, "place" | "path">): string {
  return join(folders[entry.place], entry.path);
}

/** Null for a text that is no journal, or one with paths that lead elsewhere. */
export function parseJournal(text: string): Journal | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJournal(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isJournal(value: unknown): value is Journal {
  return (
    hasMembers(value, ["entries", "folders"]) &&
    Array.isArray(value.entries) &&
    value.entries.every(isEntry) &&
    Array.isArray(value.folders) &&
    value.folders.every((folder) => typeof folder === "string" && isSafePath(folder))
  );
}

function isEntry(value: unknown): value is Entry {
  if (!hasMembers(value, ["place", "path", "after", "kept"]) || typeof value.path !== "string") {
    return false;
  }
  const { place, path, after, kept } = value;
  const safe =
    place === "map"
      ? isSafePath(path) && !path.includes("/")
      : place === "output" && (isSafePath(path) || path === manifestPath);
  return (
    safe &&
    (after === null || typeof after === "string") &&
    (kept === null || (typeof kept === "string" && /^old-\d+$/.test(kept)))
  );
}

function hasMembers<N extends string>(
  value: unknown,
  names: readonly N[],
): value is Record<N, unknown> {
  return typeof value === "object" && value !== null && names.every((name) => name in value);
}

/**
 * Puts back what a run has changed. A file that is not as that run left it (it was edited since, or
 * was not reached) stays as it is. Can itself be interrupted and repeated.
 *
 * @throws SystemError
 */
export function undo(journal: Journal, folders: Folders): void {
  const staging = join(folders.output, stagingPath);
  for (const entry of [...journal.entries].reverse()) {
    const found = look(folders[entry.place], entry.path);
    const asLeft =
      entry.after === null
        ? found.kind === "absent"
        : found.kind === "file" && hashOf(found.bytes) === entry.after;
    if (!asLeft) {
      continue;
    }
    const path = pathOf(folders, entry);
    if (entry.kept === null) {
      rmSync(path, { force: true });
    } else if (look(folders.output, posix.join(stagingPath, entry.kept)).kind === "file") {
      mkdirSync(dirname(path), { recursive: true });
      moveInto(join(staging, entry.kept), path);
    }
  }
  for (const folder of [...journal.folders].reverse()) {
    if (look(folders.output, folder).kind === "no-file") {
      removeIfEmpty(join(folders.output, folder));
    }
  }
}

/** Ends the journal: from here on the run has been made, or undone. */
export function endJournal(folders: Folders): void {
  rmSync(join(folders.output, journalPath), { force: true });
  rmSync(join(folders.output, stagingPath), { recursive: true, force: true });
}

/** Replaces `target` in one step, also where it lies on another file system. */
export function moveInto(staged: string, target: string): void {
  try {
    renameSync(staged, target);
  } catch (error) {
    if (!isSystemError(error) || error.code !== "EXDEV") {
      throw error;
    }
    const near = join(dirname(target), `.${basename(target)}.mcpgen`);
    copyFileSync(staged, near);
    renameSync(near, target);
    rmSync(staged);
  }
}

/** A second name for a file, or a copy where the file system has no links. */
export function keep(path: string, kept: string): void {
  try {
    linkSync(path, kept);
  } catch (error) {
    if (!isSystemError(error) || error.code === "ENOENT") {
      throw error;
    }
    copyFileSync(path, kept);
  }
}

export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!isSystemError(error)) {
      throw error;
    }
  }
}
