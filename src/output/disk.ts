import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What stands at a path. `at` is the part of the path, relative to the folder, that is in the way. */
export type Found =
  | { readonly kind: "absent" }
  | { readonly kind: "file"; readonly bytes: Buffer }
  /** The path itself is a folder, or something else that is no file. */
  | { readonly kind: "no-file" }
  /** A file stands where a folder is needed. */
  | { readonly kind: "no-folder"; readonly at: string }
  /** A symbolic link, at the end of the path or on its way: never followed. */
  | { readonly kind: "link"; readonly at: string };

/** Looks at `path` below `folder`, one segment after the other, so that no link leads out of the folder. */
export function look(folder: string, path: string): Found {
  const segments = path.split("/");
  for (let count = 1; count <= segments.length; count++) {
    const at = segments.slice(0, count).join("/");
    const stats = lstatSync(join(folder, at), { throwIfNoEntry: false });
    if (stats === undefined) {
      return { kind: "absent" };
    }
    if (stats.isSymbolicLink()) {
      return { kind: "link", at };
    }
    if (count < segments.length) {
      if (!stats.isDirectory()) {
        return { kind: "no-folder", at };
      }
    } else if (!stats.isFile()) {
      return { kind: "no-file" };
    }
  }
  return { kind: "file", bytes: readFileSync(join(folder, path)) };
}

/** SHA-256 of the bytes, in hex. */
export function hashOf(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** SHA-256 of a text whose line ends may have been rewritten by version control (`core.autocrlf`). */
export function hashOfText(bytes: Buffer | string): string {
  return hashOf(withPlainLineEnds(bytes));
}

/** Whether two texts are the same but for their line ends. */
export function sameText(bytes: Buffer, text: string): boolean {
  return withPlainLineEnds(bytes).equals(withPlainLineEnds(text));
}

function withPlainLineEnds(bytes: Buffer | string): Buffer {
  const whole = typeof bytes === "string" ? Buffer.from(bytes, "utf8") : bytes;
  if (!whole.includes("\r\n")) {
    return whole;
  }
  // Latin-1 maps bytes to characters one to one, so that text in no valid encoding survives too.
  return Buffer.from(whole.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

/** An error of the operating system ("ENOSPC", "EACCES"), as opposed to a bug. */
export interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
}

export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "code" in error && "syscall" in error;
}
