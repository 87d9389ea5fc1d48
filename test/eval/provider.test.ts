import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import {
  type Script,
  type ScriptedModel,
  type ScriptedRefusal,
  type ScriptedTurn,
  startScriptedModel,
} from "../../scripts/scripted-model/wire.js";
import { type Exchange, type ExchangeRequest, ModelError } from "../../src/eval/model.js";
import { ProviderModel } from "../../src/eval/provider/provider.js";
import { endpointOf, noPatience, theKey } from "./stage.js";

const request: ExchangeRequest = {
  system: "Be brief.",
  tools: [
    {
      name: "look_up",
      description: "Looks up.",
      inputSchema: { type: "object", properties: { query: { type: "string" } } },
    },
  ],
  messages: [{ role: "user", text: "Who is it?" }],
};
const never = new AbortController().signal;

/** Says one thing after the other, whoever asks; the last again and again. */
function oneByOne(...answers: readonly (ScriptedTurn | ScriptedRefusal)[]): Script {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)] ?? { text: "" };
}

async function exchange(
  provider: "anthropic" | "openai",
  script: Script,
  asked: ExchangeRequest = request,
) {
  const scripted = await startScriptedModel(script);
  try {
    const model = new ProviderModel(endpointOf(scripted, provider), noPatience);
    const outcome = await model.exchange(asked, never).catch((error: unknown) => error);
    return { outcome, asked: scripted.asked };
  } finally {
    await scripted.close();
  }
}

