import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const repository = join(import.meta.dirname, "..");
const wantedByBuild = [
  "LICENSE",
  "README.md",
  "bench",
  "evals.schema.json",
  "examples",
  "package.json",
  "rolldown.config.ts",
  "scripts",
  "src",
  "templates",
  "tool-map.schema.json",
  "tsconfig.build.json",
  "tsconfig.json",
];

let folder = "";
let project = "";

/** Packs a copy of the repository, so that the build disturbs no other test, and installs it in an empty project. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mcpgen-package-"));
  const copy = join(folder, "copy");
  mkdirSync(copy);
  for (const name of wantedByBuild.filter((each) => existsSync(join(repository, each)))) {
    cpSync(join(repository, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
  run(copy, "npm", "pack", "--pack-destination", folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  project = join(folder, "project");
  mkdirSync(project);
  run(project, "npm", "init", "--yes");
  run(
    project,
    "npm",
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    join(folder, tarball),
  );
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: exit code ${status}\n${stdout}${stderr}`);
  }
  return stdout;
}

describe("the package, installed in an empty folder", () => {
  it("brings few dependencies, each loaded by the runs that need it", () => {
    const { dependencies } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    expect(Object.keys(dependencies)).toEqual([
      "@ai-sdk/anthropic",
      "@ai-sdk/openai-compatible",
      "@apidevtools/swagger-parser",
    ]);
  });

  it("holds the program, its types, the templates and the licences, and neither sources nor tests", () => {
    const files = readdirSync(join(project, "node_modules/mcpgen"));
    expect(files.sort()).toEqual(
      [
        "LICENSE",
        "README.md",
        "dist",
        "evals.schema.json",
        "package.json",
        "templates",
        "tool-map.schema.json",
      ].sort(),
    );
    const dist = readdirSync(join(project, "node_modules/mcpgen/dist"));
    expect(dist.sort()).toEqual([
      "bin",
      "bin.js",
      "bin.licences.txt",
      "index.js",
      "index.licences.txt",
      "types",
    ]);
  });

  it("runs", () => {
    const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    expect(run(project, "npx", "mcpgen", "--version")).toBe(`${version}\n`);
  });

  it("can be imported", () => {
    const text = 'import("mcpgen").then((api) => console.log(typeof api.generate))';
    expect(run(project, "node", "--eval", text)).toBe("function\n");
  });

  it("generates a server, and finds it up to date afterwards", () => {
    cpSync(join(repository, "specs"), join(project, "specs"), { recursive: true });
    cpSync(join(repository, "tool-map.yaml"), join(project, "tool-map.yaml"));
    run(project, "npx", "mcpgen", "generate");
    const tools = JSON.parse(readFileSync(join(project, "servers/billing/tools.json"), "utf8"));
    expect(tools.tools.map(({ name }: { name: string }) => name)).toContain("search_invoices");
    expect(existsSync(join(project, "servers/billing/src/runtime"))).toBe(true);
    expect(run(project, "npx", "mcpgen", "generate", "--check")).toMatch(/up to date/);
  });

  it("checks a whole API description with the dependency that it brings", () => {
    expect(run(project, "npx", "mcpgen", "generate", "--check", "--validate-spec")).toMatch(
      /up to date/,
    );
  });
});
