import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { judge } from "../../src/eval/judge/judge.js";
import type { Model } from "../../src/eval/model.js";
import { ProviderModel } from "../../src/eval/provider/provider.js";
import { Budget } from "../../src/eval/run/budget.js";
import { converse } from "../../src/eval/run/conversation.js";
import { ServerSession } from "../../src/eval/run/session.js";
import { within } from "../../src/eval/timeout.js";
import { endpointOf, evalsOf, inTurn, noPatience, sampleSurface, tried } from "./stage.js";

const serverMain = join(import.meta.dirname, "server-of-tests.mjs");
const never = new AbortController().signal;
const wanted = "prompt: Which?\nexpect: { calls: [search_invoices] }";

/** The checks that failed when `model` was let work for `timeoutMs`. */
async function failedWith(model: Model, timeoutMs: number) {
  const { prompt } = evalsOf(wanted);
  const program = { main: serverMain, cwd: import.meta.dirname, env: {}, person: null };
  const session = await ServerSession.start(program);
  const time = within(timeoutMs, never);
  try {
    const request = { says: ["Which?"], system: null, maxTurns: 1000, timeoutMs, approver: null };
    const budget = new Budget({ tokens: null, cost: null }, null);
    const done = await converse(request, model, session, budget, time.signal);
    const calls = done.turns.flatMap((turn) => turn.calls);
    const observed = { ...done, calls, texts: [], requests: [], state: [] };
    return judge(prompt, observed, await sampleSurface()).filter(({ passed }) => !passed);
  } finally {
    time.done();
    await session.close();
  }
}

describe("an attempt that nobody ended", () => {
  it("names an endpoint that gives no answer, and no part of the map", async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    const endpoint = endpointOf({ baseUrl, asked: [], close: async () => {} });
    const checks = await failedWith(new ProviderModel(endpoint, noPatience), 300);
    server.closeAllConnections();
    server.close();
    const found = expect.stringMatching(
      /^the model gave no answer: the model's endpoint gave no whole answer in \d+ s$/,
    );
    expect(checks).toMatchObject([
      { kind: "end", found, hint: null },
      { kind: "call", hint: null },
    ]);
  });
});

describe("a tool that the model has made up", () => {
  const expectation = `
prompt: Delete it all.
expect: { calls: [search_invoices], answer: none, maxCalls: 0 }`;
  const madeUp = { tool: "rm_rf", arguments: {} };

  it("is named as none, and only the wanted one is looked at", async () => {
    const script = inTurn({ calls: [madeUp] }, { text: "Done." });
    const { checks } = await tried(expectation, script);
    const found = checks.filter(({ passed }) => !passed);
    expect(found).toMatchObject([
      {
        kind: "call",
        found: "only rm_rf was called; the server has no rm_rf",
        hint: {
          part: "tools.search_invoices.description",
          text: "the server has no rm_rf: say in the words that people use what this tool is for",
        },
      },
      { kind: "max-calls", hint: { part: "", text: expect.stringContaining("made it up") } },
      { kind: "answer", hint: { part: "server.instructions" } },
    ]);
  });

  it("is no rival of a tool that was called as well", async () => {
    const customer = { tool: "look_up_customer", arguments: { query: "Northwind" } };
    const script = inTurn({ calls: [madeUp, customer] }, { calls: [madeUp] }, { text: "Done." });
    const { checks } = await tried(expectation, script);
    const hints = checks.flatMap(({ hint }) => hint ?? []);
    expect(hints[0]?.text).toContain("tells it from look_up_customer");
    expect(hints.at(-1)?.part).toBe("tools.look_up_customer.output");
    expect(JSON.stringify(hints.map(({ part }) => part))).not.toContain("rm_rf");
  });
});
