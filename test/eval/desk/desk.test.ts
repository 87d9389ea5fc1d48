import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Asked, ScriptedTurn } from "../../../scripts/scripted-model/wire.js";
import { Approver } from "../../../src/eval/desk/approver.js";
import { judge } from "../../../src/eval/judge/judge.js";
import { attempt } from "../../../src/eval/run/attempt.js";
import { NotStarted } from "../../../src/eval/run/problem.js";
import { compiled } from "../../e2e/compiled.js";
import { observedIn } from "../spoilt.js";
import { evalsOf, failures, sampleApprovals, sampleStage, sampleSurface, tried } from "../stage.js";

const brisk = async () => ({ serverMain: await compiled("brisk") });

const refund = (person: string, more: string) => `
prompt:
  - Refund order 700101 in full.
  - It has been decided. What came of it?
${person}
expect:
  calls:
    - prepare_refund_order
    - { tool: confirm_refund_order, outcome: approval_pending }
${more}`;

/** Prepares, confirms, is told to wait, and confirms again when it is asked. */
function script({ messages }: Asked): ScriptedTurn {
  const results = messages.flatMap((message) => (message.role === "tool" ? [message.text] : []));
  const asked = messages.filter(({ role }) => role === "user").length;
  if (results.length === 0) {
    return { calls: [{ tool: "prepare_refund_order", arguments: { order_id: "700101" } }] };
  }
  if (results.length === asked) {
    const { draft_id } = JSON.parse(results[0] ?? "{}");
    return { calls: [{ tool: "confirm_refund_order", arguments: { draft_id } }] };
  }
  return { text: asked === 1 ? "A person has to approve it." : `It says ${results.at(-1)}` };
}

describe.concurrent("the person at a server's desk", () => {
  it("approves what waits, and the API is asked once", async () => {
    const yaml = refund(
      "person: approves",
      `    - confirm_refund_order
  upstream: { createRefund: 1 }
  answer: refund_id
  state: { get: /v1/orders/700101, holds: { refundable_cents: 0 } }`,
    );
    const record = await tried(yaml, script, "anthropic", await brisk());
    expect(failures(record)).toEqual([]);
    expect(record).toMatchObject({ status: "passed", problem: null });
    const decisions = record.turns.flatMap(({ calls }) => calls.map(({ decided }) => decided));
    expect(decisions).toEqual([undefined, "approves", undefined]);
    // The desk's own process sends the request: it counts though no call of a tool has sent it.
    const surface = await sampleSurface();
    const found = (more: string): readonly string[] =>
      judge(evalsOf(refund("person: approves", more)).prompt, observedIn(record), surface, {
        mapSurface: null,
      })
        .filter(({ passed }) => !passed)
        .map(({ kind }) => kind);
    expect(found("  upstream: { createRefund: 2 }")).toEqual(["upstream"]);
    expect(found("")).toEqual(["unexpected-change"]);
    expect(found("never: { operations: [createRefund] }")).toContain("never");
  });

  it("refuses, and nothing reaches the API", async () => {
    const yaml = refund(
      "person: refuses",
      `    - { tool: confirm_refund_order, outcome: approval_refused }
  upstream: { createRefund: 0 }
  state: { get: /v1/orders/700101, holds: { refunded_cents: 0 } }
never: { effects: destructive }`,
    );
    const record = await tried(yaml, script, "anthropic", await brisk());
    expect(failures(record)).toEqual([]);
  });

  it("is not there where no prompt says so", async () => {
    const yaml = refund(
      "",
      `    - { tool: confirm_refund_order, outcome: approval_pending }
  upstream: { createRefund: 0 }`,
    );
    const record = await tried(yaml, script, "anthropic", await brisk());
    expect(failures(record)).toEqual([]);
  });

  it("decides for an agent as soon as something waits", async () => {
    const calls = [["prepare_refund_order", { order_id: "700101" }], ["confirm_refund_order"]];
    const { evals, prompt } = evalsOf(`
prompt: '${JSON.stringify({ calls, text: "It is refunded." })}'
person: approves
expect:
  calls: [prepare_refund_order, confirm_refund_order]
  upstream: { createRefund: 1 }`);
    const command = `node "${join(import.meta.dirname, "../agent-of-tests.mjs")}" {config} {prompt}`;
    const stage = await sampleStage(evals, { env: process.env });
    const { signal } = new AbortController();
    const record = await attempt(prompt, 1, { kind: "agent", command }, stage, signal);
    expect(failures(record)).toEqual([]);
    expect(record.status).toBe("passed");
  });

  it.each([
    ["needs what it is not given", {}, "BILLING_API_BASE"],
    [
      "would tell real people",
      { email: { smtp: ["smtp://mail.example"], from: [] } },
      "notify.email.smtp is not a variable alone",
    ],
    [
      "would tell a real channel",
      { email: null, slack: ["https://hooks.example/1"] },
      "notify.slack is not a variable alone",
    ],
  ])("is not there where the desk %s", async (_, changes, why) => {
    const { serverMain: main } = await brisk();
    const program = { main, cwd: import.meta.dirname, env: {}, person: null };
    const approvals = { ...(await sampleApprovals()), ...changes };
    const approver = new Approver(program, approvals, "approves");
    await expect(approver.decideNext(AbortSignal.timeout(20_000))).rejects.toThrow(why);
    await approver.close();
  });

  it.each([
    ["has died once it has told its approvers", "process.exit(1)", /gave no answer \(connect /],
    ["dies in the middle of an answer", "", /gave no answer \((?:socket hang up|aborted)\)/],
  ])("fails an attempt, and not the run, where the desk %s", async (_, then, why) => {
    const cwd = mkdtempSync(join(tmpdir(), "mcpgen-dying-desk-"));
    const main = join(cwd, "main.mjs");
    writeFileSync(
      main,
      `import { createServer } from "node:http";
const server = createServer((_, response) => {
  response.writeHead(200, { "content-length": 1000 }).write("<p>");
  setTimeout(() => process.exit(1), 50);
});
server.listen(0, "127.0.0.1", async () => {
  process.stderr.write("approvals at http://127.0.0.1:" + server.address().port + "\\n");
  ${then === "" ? "" : "server.close();"}
  const text = "http://desk.example/d/${"a".repeat(43)} ";
  await fetch(process.env.SLACK, { method: "POST", body: JSON.stringify({ text }) });
  ${then}
});
`,
    );
    const approvals = { ...(await sampleApprovals()), email: null, slack: [{ env: "SLACK" }] };
    const program = { main, cwd, env: {}, person: null };
    const approver = new Approver(program, approvals, "approves");
    const decided = approver.decideNext(AbortSignal.timeout(20_000));
    await expect(decided).rejects.toThrow(NotStarted);
    await expect(decided).rejects.toThrow(why);
    await approver.close();
    rmSync(cwd, { recursive: true });
  });
});
