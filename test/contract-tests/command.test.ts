import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testContract } from "../../src/contract-tests.js";

const repository = join(import.meta.dirname, "../..");
const golden = join(repository, "test/golden/single-call");
const templates = join(repository, "templates/server");
let folder = "";

/** A map and its description, and no server yet. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mcpgen-test-"));
  for (const name of ["openapi.yaml", "tool-map.yaml"]) {
    cpSync(join(golden, name), join(folder, name));
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(given: { map?: string; server?: string; only?: readonly string[] } = {}) {
  let told = "";
  const command = { map: "tool-map.yaml", server: null, only: [], ...given, cwd: folder };
  const { diagnostics, ...outcome } = await testContract(command, (text) => {
    told += text;
  });
  return { ...outcome, codes: diagnostics.map(({ code }) => code), told };
}

const nothing = { codes: [], told: "", problem: null };

describe("there is no run", () => {
  it("without a map, or of one that has mistakes", async () => {
    expect(await run({ map: "nowhere.yaml" })).toEqual({
      ...nothing,
      exitCode: 1,
      codes: ["source/missing"],
    });
    const map = readFileSync(join(folder, "tool-map.yaml"), "utf8");
    writeFileSync(join(folder, "tool-map.yaml"), map.replace(/call: \w+/, "call: noSuchOperation"));
    expect(await run()).toEqual({ ...nothing, exitCode: 1, codes: ["bind/unknown-operation"] });
  });

  it("of a tool that the map does not have, which is wrong usage", async () => {
    expect(await run({ only: ["find_boks"] })).toEqual({
      ...nothing,
      exitCode: 2,
      problem: '--only: the map has no tool "find_boks"; did you mean "find_books"?',
    });
    expect(await run({ only: ["find_books", "prepare_find_books"] })).toMatchObject({
      exitCode: 2,
      problem: expect.stringContaining('"prepare_find_books"'),
    });
  });

  it("of a server that is not generated yet", async () => {
    expect(await run()).toEqual({
      ...nothing,
      exitCode: 1,
      problem: "there is no generated server in server: run `mcpgen generate`",
    });
    expect(await run({ server: "elsewhere" })).toMatchObject({
      problem: "there is no generated server in elsewhere: run `mcpgen generate`",
    });
  });

  it.each(["/var/log/calls.jsonl", "data/../../calls.jsonl"])(
    "of a server that logs to %s, where the real one does",
    async (path) => {
      const map = readFileSync(join(folder, "tool-map.yaml"), "utf8");
      writeFileSync(join(folder, "tool-map.yaml"), `${map}audit: { to: { file: ${path} } }\n`);
      cpSync(join(golden, "expected"), join(folder, "server"), { recursive: true });
      expect(await run()).toMatchObject({
        exitCode: 1,
        problem: `"${path}" lies outside the server's folder, where a test must not write`,
      });
    },
  );
});

describe("a run that a signal ends", () => {
  it("leaves nothing, and exits as shells expect it to", async () => {
    const packages = join(folder, "server/node_modules");
    cpSync(join(golden, "expected"), join(folder, "server"), { recursive: true });
    for (const part of ["src/main.ts", "src/mcp.ts", "src/runtime", "tsconfig.json"]) {
      cpSync(join(templates, part), join(folder, "server", part), { recursive: true });
    }
    mkdirSync(packages, { recursive: true });
    for (const name of ["@modelcontextprotocol", "@types", "pino", "typescript", "zod"]) {
      symlinkSync(join(repository, "node_modules", name), join(packages, name));
    }
    const scratch = () => readdirSync(packages).filter((name) => name.startsWith(".mcpgen-"));
    const child = spawn(process.execPath, [join(repository, "dist/bin.js"), "test"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exit = once(child, "exit");
    while (child.exitCode === null && scratch().length === 0) {
      await sleep(20);
    }
    child.kill("SIGTERM");
    expect(await exit).toEqual([143, null]);
    expect(scratch()).toEqual([]);
  });
});
