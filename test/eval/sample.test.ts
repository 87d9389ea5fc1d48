import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main, type Passes } from "../../src/cli.js";
import { parseCassette } from "../../src/eval/cassette/cassette.js";
import { judge } from "../../src/eval/judge/judge.js";
import type { Observed } from "../../src/eval/judge/observed.js";
import { promptLines, summary } from "../../src/eval/report/terminal.js";
import { Cassettes } from "../../src/eval/run/cassettes.js";
import { evaluate as runEvaluation } from "../../src/eval/run/evaluation.js";
import { Secrets } from "../../src/eval/run/secrets.js";
import type { RunRecord } from "../../src/eval/run.js";
import { evaluate } from "../../src/evaluate.js";
import { compiled } from "../e2e/compiled.js";
import { observedIn, spoilt } from "./spoilt.js";
import { sampleEvals, sampleStage, sampleSurface } from "./stage.js";

const root = join(import.meta.dirname, "../..");
const evals = sampleEvals();
const ids = evals.prompts.map(({ id }) => id.value);

/** What lies in the server's project, packages aside: drafts and what is compiled would. */
function inProject(): readonly string[] {
  const folder = join(root, "servers/billing");
  const own = readdirSync(folder).filter((name) => name !== "node_modules");
  const packages = join(folder, "node_modules");
  const found = existsSync(packages) ? readdirSync(packages) : [];
  // Tests in other processes make copies at the same time.
  const copies = found.filter((name) => name.startsWith(`.mcpgen-${process.pid}-`));
  const drafts = join(folder, ".data/drafts.db");
  const changed = existsSync(drafts) ? String(statSync(drafts).mtimeMs) : "";
  return [...own, ...copies, changed];
}

/** Of the replay. */
let record: RunRecord | null = null;

describe("the sample's evals", () => {
  it("are 25 and more, of every kind", () => {
    const kinds: readonly string[] = evals.prompts.map(({ kind }) => kind);
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(ids.length).toBeGreaterThanOrEqual(25);
    expect(count("ordinary")).toBeGreaterThanOrEqual(15);
    for (const kind of ["several-steps", "ambiguous", "unserved"]) {
      expect(count(kind)).toBeGreaterThanOrEqual(2);
    }
  });

  it("have a cassette each, which says that a script was recorded", () => {
    const files = readdirSync(join(root, "evals/cassettes"));
    expect(files.filter((name) => name !== "baseline").sort()).toEqual(
      ids.map((id) => `${id}.json`).sort(),
    );
    for (const file of files) {
      const text = readFileSync(join(root, "evals/cassettes", file), "utf8");
      expect(parseCassette(text)).toMatchObject({ recorded_from: "scripted model" });
      expect(text).not.toMatch(/sample-assistant|sample-operator|x-api-key|authorization/i);
    }
  });

  it("pass when they are replayed, without a network", async () => {
    // With an API in this process, and a server that answers sooner that a person has to decide.
    const stage = await sampleStage(evals, {
      serverMain: await compiled("brisk"),
      timeoutMs: 120_000,
    });
    record = await runEvaluation({
      evals,
      prompts: evals.prompts,
      stage,
      workers: { mode: "replay" },
      cassettes: new Cassettes(root, evals.volatile),
      secrets: new Secrets([]),
      repeat: 1,
      concurrency: 4,
      meta: { mcpgen: "0.0.0", evals: "evals.yaml", map: "m", baseline: false, upstream: "sample" },
      interrupted: new AbortController().signal,
      finished: () => {},
    });
    const failed = record.prompts.filter(({ status }) => status !== "passed");
    expect(failed.map(promptLines)).toEqual([]);
    expect(summary(record)).toContain(`${ids.length} of ${ids.length} prompts passed`);
    expect(summary(record)).toContain("a script, no model");
  }, 600_000);

  it("pass by the command, which leaves nothing in the project but its reports", async () => {
    const out = mkdtempSync(join(tmpdir(), "mcpgen-eval-sample-"));
    const before = inProject();
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
    const only = ["who-is-northwind", "void-an-invoice"];
    const args = ["eval", "--replay", ...only.flatMap((id) => ["--only", id]), "--out", out];
    try {
      const code = await main(args, io, passes as Passes);
      expect(told).not.toContain("FAIL");
      expect({ code, complaints }).toEqual({ code: 0, complaints: "" });
      expect(told).toContain("2 of 2 prompts passed");
      expect(readdirSync(out).sort()).toEqual(["junit.xml", "report.html", "run.json"]);
      expect(inProject()).toEqual(before);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  }, 120_000);

  it("fail where one thing in a right trace is made wrong, whichever it is", async () => {
    const surface = await sampleSurface();
    let count = 0;
    const passed = evals.prompts.flatMap((prompt) => {
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
