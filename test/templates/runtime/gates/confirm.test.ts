import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  defineGate,
  draft,
  type PrepareContext,
} from "../../../../templates/server/src/runtime/gates/gate.js";
import { gateServer, newFileStore, order, shop } from "./gate-server.js";
import {
  type Billing,
  issueNote,
  type Requests,
  refundInParts,
  refundOrder,
  undoOrder,
} from "./refund-gates.js";

const given = { order_id: "77" };
const refunded = { refund_id: "R-1", status: "pending", customer: "Ada", asked: "77" };

describe.each(["memory", "file"])("confirm, with drafts kept in: %s", (kind) => {
  const store = () => (kind === "file" ? { store: newFileStore() } : {});

  it("sends what was prepared, once, under the draft's id, and tells the same again", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("none")], store());
    const id = await server.prepare("refund_order", { ...given, amount_cents: 500 });
    expect(await server.confirm("refund_order", id)).toEqual(refunded);
    expect(await server.confirm("refund_order", id)).toEqual(refunded);
    const [request, ...others] = upstream.changes;
    expect(others).toEqual([]);
    expect(request?.headers["idempotency-key"]).toBe(id);
    expect(JSON.parse(String(request?.body))).toEqual({
      order_id: "77",
      amount_cents: 500,
      speed: "fast",
    });
  });

  it("sends one request for many confirmations at once, and answers all of them", async () => {
    await using upstream = await shop();
    upstream.onChange = () => new Promise((resolve) => setTimeout(() => resolve(undefined), 50));
    const server = gateServer(upstream.url, [refundOrder("none")], {
      ...store(),
      pace: { waitMs: 2_000 },
    });
    const id = await server.prepare("refund_order", given);
    const confirm = () => server.confirm("refund_order", id);
    expect(await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(confirm))).toEqual(
      Array.from({ length: 8 }, () => refunded),
    );
    expect(upstream.changes).toHaveLength(1);
    // Once for the draft, once before the call.
    expect(upstream.received.filter(({ method }) => method === "GET")).toHaveLength(2);
  });

  it("says that it runs where it runs for long", async () => {
    await using upstream = await shop();
    let release = (): void => undefined;
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    upstream.onChange = async () => {
      await blocked;
      return undefined;
    };
    const server = gateServer(upstream.url, [refundOrder("none")], store());
    const id = await server.prepare("refund_order", given);
    const first = server.confirm("refund_order", id);
    await expect.poll(() => upstream.changes.length).toBe(1);
    expect(await server.confirm("refund_order", id)).toMatchObject({
      error: "confirmation_running",
      retry_after: 30,
    });
    release();
    expect(await first).toEqual(refunded);
  });

  it("makes the alternative that fits, and no other", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [undoOrder], store());
    const targets = () => upstream.changes.map(({ method, target }) => `${method} ${target}`);
    expect(await server.confirm("undo_order", await server.prepare("undo_order", given))).toEqual({
      done: "cancelled",
    });
    expect(targets()).toEqual(["POST /orders/77/cancel"]);
    upstream.order = { ...order, status: "paid" };
    expect(await server.confirm("undo_order", await server.prepare("undo_order", given))).toEqual({
      done: "pending",
      paid: 1050,
    });
    expect(targets()).toEqual(["POST /orders/77/cancel", "POST /refunds"]);
    upstream.order = { ...order, status: "lost" };
    expect(await server.call("prepare_undo_order", given)).toEqual({ error: "not_applicable" });
  });

  it("runs the halves that their owner wrote, with a key for each change", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundInParts], store());
    const id = await server.prepare("refund_in_parts", given);
    expect(await server.confirm("refund_in_parts", id)).toEqual({ refunds: 2 });
    expect(await server.confirm("refund_in_parts", id)).toEqual({ refunds: 2 });
    expect(upstream.changes.map(({ headers }) => headers["idempotency-key"])).toEqual([
      id,
      `${id}-2`,
    ]);
  });

  it("issues the draft that the API made, of which there is one", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [issueNote("none")], store());
    const id = await server.prepare("issue_note", given);
    expect(await server.prepare("issue_note", given)).toBe(id);
    expect(await server.confirm("issue_note", id)).toEqual({ number: "CN-1", total_cents: 1050 });
    expect(upstream.changes.map(({ method, target }) => `${method} ${target}`)).toEqual([
      "POST /note-drafts",
      "POST /note-drafts/D-1/issue",
    ]);
  });

  it.each([
    ["the request", { refundable_cents: 900 }],
    ["the summary", { customer_name: "Eve" }],
    ["what is required", { refundable_cents: 0 }],
  ])("sends nothing where %s is another one by now", async (_what, change) => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("none")], store());
    const amount = "refundable_cents" in change && change.refundable_cents === 0 ? 1050 : undefined;
    const id = await server.prepare("refund_order", {
      ...given,
      ...(amount === undefined ? {} : { amount_cents: amount }),
    });
    upstream.order = { ...order, ...change };
    const outdated = { error: "draft_outdated" };
    expect(await server.confirm("refund_order", id)).toMatchObject(outdated);
    upstream.order = order;
    expect(await server.confirm("refund_order", id)).toMatchObject(outdated);
    expect(upstream.changes).toEqual([]);
    expect(await server.prepare("refund_order", given)).not.toBe(id);
  });

  it("sends nothing where somebody has to be asked by now", async () => {
    await using upstream = await shop();
    const gate = defineGate({
      name: "cancel_order",
      input: z.strictObject({}),
      expiresMs: 60_000,
      async prepare(_input, { api }: PrepareContext<Billing>) {
        const { refunded_cents } = await api.getOrder({ path: { order_id: "77" } });
        return draft({
          summary: "Cancel order 77.",
          approval: refunded_cents > 0 ? "human" : "none",
          operation: "cancelOrder",
          request: { path: { order_id: "77" } } satisfies Requests["cancelOrder"],
        });
      },
      async confirm({ request }, { api }) {
        return await api.cancelOrder(request);
      },
    });
    const server = gateServer(upstream.url, [gate], store());
    const id = await server.prepare("cancel_order", {});
    upstream.order = { ...order, refunded_cents: 1 };
    expect(await server.confirm("cancel_order", id)).toMatchObject({ error: "draft_outdated" });
    expect(upstream.changes).toEqual([]);
  });

  it("sends nothing where the draft lapses while it is looked at again", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("none", 400)], store());
    const id = await server.prepare("refund_order", given);
    let reads = 0;
    upstream.onRead = async () => {
      reads += 1;
      await new Promise((resolve) => setTimeout(resolve, 450));
    };
    expect(await server.confirm("refund_order", id)).toMatchObject({ error: "draft_not_found" });
    expect([reads, upstream.changes]).toEqual([1, []]);
  });

  it("keeps what the API answered by a rule, and tells it again", async () => {
    await using upstream = await shop();
    upstream.onChange = async () => [409, { message: "Already refunded." }];
    const server = gateServer(upstream.url, [refundOrder("none")], store());
    const id = await server.prepare("refund_order", given);
    const refused = { error: "not_refundable", reason: "Already refunded." };
    expect(await server.confirm("refund_order", id)).toEqual(refused);
    expect(await server.confirm("refund_order", id)).toEqual(refused);
    expect(upstream.changes).toHaveLength(1);
  });

  it.each([
    ["the API is busy", [503, {}] as [number, object], "upstream_unavailable"],
    ["too many requests were made", [429, {}] as [number, object], "rate_limited"],
    ["the credentials are refused", [401, {}] as [number, object], "credentials_rejected"],
  ])("leaves the draft open where %s", async (_why, answer, error) => {
    await using upstream = await shop();
    upstream.onChange = async () => answer;
    const server = gateServer(upstream.url, [refundOrder("none")], store());
    const id = await server.prepare("refund_order", given);
    expect(await server.confirm("refund_order", id)).toMatchObject({ error });
    upstream.onChange = null;
    expect(await server.confirm("refund_order", id)).toEqual(refunded);
    expect(upstream.changes.map(({ headers }) => headers["idempotency-key"])).toEqual([id, id]);
  });
});