/** An exchange with what answers as no scripted model does. */
async function answeredBy(
  provider: "anthropic" | "openai",
  answer: (response: ServerResponse, path: string, init: RequestInit) => unknown,
  patience = noPatience,
  signal = never,
) {
  let asked = 0;
  const server = createServer(async (request, response) => {
    asked += 1;
    const body = (await request.toArray()).join("");
    const headers = { "content-type": "application/json" };
    await answer(response, request.url ?? "", { method: "POST", headers, body });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = {
    provider,
    id: "none",
    baseUrl: `http://127.0.0.1:${port}/v1`,
    key: theKey,
    maxTokens: 10,
    temperature: null,
  };
  try {
    const model = new ProviderModel(endpoint, patience);
    const outcome = await model.exchange(request, signal).catch((error: unknown) => error);
    return { outcome, asked };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe.each(["anthropic", "openai"] as const)("a model that speaks as %s does", (provider) => {
  it("is asked with the system text, the tools and the key, and answers", async () => {
    const { outcome, asked } = await exchange(provider, () => ({
      text: "Nobody.",
      inputTokens: 7,
    }));
    expect(outcome).toEqual({
      message: { role: "assistant", text: "Nobody.", calls: [] },
      stop: "answered",
      usage: { inputTokens: 7, outputTokens: 20 },
      answeredBy: "scripted model",
      attempts: 1,
    });
    expect(asked).toMatchObject([
      {
        provider,
        system: "Be brief.",
        tools: ["look_up"],
        messages: [{ role: "user", text: "Who is it?" }],
      },
    ]);
    const { headers = {} } = asked[0] ?? {};
    expect(headers["x-api-key"] ?? headers.authorization).toContain(theKey);
  });

  it("asks for several calls at once, and is told of each", async () => {
    const calls = [
      { tool: "look_up", arguments: { query: "a" } },
      { tool: "look_up", arguments: { query: "b" } },
    ];
    const first = await exchange(provider, () => ({ text: "Two.", calls }));
    expect(first.outcome).toMatchObject({
      stop: "calls",
      message: {
        text: "Two.",
        calls: [
          { tool: "look_up", arguments: { query: "a" }, malformed: null },
          { tool: "look_up", arguments: { query: "b" }, malformed: null },
        ],
      },
    });
    const { message } = first.outcome as Exchange;
    const results = message.calls.map(({ id, tool }, at) => ({
      callId: id,
      tool,
      text: `result ${at}`,
      isError: at === 1,
    }));
    const { asked } = await exchange(provider, () => ({ text: "Done." }), {
      ...request,
      messages: [...request.messages, message, { role: "tools", results }],
    });
    expect(asked[0]?.messages).toEqual([
      { role: "user", text: "Who is it?" },
      { role: "assistant", text: "Two.", calls: ["look_up", "look_up"] },
      { role: "tool", text: "result 0" },
      { role: "tool", text: "result 1" },
    ]);
  });

  it("keeps arguments that are no JSON object as they are", async () => {
    for (const broken of ['{"query": "a', "[1]", "word"]) {
      const calls = [{ tool: "look_up", arguments: broken }];
      const { outcome } = await exchange(provider, () => ({ calls }));
      expect(outcome).toMatchObject({
        stop: "calls",
        message: { calls: [{ tool: "look_up", arguments: null, malformed: broken }] },
      });
    }
  });

  it("takes a refusal and the limit of tokens for what they are", async () => {
    const refusal = await exchange(provider, () => ({ text: "No.", stop: "refusal" }));
    expect(refusal.outcome).toMatchObject({ stop: "refused" });
    const calls = [{ tool: "look_up", arguments: {} }];
    const length = await exchange(provider, () => ({ calls, stop: "length" }));
    expect(length.outcome).toMatchObject({ stop: "length" });
  });

  it.each([429, 529, 503])("asks again after %i, when it was told to", async (status) => {
    const busy = { status, headers: { "retry-after": "0" } };
    const { outcome, asked } = await exchange(provider, oneByOne(busy, busy, { text: "Here." }));
    expect(outcome).toMatchObject({ message: { text: "Here." }, attempts: 3 });
    expect(asked).toHaveLength(3);
  });

  it("waits as long as it was told to", async () => {
    const started = performance.now();
    const busy = { status: 429, headers: { "retry-after": "1" } };
    await exchange(provider, oneByOne(busy, { text: "Here." }));
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  it("gives up where it is asked to wait for longer than anybody would, or in vain", async () => {
    const hour = await exchange(provider, () => ({
      status: 429,
      headers: { "retry-after": "3600" },
    }));
    expect(hour.outcome).toMatchObject({ name: "ModelError", problem: "unavailable" });
    expect(hour.asked).toHaveLength(1);
    const always = await exchange(provider, () => ({ status: 529 }));
    expect(always.outcome).toMatchObject({ name: "ModelError", problem: "unavailable" });
    expect(always.asked).toHaveLength(noPatience.attempts);
  });

  it("asks once where the key or the request is refused, and repeats no key", async () => {
    const refused = await exchange(provider, () => ({ status: 401, message: "who are you?" }));
    expect(refused.outcome).toMatchObject({ problem: "unauthorised" });
    expect(refused.asked).toHaveLength(1);
    expect(String(refused.outcome)).not.toContain(theKey);
    const bad = await exchange(provider, () => ({ status: 400, message: "no such model" }));
    expect(bad.outcome).toMatchObject({ problem: "refused-request" });
    expect(bad.asked).toHaveLength(1);
  });

  it.each(["connection", "stream", "overload"] as const)(
    "takes a turn for none whose %s ends before it does",
    async (cut) => {
      const turns: readonly ScriptedTurn[] = [
        { text: "INV-20131", cut },
        { text: "", calls: [{ tool: "look_up", arguments: { query: "a" } }], cut },
      ];
      for (const turn of turns) {
        const { outcome, asked } = await exchange(provider, () => turn);
        expect(outcome).toBeInstanceOf(ModelError);
        expect([outcome, asked.length]).toEqual([expect.anything(), noPatience.attempts]);
        const again = await exchange(provider, oneByOne(turn, { text: "Whole." }));
        expect(again.outcome).toMatchObject({ message: { text: "Whole." }, attempts: 2 });
      }
    },
  );

  it("counts more tokens than there can be where an endpoint counts none", async () => {
    const { outcome } = await exchange(provider, () => ({
      text: "Nobody.",
      inputTokens: 0,
      outputTokens: 0,
    }));
    expect(outcome).toMatchObject({ usage: { inputTokens: expect.any(Number) } });
    const { usage } = outcome as Exchange;
    expect(usage.inputTokens).toBeGreaterThan(50);
    expect(usage.outputTokens).toBeGreaterThan(0);
  });

  it.each([
    [
      "text/html; charset=utf-8",
      "<html><p>Welcome</p></html>",
      "200 text/html, not text/event-stream: is",
    ],
    [
      "application/json",
      '{\n"error": "no such path"}',
      '200 application/json, not text/event-stream ({ "error": "no such path"}): is',
    ],
  ])("says at once that an endpoint is none that answers %s", async (mediaType, body, words) => {
    const { asked, outcome } = await answeredBy(provider, (response) => {
      response.writeHead(200, { "content-type": mediaType }).end(body);
    });
    expect(outcome).toMatchObject({ name: "ModelError", problem: "refused-request" });
    expect(String(outcome)).toContain(`the model's endpoint answered ${words} its address whole?`);
    expect(asked).toBe(1);
  });

  it("takes events for a turn that an endpoint gives another name", async () => {
    const scripted = await startScriptedModel(() => ({ text: "Here." }));
    const { outcome } = await answeredBy(provider, async (response, path, init) => {
      const answer = await fetch(new URL(path, scripted.baseUrl), init);
      response.writeHead(200, { "content-type": "text/plain" }).end(await answer.text());
    });
    await scripted.close();
    expect(outcome).toMatchObject({ message: { text: "Here." }, attempts: 1 });
  });

  it.each([
    ["no whole answer", () => {}, 200, /^the model's endpoint gave no whole answer in \d+ s$/],
    [
      "503 again and again",
      (response: ServerResponse) => response.writeHead(503).end(),
      // The first answer comes long before.
      1_500,
      /^the provider failed with 503.*; after \d+ s the time was over$/,
    ],
  ])("tells of an endpoint that gives %s until the time is over", async (_, answer, ms, words) => {
    const patience = { attempts: 9, firstWaitMs: 60_000, longestWaitMs: 60_000 };
    const { outcome } = await answeredBy(provider, answer, patience, AbortSignal.timeout(ms));
    expect(outcome).toMatchObject({ name: "ModelError", problem: "unavailable" });
    expect((outcome as Error).message).toMatch(words);
  });

  it("stops when it is told to", async () => {
    const scripted: ScriptedModel = await startScriptedModel(() => ({ status: 529 }));
    const stop = new AbortController();
    const patience = { attempts: 9, firstWaitMs: 60_000, longestWaitMs: 60_000 };
    const model = new ProviderModel(endpointOf(scripted, provider), patience);
    const asking = model.exchange(request, stop.signal);
    setTimeout(() => stop.abort(new Error("enough")), 100);
    await expect(asking).rejects.toThrow("enough");
    await scripted.close();
  });
});
