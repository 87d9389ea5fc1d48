import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type GenerateCommand,
  type GenerateOutcome,
  type GenerateRequest,
  runGenerate,
} from "../../src/commands/generate.js";
import { reportJson, reportText } from "../../src/commands/generate-report.js";
import { fakePipeline } from "./fake-pipeline.js";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mcpgen-generate-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const read = (path: string) => readFileSync(join(root, path), "utf8");

function generate(
  options: Partial<GenerateCommand> = {},
  requests: GenerateRequest[] = [],
): Promise<GenerateOutcome> {
  const command: GenerateCommand = {
    cwd: root,
    map: "tool-map.yaml",
    check: false,
    force: false,
    acceptWeaker: false,
    strictLedger: false,
    validateSpec: false,
    ...options,
  };
  return runGenerate(command, fakePipeline(requests), (work) => work());
}

const textOf = ({ report }: GenerateOutcome) => (report === null ? null : reportText(report));
const codesOf = ({ diagnostics }: GenerateOutcome) => diagnostics.map(({ code }) => code);

describe("generate", () => {
  it("writes the output, and says what it wrote", async () => {
    put("tool-map.yaml", "a\nb\n");
    const outcome = await generate();
    expect(outcome.exitCode).toBe(0);
    expect(textOf(outcome)).toBe(`What changes for the model:
  tool "a" is new
  tool "b" is new

servers/billing: 7 added, 0 unchanged
  added    servers/billing/package.json
  added    servers/billing/src/tools/a.ts
  added    servers/billing/src/tools/b.ts
  added    servers/billing/tools.json
  added    servers/billing/src/handlers/h.ts
  added    operations.lock
  added    servers/billing/.mcpgen/manifest.json
servers/billing/src/handlers/h.ts is a stub, and yours to fill in
`);
    expect(textOf(await generate())).toBe("servers/billing is up to date: 5 files\n");
  });

  it("writes nothing where the pipeline found errors", async () => {
    put("tool-map.yaml", "!wrong\n");
    const outcome = await generate();
    expect(outcome).toMatchObject({
      exitCode: 1,
      report: null,
      diagnostics: [{ message: "!wrong" }],
    });
    expect(() => read("servers/billing/tools.json")).toThrow();
  });

  it("fails at a file that was edited by hand, and takes ours by force", async () => {
    put("tool-map.yaml", "a\n");
    await generate();
    put("servers/billing/src/tools/a.ts", "// mine\n");
    const outcome = await generate();
    expect([outcome.exitCode, codesOf(outcome)]).toEqual([1, ["output/edited-by-hand"]]);
    expect(read("servers/billing/src/tools/a.ts")).toBe("// mine\n");
    expect((await generate({ force: true })).exitCode).toBe(0);
    expect(read("servers/billing/src/tools/a.ts")).toBe("// a\n");
  });

  it("runs the pipeline again after it has undone an interrupted run, which may have written the ledger", async () => {
    put("tool-map.yaml", "a\n");
    await generate();
    put("servers/billing/.mcpgen/journal.json", '{ "entries": [], "folders": [] }');
    const requests: GenerateRequest[] = [];
    const outcome = await generate({}, requests);
    expect([outcome.exitCode, codesOf(outcome), requests.length]).toEqual([
      0,
      ["output/undone"],
      2,
    ]);
  });

  it("passes what it was asked, with paths from the root", async () => {
    const requests: GenerateRequest[] = [];
    const ask = (options: Partial<GenerateCommand>) => generate(options, requests);
    put("maps/x.yaml", "a\n");
    await ask({ map: "./maps/x.yaml", strictLedger: true });
    await ask({ map: join(root, "maps/x.yaml"), validateSpec: true });
    await ask({ cwd: join(root, "elsewhere"), map: "../maps/x.yaml" });
    expect(requests).toEqual([
      { root, mapPath: "maps/x.yaml", strictLedger: true, validateSpec: false },
      { root, mapPath: "maps/x.yaml", strictLedger: false, validateSpec: true },
      { root: join(root, "maps"), mapPath: "x.yaml", strictLedger: false, validateSpec: false },
    ]);
    expect(read("maps/operations.lock")).toBe("a\n");
    expect(read("maps/servers/billing/src/tools/a.ts")).toBe("// a\n");
  });

  it("writes within what must not be interrupted", async () => {
    put("tool-map.yaml", "a\n");
    let inside = 0;
    const command = {
      cwd: root,
      map: "tool-map.yaml",
      check: false,
      force: false,
      acceptWeaker: false,
      strictLedger: false,
      validateSpec: false,
    };
    await runGenerate(command, fakePipeline(), async (work) => {
      inside++;
      return work();
    });
    expect(inside).toBe(2);
  });
});

