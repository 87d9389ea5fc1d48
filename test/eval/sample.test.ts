import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { main, type Passes } from "../../src/cli.js";
import { Collector } from "../../src/diagnostics/collector.js";
import { parseCassette } from "../../src/eval/cassette/cassette.js";
import { parseEvals } from "../../src/eval/file/parse.js";
import { judge } from "../../src/eval/judge/judge.js";
import type { Observed } from "../../src/eval/judge/observed.js";
import type { RunRecord } from "../../src/eval/run.js";
import { evaluate } from "../../src/evaluate.js";
import { observedIn, spoilt } from "./spoilt.js";
import { sampleSurface } from "./stage.js";

const root = join(import.meta.dirname, "../..");
const { prompts } = parse(readFileSync(join(root, "evals.yaml"), "utf8"));
const ids = Object.keys(prompts);

/** Of the replay. */
let record: RunRecord | null = null;

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
      record = JSON.parse(readFileSync(join(out, "run.json"), "utf8"));
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  }, 600_000);

  it("fail where one thing in a right trace is made wrong, whichever it is", async () => {
    const text = readFileSync(join(root, "evals.yaml"), "utf8");
    const evals = parseEvals({ path: "evals.yaml", text }, new Collector());
    const surface = await sampleSurface();
    let count = 0;
    const passed = (evals?.prompts ?? []).flatMap((prompt) => {
      const found = record?.prompts.find(({ id }) => id === prompt.id.value)?.attempts[0];
      if (found === undefined) {
        return [`${prompt.id.value}: not replayed`];
      }
      const stateless = { ...prompt, expect: { ...prompt.expect, state: [] } };
      const passes = (observed: Observed) =>
        judge(stateless, observed, surface).every((check) => check.passed);
      const right = observedIn(found);
      const wrong = [...spoilt(stateless, right)];
      count += wrong.length;
      return [
        ...(passes(right) ? [] : [`${prompt.id.value}: fails as it is`]),
        ...wrong
          .filter(([, observed]) => passes(observed))
          .map(([what]) => `${prompt.id.value}: ${what}`),
      ];
    });
    expect(passed).toEqual([]);
    expect(count).toBeGreaterThan(400);
  });
});
