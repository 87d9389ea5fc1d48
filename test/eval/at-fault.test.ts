import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { ProviderModel } from "../../src/eval/provider/provider.js";
import { tellingChecks } from "../../src/eval/report/terminal.js";
import { attempt } from "../../src/eval/run/attempt.js";
import { endpointOf, evalsOf, noPatience, sampleStage } from "./stage.js";

describe("an endpoint that gives no answer", () => {
  it("is named, and no part of the map", async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    const { evals, prompt } = evalsOf("prompt: Which?\nexpect: { calls: [search_invoices] }");
    const model = new ProviderModel(
      endpointOf({ baseUrl, asked: [], close: async () => {} }),
      noPatience,
    );
    const stage = await sampleStage(evals, { timeoutMs: 2_000 });
    const worker = { kind: "model", model } as const;
    const record = await attempt(prompt, 1, worker, stage, new AbortController().signal);
    server.closeAllConnections();
    server.close();
    expect(record).toMatchObject({ status: "failed", end: "no-answer" });
    expect(tellingChecks(record)).toMatchObject([
      {
        kind: "end",
        found: expect.stringMatching(
          /^the model gave no answer: the model's endpoint gave no whole answer in \d s$/,
        ),
        hint: null,
      },
    ]);
    expect(record.checks.filter(({ hint }) => hint !== null)).toEqual([]);
  });
});
