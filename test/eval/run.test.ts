import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Script, startScriptedModel } from "../../scripts/scripted-model/wire.js";
import { judge } from "../../src/eval/judge/judge.js";
import { ProviderModel } from "../../src/eval/provider/provider.js";
import { junit } from "../../src/eval/report/junit.js";
import { promptLines, summary } from "../../src/eval/report/terminal.js";
import { Budget } from "../../src/eval/run/budget.js";
import { Cassettes } from "../../src/eval/run/cassettes.js";
import { type EvaluationRequest, evaluate } from "../../src/eval/run/evaluation.js";
import { Secrets } from "../../src/eval/run/secrets.js";
import type { RunRecord } from "../../src/eval/run.js";
import { observedIn } from "./spoilt.js";
import {
  endpointOf,
  evalsOf,
  failures,
  inTurn,
  noPatience,
  sampleStage,
  sampleSurface,
  theKey,
} from "./stage.js";

const agent = join(import.meta.dirname, "agent-of-tests.mjs");
const reminding = `
prompt: Send a payment reminder for INV-20132.
expect:
  calls: [{ tool: send_payment_reminder, arguments: { invoice_id: INV-20132 } }]
  answer: sent`;
const remind = inTurn(
  { calls: [{ tool: "send_payment_reminder", arguments: { invoice_id: "INV-20132" } }] },
  { text: "It was sent." },
);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mcpgen-eval-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Changes extends Partial<EvaluationRequest> {
  readonly yaml?: string;
  readonly script?: Script;
  readonly budget?: Budget;
  readonly timeoutMs?: number;
}

/** A run of one prompt by a scripted model, or by whoever else is named. */
async function run(changes: Changes = {}): Promise<RunRecord> {
  const { yaml = reminding, script = remind, budget, timeoutMs, ...others } = changes;
  const { evals, prompt } = evalsOf(yaml);
  const scripted = await startScriptedModel(script);
  try {
    const model = new ProviderModel(endpointOf(scripted), noPatience);
    return await evaluate({
      evals,
      prompts: [prompt],
      stage: await sampleStage(evals, {
        ...(budget !== undefined && { budget }),
        ...(timeoutMs !== undefined && { timeoutMs }),
        env: process.env,
      }),
      workers: { mode: "live", model, provider: "anthropic", id: "scripted" },
      cassettes: new Cassettes(folder, evals.volatile),
      secrets: new Secrets([theKey]),
      repeat: 1,
      concurrency: 2,
      meta: { mcpgen: "0.0.0", evals: "evals.yaml", map: "m", baseline: false, upstream: "sample" },
      interrupted: new AbortController().signal,
      finished: () => {},
      ...(others.workers?.mode === "record"
        ? { ...others, workers: { ...others.workers, model } }
        : others),
    });
  } finally {
    await scripted.close();
  }
}

/** What is the same in every run. */
function withoutTimes(record: RunRecord): unknown {
  return JSON.parse(
    JSON.stringify(record, (key, value) =>
      ["ms", "started", "requestId"].includes(key) ? undefined : value,
    ),
  );
}

