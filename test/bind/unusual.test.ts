import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emit } from "../../src/emit/emit.js";
import { readTemplate, templatePaths } from "../../src/source/templates.js";
import { server } from "./bound.js";
import { unusual } from "./unusual.js";

const templates = new Map(
  templatePaths("server").map(
    (path) => [path.slice("server/".length), readTemplate(path)] as const,
  ),
);
const names = Object.keys(unusual);
const modules = resolve("node_modules");
const folder = mkdtempSync(join(tmpdir(), "unusual-"));

/** What the compiler and the linter say of all the servers; nothing if all is well. */
let said: Readonly<Record<"tsc" | "biome", string>> = { tsc: "", biome: "" };

beforeAll(() => {
  symlinkSync(modules, join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  cpSync(resolve("templates/server/src/runtime"), join(folder, "runtime"), { recursive: true });
  for (const [index, given] of Object.values(unusual).entries()) {
    write(String(index), emit(server(given), templates).files);
  }
  said = {
    tsc: run("tsc", ["--project", "."]),
    biome: run("biome", [
      "check",
      "--max-diagnostics=none",
      ...names.map((_, index) => String(index)),
    ]),
  };
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files that depend on the map; the runtime is there once. */
function write(
  name: string,
  files: readonly { readonly path: string; readonly content: string }[],
): void {
  for (const { path, content } of files) {
    const isShared = path === "biome.json" || path === "tsconfig.json";
    if (isShared || /^src\/(?:api|tools)\/|^src\/server\.ts$/.test(path)) {
      const place = isShared ? path : join(name, path);
      mkdirSync(dirname(join(folder, place)), { recursive: true });
      writeFileSync(join(folder, place), path === "tsconfig.json" ? adapted(content) : content);
    }
  }
  symlinkSync(join(folder, "runtime"), join(folder, name, "src/runtime"));
}

function adapted(tsconfig: string): string {
  const { compilerOptions } = JSON.parse(tsconfig);
  const { rootDir: _rootDir, outDir: _outDir, ...options } = compilerOptions;
  return `${JSON.stringify({ compilerOptions: { ...options, noEmit: true }, include: ["*/src"] }, null, 2)}\n`;
}

function run(tool: string, args: readonly string[]): string {
  const done = spawnSync(join(modules, ".bin", tool), args, { cwd: folder, encoding: "utf8" });
  return done.status === 0 ? "" : done.stdout + done.stderr;
}

describe("a map of", () => {
  it.each(names.map((name, index) => [name, index] as const))("%s compiles", (_name, index) => {
    const lines = said.tsc.split("\n").filter((line) => line.startsWith(`${index}/`));
    expect(lines).toEqual([]);
  });
});

describe("all of them", () => {
  it("compile, and are linted and formatted as they are", () => {
    expect(said).toEqual({ tsc: "", biome: "" });
  });
});
