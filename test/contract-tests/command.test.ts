import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { testContract } from "../../src/contract-tests.js";

const golden = join(import.meta.dirname, "../golden/single-call");
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

  it("of a server whose drafts or log lie where the real one's do", async () => {
    const map = readFileSync(join(folder, "tool-map.yaml"), "utf8");
    writeFileSync(join(folder, "tool-map.yaml"), `${map}audit: { to: { file: /var/log/calls.jsonl } }\n`);
    cpSync(join(golden, "expected"), join(folder, "server"), { recursive: true });
    expect(await run()).toMatchObject({
      exitCode: 1,
      problem:
        '"/var/log/calls.jsonl" lies outside the server\'s folder, where a test must not write',
    });
  });
});
