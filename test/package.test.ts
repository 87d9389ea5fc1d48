import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
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

afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

function run(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: exit code ${status}\n${stdout}${stderr}`);
  }
  return stdout;
}

const consumerConfig = {
  compilerOptions: {
    target: "ES2023",
    module: "NodeNext",
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    types: ["node"],
    outDir: "built",
  },
  files: ["example.mts", "consumer.mts"],
};

/** Names all that the package's entry exports. */
const consumer = `
import { generate, positionOf, renderGithub, renderJson, renderText, startMock, version } from "mcpgen";
import type {
  ChangeAnswer, Diagnostic, Generated, GenerateRequest, JsonObject, JsonPrimitive, JsonValue, Label, Mock,
  MockAnswer, MockOptions, Output, OutputFile, Position, RecordedParameters, RecordedRequest, RequestProblem,
  Severity, SourceFile, Span, SpecMockOptions,
} from "mcpgen";

const request: GenerateRequest = { root: ".", mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };
export const generated: Generated = await generate(request);
const findings: readonly Diagnostic[] = generated.diagnostics;
export const severities: readonly Severity[] = findings.map(({ severity }) => severity);
export const labels: readonly Label[] = findings.flatMap((finding) => finding.labels);
const output: Output | null = generated.output;
const files: readonly OutputFile[] = output?.files ?? [];
export const texts: readonly string[] = files.map(({ path, content }) => path + content);
export const rendered: readonly string[] = [renderText(findings, { colour: false }), renderGithub(findings), renderJson(findings, null)];
export const at = (file: SourceFile, { start }: Span): Position => positionOf(file, start);

const change: ChangeAnswer = ({ status, headers }: MockAnswer) => ({ status, headers, body: { version } });
const options: SpecMockOptions & MockOptions = { seed: 1, onRequest: ({ number }: RecordedRequest) => console.log(number) };
const mock: Mock = await startMock("specs/billing.yaml", options);
mock.change("getInvoice", change);
const [first] = mock.requests();
export const body: JsonValue | undefined = first?.body;
export const parameters: RecordedParameters | null | undefined = first?.parameters;
export const problems: readonly RequestProblem[] | undefined = first?.problems;
export const names: readonly (JsonPrimitive | JsonObject)[] = [version];
// @ts-expect-error: the port is a number
await startMock("specs/billing.yaml", { port: "4010" });
`;

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
    const all = readdirSync(join(project, "node_modules/mcpgen"), { recursive: true });
    expect(all.filter((path) => /\.(?:test|map|tsbuildinfo)\b|fixture/.test(String(path)))).toEqual(
      [],
    );
    const types = join(project, "node_modules/mcpgen/dist/types");
    expect(existsSync(join(types, "index.d.ts"))).toBe(true);
    expect(readdirSync(types, { recursive: true }).length).toBeLessThan(60);
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

  it("can be imported by strict TypeScript, and does what its documentation shows", () => {
    mkdirSync(join(project, "node_modules/@types"), { recursive: true });
    for (const name of ["typescript", "@types/node"]) {
      symlinkSync(join(repository, "node_modules", name), join(project, "node_modules", name));
    }
    cpSync(join(repository, "specs"), join(project, "specs"), { recursive: true });
    const document = readFileSync(join(repository, "docs/mock.md"), "utf8");
    const [, example = "", printed = ""] = /```ts\n(.*?)```\n\n```\n(.*?)```/s.exec(document) ?? [];
    writeFileSync(join(project, "example.mts"), example);
    writeFileSync(join(project, "consumer.mts"), consumer);
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(consumerConfig));
    run(project, "node", "node_modules/typescript/bin/tsc");
    expect(run(project, "node", "built/example.mjs")).toBe(printed);
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

  it("is what npm test of a generated server runs, or asks for", () => {
    const server = join(project, "servers/billing");
    symlinkSync(join(repository, "node_modules"), join(server, "node_modules"));
    const tested = run(server, "npm", "test", "--", "--only", "search_invoices");
    expect(tested).toMatch(/\n {2}ok {3}comes to a result .*\n[0-9]+ passed, 0 failed\n$/s);

    renameSync(join(project, "node_modules/.bin"), join(project, "node_modules/.elsewhere"));
    const { status, stderr } = spawnSync("npm", ["test"], { cwd: server, encoding: "utf8" });
    renameSync(join(project, "node_modules/.elsewhere"), join(project, "node_modules/.bin"));
    expect(status).toBe(1);
    expect(stderr).toContain(
      "npm test runs mcpgen, which is not installed: npm install --save-dev mcpgen, here or in a folder above\n",
    );
  });

  it("checks a whole API description with the dependency that it brings", () => {
    expect(run(project, "npx", "mcpgen", "generate", "--check", "--validate-spec")).toMatch(
      /up to date/,
    );
  });
});