describe("generate --check", () => {
  it("is content with what is up to date", async () => {
    put("tool-map.yaml", "a\n");
    await generate();
    const outcome = await generate({ check: true });
    expect([outcome.exitCode, textOf(outcome)]).toEqual([
      0,
      "servers/billing is up to date: 4 files\n",
    ]);
  });

  it("says first what changes for the model, then how the files differ, and writes nothing", async () => {
    put("tool-map.yaml", "a\nb\n");
    await generate();
    put("tool-map.yaml", "b\nc\n");
    const outcome = await generate({ check: true });
    expect(outcome.exitCode).toBe(1);
    expect(textOf(outcome)).toBe(`What changes for the model:
  tool "c" is new
  tool "a" is gone

servers/billing is out of date; \`mcpgen generate\` would change 5 files:
  added    servers/billing/src/tools/c.ts
  changed  servers/billing/tools.json
  removed  servers/billing/src/tools/a.ts
  changed  operations.lock
  changed  servers/billing/.mcpgen/manifest.json

--- /dev/null
+++ b/servers/billing/src/tools/c.ts
@@ -0,0 +1 @@
+// c
--- a/servers/billing/tools.json
+++ b/servers/billing/tools.json
@@ -1 +1 @@
-{"tools":[{"name":"a","description":"a"},{"name":"b","description":"b"}]}
+{"tools":[{"name":"b","description":"b"},{"name":"c","description":"c"}]}
--- a/operations.lock
+++ b/operations.lock
@@ -1,2 +1,2 @@
-a
 b
+c
--- a/servers/billing/src/tools/a.ts
+++ /dev/null
@@ -1 +0,0 @@
-// a
`);
    expect(read("operations.lock")).toBe("a\nb\n");
    expect(outcome.report && reportJson(outcome.report)).toMatchObject({
      output: "servers/billing",
      fresh: false,
      changesForModel: ['tool "c" is new', 'tool "a" is gone'],
      files: [
        { path: "servers/billing/src/tools/c.ts", action: "added" },
        { path: "servers/billing/tools.json", action: "changed" },
        { path: "servers/billing/src/tools/a.ts", action: "removed" },
        { path: "operations.lock", action: "changed" },
        { path: "servers/billing/.mcpgen/manifest.json", action: "changed" },
      ],
    });
  });

  it("names a file that was edited by hand, and shows the edit", async () => {
    put("tool-map.yaml", "a\n");
    await generate();
    put("servers/billing/src/tools/a.ts", "// mine\n");
    const outcome = await generate({ check: true });
    expect([outcome.exitCode, codesOf(outcome)]).toEqual([1, ["output/edited-by-hand"]]);
    expect(textOf(outcome)).toContain("-// mine\n+// a\n");
  });

  it("makes nothing where there is nothing", async () => {
    put("tool-map.yaml", "a\n");
    expect((await generate({ check: true })).exitCode).toBe(1);
    expect(() => readFileSync(join(root, "servers"))).toThrow(/ENOENT/);
  });

  it("does not undo an interrupted run, and says so", async () => {
    put("tool-map.yaml", "a\n");
    await generate();
    put("servers/billing/.mcpgen/journal.json", '{ "entries": [], "folders": [] }');
    const outcome = await generate({ check: true });
    expect([outcome.exitCode, codesOf(outcome)]).toEqual([1, ["output/interrupted"]]);
    expect(read("servers/billing/.mcpgen/journal.json")).not.toBe("");
  });

  it("counts the rest of a long diff", async () => {
    put("tool-map.yaml", "a\n");
    await generate();
    put("operations.lock", "x\n".repeat(500));
    expect(textOf(await generate({ check: true }))).toMatch(
      /^\(304 more lines of operations.lock\)$/m,
    );
  });
});