describe("a change of which nobody knows", () => {
  it("is sent again under its key, where the API takes one", async () => {
    await using upstream = await shop();
    upstream.onChange = async () => "hang up";
    const server = gateServer(upstream.url, [refundOrder("none")]);
    const id = await server.prepare("refund_order", given);
    expect(await server.confirm("refund_order", id)).toMatchObject({
      error: "outcome_unknown",
      draft_id: id,
      retry: true,
      look_at: "Whether this has happened: Refund 10.50 EUR on order 77 to Ada.",
    });
    // Not looked at again: what was sent may have changed it.
    upstream.order = { ...order, refundable_cents: 0 };
    upstream.onChange = null;
    expect(await server.confirm("refund_order", id)).toEqual(refunded);
    expect(upstream.changes.map(({ headers }) => headers["idempotency-key"])).toEqual([id, id]);
  });

  it("is never sent again elsewhere", async () => {
    await using upstream = await shop();
    upstream.onChange = async () => "hang up";
    const server = gateServer(upstream.url, [undoOrder]);
    const id = await server.prepare("undo_order", given);
    const unknown = { error: "outcome_unknown", draft_id: id, retry: false };
    expect(await server.confirm("undo_order", id)).toMatchObject(unknown);
    upstream.onChange = null;
    expect(await server.confirm("undo_order", id)).toMatchObject(unknown);
    expect(upstream.changes).toHaveLength(1);
  });

  it("is not given up when the client goes", async () => {
    await using upstream = await shop();
    const client = new AbortController();
    upstream.onChange = async () => {
      client.abort();
      return undefined;
    };
    const server = gateServer(upstream.url, [refundOrder("none")]);
    const id = await server.prepare("refund_order", given);
    await server.confirm("refund_order", id, { signal: client.signal });
    expect(await server.confirm("refund_order", id)).toEqual(refunded);
    expect(upstream.changes).toHaveLength(1);
  });

  it("is waited for when the server closes", async () => {
    await using upstream = await shop();
    upstream.onChange = () => new Promise((resolve) => setTimeout(() => resolve(undefined), 100));
    const server = gateServer(upstream.url, [refundOrder("none")]);
    const id = await server.prepare("refund_order", given);
    const confirmed = server.confirm("refund_order", id);
    await expect.poll(() => upstream.changes.length).toBe(1);
    await server.running.close(5_000);
    expect(await confirmed).toEqual(refunded);
  });
});