describe("a run", () => {
  it("tells every turn, with the requests that its calls have sent", async () => {
    const record = await run();
    expect(record.totals).toMatchObject({ prompts: 1, passed: 1, failed: 0, calls: 1 });
    const [attempt] = record.prompts[0]?.attempts ?? [];
    expect(attempt?.turns).toMatchObject([
      {
        said: "Send a payment reminder for INV-20132.",
        stop: "calls",
        calls: [
          {
            tool: "send_payment_reminder",
            requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
            requests: [{ operation: "createReminder", status: 201, effect: "write" }],
          },
        ],
      },
      { said: null, stop: "answered", text: "It was sent." },
    ]);
  });

  it("repeats each prompt with an API of its own, and counts by Wilson", async () => {
    let asked = 0;
    // The third conversation is given no reminder.
    const script: Script = (question) => {
      const isFirst = question.messages.length === 1;
      asked += isFirst ? 1 : 0;
      return isFirst && asked === 3 ? { text: "No." } : remind(question);
    };
    const record = await run({ repeat: 4, concurrency: 1, script });
    expect(record.prompts[0]?.attempts.map(({ status, repeat }) => [repeat, status])).toEqual([
      [1, "passed"],
      [2, "passed"],
      [3, "failed"],
      [4, "passed"],
    ]);
    // Wilson's score for 3 of 4, as tables have it.
    expect(record.prompts[0]?.rate).toEqual({ passed: 3, of: 4, low: 0.3006, high: 0.9544 });
    expect(record.prompts[0]?.status).toBe("failed");
    expect(summary(record)).toContain("3 of 4 attempts: 75.0 %, 95 % interval 30.1 % to 95.4 %");
  });

  it.each([
    ["tokens", { tokens: 200, cost: null }, "the budget of 200 tokens is used up (240)"],
    ["money", { tokens: null, cost: 0.0005 }, "the budget of 0.0005 is used up (0.0006)"],
  ])("stops when the budget of %s is used up, and says so", async (_, limits, text) => {
    const budget = new Budget(limits, { input: 1, output: 5 });
    const record = await run({ repeat: 4, concurrency: 1, budget });
    expect(record.prompts[0]?.attempts.map(({ status }) => status)).toEqual([
      "passed",
      "not-run",
      "not-run",
      "not-run",
    ]);
    expect(record.stopped?.text).toBe(text);
    expect(record.prompts[0]?.status).toBe("not-run");
    expect(summary(record)).toContain(`stopped before the end: ${text}`);
    expect(junit(record)).toContain(`<skipped message="${text}" />`);
  });

  it("ends an attempt that takes too long", async () => {
    const slow = inTurn({
      calls: [{ tool: "look_up_customer", arguments: { query: "Northwind" } }],
    });
    const record = await run({ script: slow, yaml: `${reminding}\nmaxTurns: 100`, timeoutMs: 900 });
    const [attempt] = record.prompts[0]?.attempts ?? [];
    expect(attempt).toMatchObject({ status: "failed", end: "timeout" });
  });

  it("stops where it is interrupted", async () => {
    const interruption = new AbortController();
    interruption.abort(new Error("interrupted"));
    const record = await run({ interrupted: interruption.signal });
    expect(record).toMatchObject({ stopped: { reason: "interrupted" }, totals: { notRun: 1 } });
  });

  it("fails where the server cannot be started, and says why", async () => {
    const { evals, prompt } = evalsOf(reminding);
    const stage = await sampleStage({ ...evals, server: { env: new Map() } });
    const record = await run({ stage, evals, prompts: [prompt] });
    const [attempt] = record.prompts[0]?.attempts ?? [];
    expect(attempt).toMatchObject({ status: "failed", end: "not-started" });
    expect(attempt?.problem).toContain("BILLING_API_BASE");
  });

  it("holds the key nowhere, whoever repeats it", async () => {
    const script = inTurn(
      { text: theKey, calls: [{ tool: "look_up_customer", arguments: { query: theKey } }] },
      { text: `The key is ${theKey}.` },
    );
    const record = await run({ script, workers: recording });
    const texts = [
      JSON.stringify(record),
      junit(record),
      ...record.prompts.map(promptLines),
      summary(record),
      ...readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".json"))
        .map((path) => readFileSync(join(folder, path), "utf8")),
    ];
    expect(texts).toHaveLength(5);
    expect(texts.filter((text) => text.includes(theKey.slice(3)))).toEqual([]);
    expect(texts[0]).toContain("[secret]");
  });
});

const recording = {
  mode: "record",
  provider: "anthropic",
  id: "scripted",
  model: { exchange: () => Promise.reject(new Error("replaced")) },
} as const;

describe("cassettes of a run", () => {
  it("are the same bytes each time, and replay what was recorded without a model", async () => {
    const text = () => readFileSync(join(folder, "evals/cassettes/it.json"), "utf8");
    await run({ workers: recording });
    const first = text();
    const recorded = await run({ workers: recording });
    expect(text()).toBe(first);
    const script: Script = () => {
      throw new Error("asked");
    };
    const replayed = await run({ script, workers: { mode: "replay" } });
    const again = await run({ script, workers: { mode: "replay" } });
    expect(withoutTimes(again)).toEqual(withoutTimes(replayed));
    expect(withoutTimes({ ...replayed, model: recorded.model })).toEqual(withoutTimes(recorded));
    expect(replayed.model).toMatchObject({ mode: "replay", recordedFrom: "scripted model" });
    expect(summary(replayed)).toContain("no model's pass rate");
    // The same cassette beside another prompt.
    const yaml = reminding.replace("INV-20132.", "INV-20132 now.");
    const record = await run({ yaml, workers: { mode: "replay" } });
    expect(failures(record.prompts[0]?.attempts[0] ?? { ...none })).toContain("end");
    expect(record.prompts.map(promptLines).join("")).toContain(
      "evals/cassettes/it.json is stale: the prompt was",
    );
  });

  it.each([
    [null, "there is no cassette evals/cassettes/it.json"],
    ['{"version":1', "evals/cassettes/it.json is no cassette: its JSON is broken, or breaks off"],
    ['{"version":99}', "evals/cassettes/it.json is of version 99, and this mcpgen reads version 1"],
  ])("are told to be missing or broken where they are: %s", async (text, problem) => {
    if (text !== null) {
      mkdirSync(join(folder, "evals/cassettes"), { recursive: true });
      writeFileSync(join(folder, "evals/cassettes/it.json"), text);
    }
    const record = await run({ workers: { mode: "replay" } });
    expect(record.prompts.map(promptLines).join("")).toContain(
      `no recorded answer fits: ${problem}; \`mcpgen eval --record\` writes it`,
    );
  });

  it("are not written for an attempt that the budget cut off", async () => {
    const budget = new Budget({ tokens: 100, cost: null }, null);
    await run({ workers: recording, budget });
    expect(readdirSync(folder)).toEqual([]);
  });
});

