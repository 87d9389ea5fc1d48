import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A new folder of our own in the system's place for such, absolute. */
export function makeScratch(): string {
  return mkdtempSync(join(tmpdir(), "mcpgen-"));
}

/** A new folder of our own inside another, which is made where it is missing. */
export function makeScratchIn(folder: string, prefix: string): string {
  mkdirSync(folder, { recursive: true });
  return mkdtempSync(join(folder, prefix));
}

/**
 * A new folder of our own from where the packages of a project are found: it lies among them, and is
 * no part of what is committed. Absolute.
 */
export function makeScratchBeside(project: string): string {
  const packages = join(project, "node_modules");
  mkdirSync(packages, { recursive: true });
  return mkdtempSync(join(packages, ".mcpgen-"));
}

/** A file, or a folder with all that is in it. */
export function copyInto(folder: string, name: string, from: string): void {
  cpSync(join(from, name), join(folder, name), { recursive: true });
}

export function hasFile(folder: string, name: string): boolean {
  return existsSync(join(folder, name));
}

export function removeScratch(folder: string): void {
  // A process that ends late may still write in it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
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
