import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printStatements } from "../../src/emit/code.js";
import { program } from "./random-code.js";
import { gateStatement } from "./random-gate.js";

const biome = resolve("node_modules/.bin/biome");
const settings = {
  root: true,
  formatter: { indentStyle: "space", indentWidth: 2, lineWidth: 100 },
  javascript: { formatter: { quoteStyle: "double" } },
};

/** What Biome makes of each text, in one run. */
function formatted(texts: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-biome-"));
  try {
    writeFileSync(join(folder, "biome.json"), JSON.stringify(settings));
    mkdirSync(join(folder, "src"));
    for (const [at, text] of texts.entries()) {
      writeFileSync(join(folder, "src", `${at}.ts`), text);
    }
    execFileSync(biome, ["format", "--write", "src"], { cwd: folder, stdio: "pipe" });
    return texts.map((_, at) => readFileSync(join(folder, "src", `${at}.ts`), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("what the printer prints", () => {
  it("is what Biome would print of a gate", () => {
    const given = fc
      .sample(gateStatement, { numRuns: 500, seed: 7 })
      .map((statement) => `${printStatements([statement])}\n`);
    const want = formatted(given);
    const different = given.flatMap((text, at) => (text === want[at] ? [] : [[text, want[at]]]));
    expect(different).toEqual([]);
  });

  it("is what Biome would print", () => {
    const given = fc
      .sample(program, { numRuns: 500, seed: 7 })
      .map((statements) => `${printStatements(statements)}\n`);
    const want = formatted(given);
    const different = given.flatMap((text, at) => (text === want[at] ? [] : [[text, want[at]]]));
    expect(different).toEqual([]);
  });
});