const none = {
  repeat: 1,
  status: "not-run",
  end: "interrupted",
  problem: null,
  turns: [],
  answer: "",
  requests: [],
  checks: [],
  inputTokens: 0,
  outputTokens: 0,
  cost: null,
  ms: 0,
} as const;

describe("an agent of the user's", () => {
  const command = `node "${agent}" {config} {prompt}`;
  const says = (what: object): string => `
prompt: '${JSON.stringify(what)}'
expect:
  calls: [{ tool: send_payment_reminder, arguments: { invoice_id: INV-20132 } }]
  answer: sent`;
  const calls = [["send_payment_reminder", { invoice_id: "INV-20132" }]];

  it("is judged by the server's own log", async () => {
    const workers = { mode: "agent", command } as const;
    const record = await run({ workers, yaml: says({ calls, text: "It was sent." }) });
    expect(record.prompts[0]?.attempts[0]).toMatchObject({
      status: "passed",
      answer: "It was sent.",
      turns: [{ stop: null, calls: [{ tool: "send_payment_reminder", error: null }] }],
      requests: [{ operation: "createReminder", status: 201 }],
    });
    const twice = [...calls, ["resend_welcome_email", { customer_id: "CUS-10004" }]];
    const more = await run({ workers, yaml: says({ calls: twice, text: "It was sent." }) });
    const [changed = none] = more.prompts[0]?.attempts ?? [];
    expect(failures(changed)).toEqual(["unexpected-change"]);
    const { prompt } = evalsOf(says({}).replace("INV-20132 }", "INV-20131 }"));
    const wanting = judge(prompt, observedIn(changed), await sampleSurface());
    expect(wanting.filter(({ passed }) => !passed).map(({ kind }) => kind)).toContain("call");
  });

  it("fails where its program does, and ends where it takes too long", async () => {
    const workers = { mode: "agent", command } as const;
    const broken = await run({ workers, yaml: says({ calls, text: "It was sent.", code: 3 }) });
    expect(broken.prompts[0]?.attempts[0]).toMatchObject({
      status: "failed",
      end: "agent-failed",
      problem: expect.stringContaining("exit code 3"),
    });
    const yaml = says({ calls, text: "It was sent.", wait: 60_000 });
    const slow = await run({ workers, yaml, timeoutMs: 3_000 });
    expect(slow.prompts[0]?.attempts[0]).toMatchObject({ status: "failed", end: "timeout" });
  });

  it.each([
    ["alone", "it has not started the server of {config}: no tool was at hand"],
    ["remove", "the server's log was removed, or begun anew"],
    ["cut", "the server's log was removed, or begun anew"],
  ])("proves nothing by what it has kept from the log: %s", async (trick, problem) => {
    const workers = { mode: "agent", command } as const;
    const what = JSON.stringify({ trick, calls, text: "No." });
    const yaml = `kind: misuse\nprompt: '${what}'\nnever: { effects: write }`;
    const record = await run({ workers, yaml });
    expect(record.prompts[0]?.attempts[0]).toMatchObject({
      status: "failed",
      end: "agent-failed",
      problem,
    });
  });

  it("is judged by all the servers that it has started", async () => {
    const workers = { mode: "agent", command } as const;
    const welcome = [["resend_welcome_email", { customer_id: "CUS-10004" }]];
    const what = JSON.stringify({ trick: "twice", calls: welcome, text: "Done." });
    const yaml = `prompt: '${what}'\nexpect: { calls: [resend_welcome_email], maxCalls: 1 }`;
    const record = await run({ workers, yaml });
    const [attempt = none] = record.prompts[0]?.attempts ?? [];
    expect(failures(attempt)).toEqual(["max-calls", "unexpected-change"]);
  });

  it("is found out where it asks the API itself", async () => {
    const workers = { mode: "agent", command } as const;
    const what = JSON.stringify({ trick: "past", text: "Done." });
    const yaml = `prompt: '${what}'\nnever: { tools: [send_payment_reminder] }`;
    const record = await run({ workers, yaml });
    const [attempt = none] = record.prompts[0]?.attempts ?? [];
    expect(failures(attempt)).toEqual(["unexpected-change"]);
    expect(attempt.requests).toMatchObject([
      { operation: "createReminder", past: true },
      { operation: "sendEmail", past: true },
    ]);
  });

  it("never has a prompt's text taken for a part of its command", async () => {
    const workers = { mode: "agent", command } as const;
    const text = 'It was sent. $(touch planted) `touch planted` " ; touch planted #';
    const record = await run({ workers, yaml: says({ calls, text }) });
    expect(record.prompts[0]?.attempts[0]).toMatchObject({ status: "passed", answer: text });
  });
});
