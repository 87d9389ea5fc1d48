import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import {
  type ClientCapabilities,
  type ElicitRequest,
  ElicitRequestSchema,
  type ElicitResult,
} from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { protocolServer } from "../../../../templates/server/src/mcp.js";
import { type GateServer, gateServer, shop } from "./gate-server.js";
import { refundOrder } from "./refund-gates.js";

const given = { order_id: "77" };
const refunded = { refund_id: "R-1", status: "pending", customer: "Ada", asked: "77" };

/** The SDK's client, which answers questions so; null for one that has no forms. */
async function connect(
  { running }: GateServer,
  answer: ((request: ElicitRequest["params"]) => Promise<ElicitResult>) | null,
  elicitation: NonNullable<ClientCapabilities["elicitation"]> = {},
): Promise<Client> {
  const capabilities: ClientCapabilities = answer === null ? {} : { elicitation };
  const client = new Client({ name: "test", version: "1.0.0" }, { capabilities });
  if (answer !== null) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => answer(params));
  }
  const [here, there] = InMemoryTransport.createLinkedPair();
  const server = protocolServer(running, { tools: [] });
  await Promise.all([server.connect(there), client.connect(here)]);
  onTestFinished(() => client.close());
  return client;
}

async function call(client: Client, name: string, given: object): Promise<Record<string, unknown>> {
  const result = await client.callTool({ name, arguments: { ...given } });
  const [content] = Array.isArray(result.content) ? result.content : [];
  return JSON.parse(content.text);
}

async function confirmed(client: Client) {
  const { draft_id } = await call(client, "prepare_refund_order", given);
  return await call(client, "confirm_refund_order", { draft_id });
}

describe("a question to the person at the client", () => {
  it("is a form with one field that must be filled in, and nothing in it beforehand", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")]);
    const asked: ElicitRequest["params"][] = [];
    const client = await connect(server, async (params) => {
      asked.push(params);
      return { action: "accept", content: { decision: "approve" } };
    });
    expect(await confirmed(client)).toEqual(refunded);
    expect(asked).toEqual([
      {
        mode: "form",
        message: expect.stringContaining("Refund 10.50 EUR on order 77 to Ada."),
        requestedSchema: {
          type: "object",
          properties: {
            decision: { type: "string", title: "Decision", enum: ["approve", "refuse"] },
          },
          required: ["decision"],
        },
      },
    ]);
    expect(JSON.stringify(asked)).not.toMatch(/default|https?:/);
  });

  it.each<[string, ElicitResult, string]>([
    ["refuses", { action: "accept", content: { decision: "refuse" } }, "approval_refused"],
    ["declines", { action: "decline" }, "approval_refused"],
    ["closes the form", { action: "cancel" }, "approval_cancelled"],
    ["has a client that accepts unseen", { action: "accept" }, "approval_unavailable"],
    ["… with an empty form", { action: "accept", content: {} }, "approval_unavailable"],
    [
      "has a client that makes something up",
      { action: "accept", content: { decision: "APPROVE" } },
      "approval_unavailable",
    ],
  ])("sends nothing where the person %s", async (_what, answer, error) => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")]);
    const client = await connect(server, async () => answer);
    expect(await confirmed(client)).toMatchObject({ error });
    expect(upstream.changes).toEqual([]);
  });

  it.each([
    ["no such capability", null, {}],
    ["links alone", async (): Promise<ElicitResult> => ({ action: "accept" }), { url: {} }],
  ])("is not put to a client with %s", async (_what, answer, capability) => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")]);
    const client = await connect(server, answer, capability);
    expect(await confirmed(client)).toMatchObject({ error: "approval_unavailable" });
    expect(upstream.changes).toEqual([]);
  });

  it("is answered by an error of the client's as if it could not ask", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")]);
    const client = await connect(server, async () => {
      throw new Error("No window.");
    });
    expect(await confirmed(client)).toMatchObject({ error: "approval_unavailable" });
    expect(upstream.changes).toEqual([]);
  });

  it("ends when the client goes, and the draft stays open for its next process", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")]);
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const client = await connect(server, async () => {
      asked();
      return await new Promise<never>(() => undefined);
    });
    const { draft_id } = await call(client, "prepare_refund_order", given);
    const left = call(client, "confirm_refund_order", { draft_id }).catch(() => "gone");
    await isAsked;
    await client.close();
    expect(await left).toBe("gone");
    const next = await connect(server, async () => ({
      action: "accept",
      content: { decision: "approve" },
    }));
    await server.running.callTool(
      "prepare_refund_order",
      { order_id: "1" },
      { signal: new AbortController().signal, caller: "local" },
    );
    expect(await call(next, "confirm_refund_order", { draft_id })).toEqual(refunded);
    expect(upstream.changes).toHaveLength(1);
  });
});
