import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { generate } from "../../src/generate.js";

const repository = join(import.meta.dirname, "../..");

/** In this checkout, so that a server is compiled with its packages, and runs with no other's. */
const cache = join(repository, "build/e2e");

/**
 * `billing` is the committed server; `hasty` is it with drafts of void_invoice that lapse sooner than
 * a map may say, and `brisk` with confirmations that hardly wait for a person. `impatient` is generated afresh from the same map with short times, and so with every
 * stub as mcpgen writes it.
 */
export type Variant = "billing" | "impatient" | "hasty" | "brisk";

/** Of the impatient server. */
export const TIMEOUT_MS = 1_000;
export const DEADLINE_MS = 4_000;

type Files = ReadonlyMap<string, string>;

/** By variant: tests of one worker that run at the same time wait for one compilation. */
const compiling = new Map<Variant, Promise<string>>();

/**
 * The program of a server, compiled by `tsc` in a folder of its own. The same files are compiled
 * once, whichever test asks first.
 */
export function compiled(variant: Variant): Promise<string> {
  const program = compiling.get(variant) ?? compile(variant);
  compiling.set(variant, program);
  return program;
}

async function compile(variant: Variant): Promise<string> {
  return programOf(await filesOf(variant));
}

/** The program of the files of a server. */
export async function programOf(files: Files): Promise<string> {
  const folder = join(cache, hashOf(files));
  if (!existsSync(folder)) {
    await compileInto(folder, files);
  }
  return join(folder, "dist/main.js");
}

async function filesOf(variant: Variant): Promise<Files> {
  switch (variant) {
    case "billing":
      return committed();
    case "hasty":
      return changed("src/tools/void_invoice.ts", "expiresMs: 3600000", "expiresMs: 4000");
    case "brisk":
      return changed("src/runtime/gates/pace.ts", "waitMs: 8_000", "waitMs: 300");
    case "impatient":
      return await impatient();
  }
}

/** The committed server, but for one thing in one file. */
function changed(path: string, before: string, after: string): Files {
  const files = committed();
  const text = files.get(path) ?? "";
  if (!text.includes(before)) {
    throw new Error(`${path} does not say ${before}`);
  }
  return new Map([...files, [path, text.replace(before, after)]]);
}

function committed(): Files {
  const folder = join(repository, "servers/billing");
  const files = new Map<string, string>();
  for (const name of ["package.json", "tsconfig.json", "tools.json"]) {
    files.set(name, readFileSync(join(folder, name), "utf8"));
  }
  for (const entry of readdirSync(join(folder, "src"), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      files.set(path.slice(folder.length + 1), readFileSync(path, "utf8"));
    }
  }
  return files;
}

async function impatient(): Promise<Files> {
  const root = mkdtempSync(join(tmpdir(), "mcpgen-e2e-map-"));
  try {
    cpSync(join(repository, "specs"), join(root, "specs"), { recursive: true });
    const map = readFileSync(join(repository, "tool-map.yaml"), "utf8")
      .replace("timeout: 10s", `timeout: ${TIMEOUT_MS}ms`)
      .replace("deadline: 50s", `deadline: ${DEADLINE_MS}ms`);
    writeFileSync(join(root, "tool-map.yaml"), map);
    const request = { root, mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };
    const { output, diagnostics } = await generate(request);
    if (output === null) {
      throw new Error(`the sample's map does not compile: ${JSON.stringify(diagnostics)}`);
    }
    return new Map([...output.files, ...output.stubs].map(({ path, content }) => [path, content]));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function hashOf(files: Files): string {
  const hash = createHash("sha256").update(readFileSync(join(repository, "package-lock.json")));
  for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([path, text]));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Renamed into place when it is whole: several test files may come here at once. */
async function compileInto(folder: string, files: Files): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, "draft-"));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(draft, path)), { recursive: true });
    writeFileSync(join(draft, path), text);
  }
  const tsc = join(repository, "node_modules/typescript/bin/tsc");
  try {
    await promisify(execFile)(process.execPath, [tsc, "--project", draft]);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) {
      throw error;
    }
  }
}
