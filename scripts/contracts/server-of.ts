import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { generate } from "../../src/generate.js";
import { projectRoot } from "../specs/documents.js";

/** A generated server in a folder of its own, with its packages. */
export interface InstalledServer {
  readonly folder: string;
  remove(): void;
}

/** Generates the server of a map, and links each package that it has. */
export async function serverOf(root: string): Promise<InstalledServer> {
  const request = { root, mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };
  const { output, diagnostics } = await generate(request);
  if (output === null) {
    throw new Error(`${root}: ${diagnostics.map(({ message }) => message).join(", ")}`);
  }
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-contracts-"));
  for (const { path, content } of [...output.files, ...output.stubs]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  linkPackages(folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * The packages of a server, one by one: what is made in its `node_modules` stays there. Scopes stand
 * for the packages in them.
 */
export function linkPackages(folder: string): void {
  mkdirSync(join(folder, "node_modules"));
  for (const name of [
    "@modelcontextprotocol",
    "@types",
    "libsql",
    "nodemailer",
    "pino",
    "typescript",
    "zod",
  ]) {
    symlinkSync(
      join(projectRoot, "node_modules", name),
      join(folder, "node_modules", name),
      "junction",
    );
  }
}
