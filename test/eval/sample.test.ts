import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { main, type Passes } from "../../src/cli.js";
import { parseCassette } from "../../src/eval/cassette/cassette.js";
import { evaluate } from "../../src/evaluate.js";

const root = join(import.meta.dirname, "../..");
const { prompts } = parse(readFileSync(join(root, "evals.yaml"), "utf8"));
const ids = Object.keys(prompts);

describe("the sample's evals", () => {
  it("are 25 and more, of every kind", () => {
    const kinds = ids.map((id) => prompts[id].kind ?? "ordinary");
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(ids.length).toBeGreaterThanOrEqual(25);
    expect(count("ordinary")).toBeGreaterThanOrEqual(15);
    for (const kind of ["several-steps", "ambiguous", "unserved"]) {
      expect(count(kind)).toBeGreaterThanOrEqual(2);
    }
  });

  it("have a cassette each, which says that a script was recorded", () => {
    const files = readdirSync(join(root, "evals/cassettes"));
    expect(files.sort()).toEqual(ids.map((id) => `${id}.json`).sort());
    for (const file of files) {
      const text = readFileSync(join(root, "evals/cassettes", file), "utf8");
      expect(parseCassette(text)).toMatchObject({ recorded_from: "scripted model" });
      expect(text).not.toMatch(/sample-assistant|sample-operator|x-api-key|authorization/i);
    }
  });

  it("pass when they are replayed, without a network", async () => {
    const out = mkdtempSync(join(tmpdir(), "mcpgen-eval-sample-"));
    let [told, complaints] = ["", ""];
    const io = {
      cwd: root,
      colour: false,
      stdout: (text: string) => {
        told += text;
      },
      stderr: (text: string) => {
        complaints += text;
      },
      uninterrupted: <T>(work: () => Promise<T>) => work(),
      untilInterrupted: () => Promise.resolve(),
    };
    const passes: Partial<Passes> = {
      generate: () => Promise.reject(new Error("not asked for")),
      testContract: () => Promise.reject(new Error("not asked for")),
      evaluate: async () => evaluate,
    };
    try {
      const code = await main(
        ["eval", "--replay", "--concurrency", "4", "--out", out],
        io,
        passes as Passes,
      );
      expect(told).not.toContain("FAIL");
      expect({ code, complaints }).toEqual({ code: 0, complaints: "" });
      expect(told).toContain(`${ids.length} of ${ids.length} prompts passed`);
      expect(told).toContain("a script, no model");
      expect(readdirSync(out).sort()).toEqual(expect.arrayContaining(["junit.xml", "run.json"]));
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  }, 600_000);
});
