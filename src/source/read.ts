import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { type SourceFile, sourceFileOf } from "./source-file.js";

/** A larger file is refused: no API description comes near it. */
export const largestSourceBytes = 64 * 1024 * 1024;

/** What came of reading a file. Whatever is wrong with the file is a value, for the caller to report. */
export type ReadResult =
  | { readonly kind: "read"; readonly file: SourceFile }
  | { readonly kind: "unreadable"; readonly problem: ReadProblem };

export interface ReadProblem {
  readonly reason: "missing" | "folder" | "empty" | "binary" | "too-large" | "outside" | "denied";
  /** As shown to people: relative to the root, with forward slashes. */
  readonly path: string;
  /** The files in the folder where a missing one would lie, as shown; for suggestions. */
  readonly beside: readonly string[];
}

/**
 * Reads a file that another file names. It must lie inside `root`, also after symbolic links
 * have been followed.
 */
export function readSource(root: string, path: string): ReadResult {
  return read(root, path, true);
}

/** Reads a file that the user named, wherever it is; `root` only shortens the path that is shown. */
export function readNamed(root: string, path: string): ReadResult {
  return read(root, path, false);
}

function read(root: string, path: string, confined: boolean): ReadResult {
  const absolute = resolve(root, path);
  const shown = shownPath(root, absolute);
  const fail = (reason: ReadProblem["reason"]): ReadResult => ({
    kind: "unreadable",
    problem: {
      reason,
      path: shown,
      beside: reason === "missing" ? filesBeside(root, absolute) : [],
    },
  });
  if (confined && !isInside(root, absolute)) {
    return fail("outside");
  }
  let bytes: Buffer;
  try {
    if (confined && !isInside(realpathSync(root), realpathSync(absolute))) {
      return fail("outside");
    }
    const found = statSync(absolute);
    if (found.isDirectory()) {
      return fail("folder");
    }
    if (!found.isFile()) {
      return fail("binary");
    }
    if (found.size > largestSourceBytes) {
      return fail("too-large");
    }
    bytes = readFileSync(absolute);
  } catch (error) {
    return fail(reasonOf(error));
  }
  if (bytes.includes(0) || !isUtf8(bytes)) {
    return fail("binary");
  }
  const file = sourceFileOf(shown, withoutByteOrderMark(bytes));
  return isBlank(file, bytes) ? fail("empty") : { kind: "read", file };
}

/** More names than these are not looked through. */
const mostBeside = 1_000;

/** By code unit; none where the folder is missing as well. */
function filesBeside(root: string, absolute: string): readonly string[] {
  const folder = dirname(absolute);
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort((a, b) => (a < b ? -1 : 1))
      .slice(0, mostBeside)
      .map((name) => shownPath(root, resolve(folder, name)));
  } catch {
    return [];
  }
}

function reasonOf(error: unknown): ReadProblem["reason"] {
  const code = error instanceof Error && "code" in error ? error.code : null;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
    case "ENAMETOOLONG":
    case "ELOOP":
    case "ERR_INVALID_ARG_VALUE":
      return "missing";
    case "EACCES":
    case "EPERM":
      return "denied";
    default:
      throw error;
  }
}

function isInside(root: string, absolute: string): boolean {
  const way = relative(root, absolute);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function shownPath(root: string, absolute: string): string {
  const way = relative(root, absolute);
  return (way === "" ? "." : way).split(sep).join("/");
}

const byteOrderMark = Buffer.from("\uFEFF", "utf8");

function withoutByteOrderMark(bytes: Buffer): Buffer {
  const isMarked = bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  return isMarked ? bytes.subarray(byteOrderMark.length) : bytes;
}

/** Whether there is only white space; in a large file a letter or sign near its start settles it. */
function isBlank(file: SourceFile, bytes: Buffer): boolean {
  return !/[!-~]/.test(bytes.toString("latin1", 0, 1_024)) && file.text.trim() === "";
}
