import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const golden = join(import.meta.dirname, "golden");
const copied = resolve("templates/server/src");
const modules = resolve("node_modules");
const servers = readdirSync(golden).filter((name) => existsSync(join(golden, name, "expected")));
const folder = mkdtempSync(join(tmpdir(), "golden-"));

/** Each expected server with the files that are copied into every one; the runtime is there once. */
beforeAll(() => {
  symlinkSync(modules, join(folder, "node_modules"));
  cpSync(join(copied, "runtime"), join(folder, "runtime"), { recursive: true });
  for (const name of servers) {
    cpSync(join(golden, name, "expected"), join(folder, name), { recursive: true });
    for (const file of ["main.ts", "mcp.ts"]) {
      cpSync(join(copied, file), join(folder, name, "src", file));
    }
    symlinkSync(join(folder, "runtime"), join(folder, name, "src/runtime"));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the expected servers", () => {
  it("share one compiler configuration, and pass it", () => {
    const config = JSON.parse(sameEverywhere("tsconfig.json"));
    const { rootDir: _rootDir, outDir: _outDir, ...options } = config.compilerOptions;
    const include = servers.map((name) => `${name}/src`);
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { ...options, noEmit: true }, include }),
    );
    expect(run("tsc", ["--project", "."])).toBe("");
  });

  it("share one Biome configuration, and pass it as they are", () => {
    writeFileSync(join(folder, "biome.json"), sameEverywhere("biome.json"));
    for (const name of servers) {
      rmSync(join(folder, name, "biome.json"));
      rmSync(join(folder, name, "tools.json"));
      rmSync(join(folder, name, ".mcpgen"), { recursive: true });
    }
    expect(
      run("biome", [
        "check",
        "--max-diagnostics=none",
        "--error-on-warnings",
        "biome.json",
        ...servers,
      ]),
    ).toBe("");
  });
});

function sameEverywhere(file: string): string {
  const contents = new Set(
    servers.map((name) => readFileSync(join(golden, name, "expected", file), "utf8")),
  );
  expect(contents.size).toBe(1);
  return [...contents].join("");
}

/** What a tool has to say; nothing if all is well. */
function run(tool: string, args: readonly string[]): string {
  const done = spawnSync(join(modules, ".bin", tool), args, { cwd: folder, encoding: "utf8" });
  return done.status === 0 ? "" : done.stdout + done.stderr;
}
