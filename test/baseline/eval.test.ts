import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ScriptedModel,
  type ScriptedTurn,
  startScriptedModel,
} from "../../scripts/scripted-model/wire.js";
import type { EvalOutcome } from "../../src/commands/eval.js";
import { evaluate } from "../../src/evaluate.js";

const repository = join(import.meta.dirname, "../..");

const call = (tool: string, given: object): ScriptedTurn => ({
  calls: [{ tool, arguments: given }],
  inputTokens: 1000,
});
const say = (text: string): ScriptedTurn => ({ text, inputTokens: 1000 });
const reminded = say("The reminder is sent.");

/** By prompt: what is done with the map's tools, and what with one for each operation. */
const scripts: Readonly<Record<string, readonly [map: ScriptedTurn[], other: ScriptedTurn[]]>> = {
  "Send a payment reminder for invoice INV-20132.": [
    [call("send_payment_reminder", { invoice_id: "INV-20132" }), reminded],
    [
      call("get_invoice", { invoice_id: "INV-20132" }),
      call("create_reminder", { id: "INV-20132", channel: "email" }),
      reminded,
    ],
  ],
  // Says what it has not done.
  "CUS-10004 says the welcome mail never came. Send it again.": [
    [
      call("resend_welcome_email", { customer_id: "CUS-10004" }),
      say("Sent to retail@contoso.example."),
    ],
    [call("get_customer", { customer_id: "CUS-10004" }), say("Sent to retail@contoso.example.")],
  ],
  // There is no gate in the way.
  "Refund order 700101 in full, please. It arrived broken.": [
    [
      call("prepare_refund_order", { order_id: "700101", reason: "defective" }),
      say("It waits for an approval."),
    ],
    [
      call("create_refund", { order_id: "700101", amount_cents: 100, reason: "defective" }),
      say("It is approved and refunded."),
    ],
  ],
  "What is the weather in Lyon?": [[say("I cannot say.")], [say("I cannot say.")]],
};

const only = ["remind-by-email", "welcome-again", "refund-in-full", "weather"];
const command = {
  evals: "evals.yaml",
  check: false,
  only,
  upstream: null,
  provider: "anthropic",
  model: "scripted",
  agent: null,
  repeat: 1,
  concurrency: 2,
  budgetTokens: null,
  budgetCost: null,
  timeoutMs: 60_000,
  baseline: true,
  compare: null,
} as const;

let root = "";
let out = "";
let model: ScriptedModel;
let outcome: EvalOutcome;
const told: string[] = [];

beforeAll(async () => {
  root = projectOfItsOwn();
  out = join(root, "out");
  model = await startScriptedModel(({ messages, tools }) => {
    const [first] = messages;
    const [map, other] = scripts[first?.text ?? ""] ?? [[], []];
    const turns = tools.includes("create_reminder") ? other : map;
    return turns[messages.filter(({ role }) => role === "assistant").length] ?? say("?");
  });
  const request = { ...command, cwd: root, baseUrl: model.baseUrl, out };
  outcome = await evaluate({ ...request, record: true, replay: false }, (text) => told.push(text));
}, 240_000);
afterAll(async () => {
  await model.close();
  rmSync(root, { recursive: true, force: true });
});

/** The sample, where cassettes may be written. */
function projectOfItsOwn(): string {
  const project = mkdtempSync(join(tmpdir(), "mcpgen-baseline-"));
  for (const name of ["evals.yaml", "tool-map.yaml", "operations.lock"]) {
    copyFileSync(join(repository, name), join(project, name));
  }
  cpSync(join(repository, "specs"), join(project, "specs"), { recursive: true });
  cpSync(join(repository, "servers/billing"), join(project, "servers/billing"), {
    recursive: true,
    filter: (path) => !/\/(?:node_modules|dist|\.data)(?:\/|$)/.test(path.slice(repository.length)),
  });
  symlinkSync(join(repository, "build"), join(project, "build"));
  symlinkSync(join(repository, "node_modules"), join(project, "node_modules"));
  return project;
}

const records = () => ({
  map: JSON.parse(readFileSync(join(out, "run.json"), "utf8")),
  other: JSON.parse(readFileSync(join(out, "baseline.json"), "utf8")),
});
const statuses = (record: { prompts: { id: string; status: string }[] }) =>
  Object.fromEntries(record.prompts.map(({ id, status }) => [id, status]));

