import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { EmittedFile } from "../../src/emit/project.js";
import { serverTemplates } from "./carry.js";
import { projectRoot } from "./documents.js";

/** One folder of many servers, which share the runtime: each server has files of its own names. */
export class SharedRuntime {
  readonly folder = mkdtempSync(join(tmpdir(), "mcpgen-specs-"));

  #tools = 0;

  constructor() {
    for (const [path, content] of serverTemplates()) {
      if (path === "tsconfig.json" || path.startsWith("src/runtime/")) {
        this.#write(path, content);
      }
    }
    symlinkSync(join(projectRoot, "node_modules"), join(this.folder, "node_modules"));
    this.#write("package.json", '{ "type": "module" }');
  }

  /** A name that no other server has: its files are named by it. */
  nextTool(): string {
    this.#tools += 1;
    return `op_${this.#tools}`;
  }

  /** Adds the files that differ from server to server.  */
  add(tool: string, files: readonly EmittedFile[]): void {
    for (const { path, content } of files) {
      if (/^src\/(?:api|tools)\//.test(path)) {
        this.#write(path, content);
      } else if (path === "src/server.ts") {
        this.#write(`src/${tool}.ts`, content);
      }
    }
  }

  /** The compiler's complaints, by the name of the tool that they are about; "" for any others. */
  typeErrors(): ReadonlyMap<string, readonly string[]> {
    const { stdout, stderr, error } = spawnSync(
      join(projectRoot, "node_modules", ".bin", "tsc"),
      ["--noEmit", "--pretty", "false"],
      { cwd: this.folder, encoding: "utf8", maxBuffer: 1 << 28 },
    );
    if (error !== undefined) {
      throw error;
    }
    const found = new Map<string, string[]>();
    for (const line of `${stdout}${stderr}`.split("\n").filter((text) => /error TS/.test(text))) {
      const tool = /\b(op[-_][0-9]+)\.ts/.exec(line)?.[1]?.replace("-", "_") ?? "";
      found.set(tool, [...(found.get(tool) ?? []), line]);
    }
    return found;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #write(path: string, content: string): void {
    const target = join(this.folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}