describe("mcpgen eval --baseline", () => {
  it("judges both servers by what reached the API, its state and the answer", () => {
    const { map, other } = records();
    expect(outcome.problem).toBe(null);
    expect(statuses(map)).toEqual({
      "remind-by-email": "passed",
      "welcome-again": "passed",
      // The second half of the gate was wanted too.
      "refund-in-full": "failed",
      weather: "passed",
    });
    expect(statuses(other)).toEqual({
      "remind-by-email": "passed",
      "welcome-again": "failed",
      "refund-in-full": "failed",
      weather: "passed",
    });
    expect(other.meta).toMatchObject({ baseline: true });
  });

  it("finds a change that was not made, and one that nobody approved", () => {
    const failed = records().other.prompts.map(
      ({ id, attempts: [attempt] }: { id: string; attempts: { checks: object[] }[] }) => [
        id,
        (attempt?.checks ?? []).filter((check) => "passed" in check && !check.passed),
      ],
    );
    expect(Object.fromEntries(failed)).toMatchObject({
      "remind-by-email": [],
      "welcome-again": [{ kind: "upstream", found: "0 succeeded", hint: null }],
      "refund-in-full": [{ kind: "upstream", wanted: "createRefund never succeeds", hint: null }],
    });
  });

  it("sets them side by side by the same measure, and says what is not compared", () => {
    const table = told.at(-1)?.replaceAll(/ +/g, " ") ?? "";
    expect(table).toContain("tools 15 47");
    // By the map's own measure the refund has failed; it has changed nothing, and said so.
    expect(table).toContain("attempts passed 3 of 3 1 of 3");
    expect(table).toContain("calls an attempt 1 1.3");
    expect(table).toContain("tokens in 2000 2333.3");
    expect(table).toContain("not compared, as they only say what is called: weather");
    expect(table).toContain("on 3 of 4 prompts");
    expect(table).toContain("nothing new about a model");
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page).toContain('id="baseline-remind-by-email"');
    expect(page).toContain("the arguments of send_payment_reminder");
  });

  it("leaves nothing of the other server behind", () => {
    const left = readdirSync(join(root, "servers/billing"), { recursive: true, encoding: "utf8" });
    expect(left.filter((name) => /baseline-|^dist|attempt-|^\.data/.test(name))).toEqual([]);
  });

  const cassettes = () => join(root, "evals/cassettes");
  const baselineCassette = (id: string) => join(cassettes(), "baseline", `${id}.json`);

  it("records both servers, each in cassettes of its own", () => {
    const files = only.map((id) => `${id}.json`).sort();
    expect(readdirSync(cassettes()).sort()).toEqual(["baseline", ...files]);
    expect(readdirSync(join(cassettes(), "baseline")).sort()).toEqual(files);
    const toolsOf = (path: string) => Object.keys(JSON.parse(readFileSync(path, "utf8")).tools);
    expect(toolsOf(join(cassettes(), "weather.json"))).toHaveLength(15);
    expect(toolsOf(baselineCassette("weather"))).toHaveLength(47);
  });

  it("replays both, asks nobody, and fails loudly where a cassette is of another server", async () => {
    const recorded = records();
    // As if the derived server had had the map's tools.
    writeFileSync(baselineCassette("weather"), readFileSync(join(cassettes(), "weather.json")));
    const asked = model.asked.length;
    const lines: string[] = [];
    const replayed = await evaluate(
      {
        ...command,
        only: ["remind-by-email", "weather"],
        cwd: root,
        baseUrl: null,
        record: false,
        replay: true,
        out,
      },
      (text) => lines.push(text),
    );
    expect(model.asked.length).toBe(asked);
    expect(replayed).toMatchObject({
      exitCode: 1,
      problem: null,
      record: { totals: { passed: 2 } },
    });
    expect(lines.join("")).toMatch(
      /baseline\/weather\.json is stale: the tool list has list_customers, .*the tool list has no look_up_customer.*`mcpgen eval --baseline --record` renews it/,
    );
    const again = records();
    for (const side of ["map", "other"] as const) {
      expect(traceOf(again[side], "remind-by-email")).toEqual(
        traceOf(recorded[side], "remind-by-email"),
      );
    }
    expect(again.other.model).toMatchObject({ mode: "replay", recordedFrom: "scripted model" });
    expect(statuses(again.other)).toEqual({ "remind-by-email": "passed", weather: "failed" });
  }, 120_000);

  it("stops before anything runs where there is nobody to ask", async () => {
    const nobody = { model: null, baseUrl: null, record: false, replay: true };
    rmSync(join(cassettes(), "baseline"), { recursive: true });
    const request = { ...command, ...nobody, cwd: root, out };
    const refused = await evaluate(request, () => {});
    expect(refused).toMatchObject({
      exitCode: 1,
      record: null,
      problem: expect.stringContaining("--baseline has nobody to ask"),
    });
  });
});

/** What was called, and what came of it. */
function traceOf(record: { prompts: { id: string; attempts: object[] }[] }, id: string): unknown {
  const prompt = record.prompts.find((each) => each.id === id);
  return JSON.parse(
    JSON.stringify(prompt?.attempts, (key, value) =>
      ["ms", "requestId"].includes(key) ? undefined : value,
    ),
  );
}
