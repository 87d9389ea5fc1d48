import { describe, expect, it } from "vitest";
import type { Draft } from "../../../../templates/server/src/runtime/gates/draft.js";
import { deskSide } from "../../../../templates/server/src/runtime/gates/drafts.js";
import { failure } from "../../../../templates/server/src/runtime/outcome.js";
import { draftWith } from "./drafts-of-tests.js";
import {
  decide,
  type GateServer,
  gateServer,
  newFileStore,
  order,
  person,
  shop,
  yes,
} from "./gate-server.js";
import { issueNote, refundInParts, refundOrder, undoOrder } from "./refund-gates.js";

const given = { order_id: "77" };
const refunded = { refund_id: "R-1", status: "pending", customer: "Ada", asked: "77" };
const often = { sweepMs: 40, leaseMs: 120 };

const storeOf = (server: GateServer) => deskSide(server.running).store();
const find = async (server: GateServer, id: string) => (await storeOf(server)).find(id);

/** As a process leaves a draft that was killed then. */
async function leave(server: GateServer, id: string, parts: Partial<Draft>): Promise<void> {
  const store = await storeOf(server);
  const draft = await store.find(id);
  if (
    draft === null ||
    !(await store.move(draft, { ...draft, ...parts, version: draft.version + 1 }))
  ) {
    throw new Error("The draft could not be moved.");
  }
}

const cutOff = (leaseUntil: number, since = leaseUntil): Partial<Draft> => ({
  state: "running",
  runner: { id: "killed", leaseUntil, since },
});

describe("a draft whose process was killed while it ran", () => {
  it("is left alone until its lease has passed", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("none")]);
    const id = await server.prepare("refund_order", given);
    await leave(server, id, cutOff(Date.now() + 10_000));
    expect(await server.confirm("refund_order", id)).toMatchObject({
      error: "confirmation_running",
    });
    expect(upstream.changes).toEqual([]);
  });

  it.each(["by the next confirmation", "by itself"])(
    "is sent again under its key: %s",
    async (by) => {
      await using upstream = await shop();
      const pace = by === "by itself" ? often : {};
      const server = gateServer(upstream.url, [refundOrder("none")], { pace });
      const id = await server.prepare("refund_order", given);
      // What it did may be why it would not be prepared now.
      upstream.order = { ...order, refundable_cents: 0 };
      await leave(server, id, cutOff(Date.now() - 1));
      if (by === "by itself") {
        await expect.poll(async () => (await find(server, id))?.state).toBe("done");
      }
      expect(await server.confirm("refund_order", id)).toEqual(refunded);
      expect(upstream.changes).toHaveLength(1);
      expect(upstream.changes[0]?.headers["idempotency-key"]).toBe(id);
      expect(upstream.received.filter(({ method }) => method === "GET")).toHaveLength(1);
    },
  );

  it("is sent again once, whoever finds it", async () => {
    await using upstream = await shop();
    const store = newFileStore();
    const servers = [1, 2].map(() =>
      gateServer(upstream.url, [refundOrder("none")], { store, pace: { waitMs: 2_000 } }),
    );
    const [first] = servers;
    const id = (await first?.prepare("refund_order", given)) ?? "";
    if (first !== undefined) {
      await leave(first, id, cutOff(Date.now() - 1));
    }
    const all = servers.flatMap((server) =>
      [1, 2, 3].map(() => server.confirm("refund_order", id)),
    );
    expect(await Promise.all(all)).toEqual(all.map(() => refunded));
    expect(upstream.changes).toHaveLength(1);
  });

  it.each([
    ["the API takes no key", undoOrder, "undo_order", {}, 1],
    ["no header carries keys", refundOrder("none"), "refund_order", { idempotencyHeader: null }, 1],
    ["keys are forgotten by now", refundOrder("none"), "refund_order", {}, 13 * 60 * 60 * 1000],
  ])("is unknown where %s", async (_why, gate, job, options, ago) => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [gate], options);
    const id = await server.prepare(job, given);
    await leave(server, id, cutOff(Date.now() - 1, Date.now() - ago));
    const unknown = { error: "outcome_unknown", draft_id: id, retry: false };
    expect(await server.confirm(job, id)).toMatchObject(unknown);
    expect(await server.confirm(job, id)).toMatchObject(unknown);
    expect((await find(server, id))?.state).toBe("unknown");
    expect(upstream.changes).toEqual([]);
  });

  it("runs again where its owner's code makes changes of one kind, under the same keys", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundInParts]);
    const id = await server.prepare("refund_in_parts", given);
    await leave(server, id, cutOff(Date.now() - 1));
    expect(await server.confirm("refund_in_parts", id)).toEqual({ refunds: 2 });
    expect(upstream.changes.map(({ headers }) => headers["idempotency-key"])).toEqual([
      id,
      `${id}-2`,
    ]);
  });
});

describe("a process that was taken for dead", () => {
  it("sends nothing any more", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [undoOrder]);
    const id = await server.prepare("undo_order", given);
    // Reads slowly, and its draft is taken over meanwhile.
    const store = await storeOf(server);
    const draft = await store.find(id);
    const confirmed = server.confirm("undo_order", id);
    if (draft !== null) {
      await store.move(draft, { ...draft, version: 2, ...cutOff(Date.now() - 1) });
    }
    expect(await confirmed).toMatchObject({ error: "outcome_unknown" });
    expect(upstream.changes).toEqual([]);
  });

  it("tells what it knows where another could not", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [undoOrder]);
    const id = await server.prepare("undo_order", given);
    upstream.onChange = async () => {
      await leave(server, id, { state: "unknown", runner: null });
      return undefined;
    };
    expect(await server.confirm("undo_order", id)).toEqual({ done: "cancelled" });
    expect(await server.confirm("undo_order", id)).toEqual({ done: "cancelled" });
  });
});

describe("what was approved, by a process that was killed then", () => {
  it("is sent by another", async () => {
    await using upstream = await shop();
    const options = { store: newFileStore(), approvers: ["eve@x.org"], pace: often };
    const server = gateServer(upstream.url, [refundOrder("human")], options);
    const id = await server.prepare("refund_order", given);
    const decision = { by: "eve@x.org", at: Date.now(), reason: null };
    await leave(server, id, { state: "approved", decision });
    await expect.poll(async () => (await find(server, id))?.state).toBe("done");
    expect(upstream.changes).toHaveLength(1);
  });
});

describe("a draft that the API keeps", () => {
  const thrown = ({ method, target }: { method: string; target: string }) => `${method} ${target}`;
  const made = "POST /note-drafts";
  const discarded = "DELETE /note-drafts/D-1";

  it("is thrown away when ours is refused", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [issueNote("elicitation")]);
    const id = await server.prepare("issue_note", given);
    const { ask } = person({ kind: "declined" }, yes);
    expect(await server.confirm("issue_note", id, { ask })).toEqual({ error: "approval_refused" });
    expect(upstream.changes.map(thrown)).toEqual([made, discarded]);
  });

  it("… at the desk", async () => {
    await using upstream = await shop();
    const options = { store: newFileStore(), approvers: ["eve@x.org"] };
    const server = gateServer(upstream.url, [issueNote("human")], options);
    const id = await server.prepare("issue_note", given);
    await server.confirm("issue_note", id);
    await decide(server, id, false);
    await expect.poll(() => upstream.changes.map(thrown)).toEqual([made, discarded]);
    expect(await find(server, id)).toMatchObject({ cancel: null });
  });

  it.each(["none", "human"] as const)("is thrown away when ours lapses: %s", async (approval) => {
    await using upstream = await shop();
    const options = { store: newFileStore(), approvers: ["eve@x.org"], pace: often };
    const server = gateServer(upstream.url, [issueNote(approval, 250)], options);
    const id = await server.prepare("issue_note", given);
    if (approval === "human") {
      await server.confirm("issue_note", id);
    }
    await expect.poll(() => upstream.changes.map(thrown)).toEqual([made, discarded]);
    await expect.poll(() => find(server, id)).toMatchObject({ state: "expired", cancel: null });
    expect(await server.confirm("issue_note", id)).toMatchObject({ error: "draft_not_found" });
    expect(upstream.changes).toHaveLength(2);
  });

  it("is thrown away, and made anew, when it no longer says what ours does", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [issueNote("none")]);
    const id = await server.prepare("issue_note", given);
    upstream.order = { ...order, customer_name: "Eve" };
    const other = await server.prepare("issue_note", given);
    expect(other).not.toBe(id);
    expect(upstream.changes.map(thrown)).toEqual([made, discarded, made]);
    expect(await server.confirm("issue_note", id)).toMatchObject({ error: "draft_outdated" });
    expect(await server.confirm("issue_note", other)).toMatchObject({ number: "CN-1" });
    upstream.order = order;
    const last = await server.prepare("issue_note", given);
    upstream.order = { ...order, customer_name: "Eve" };
    expect(await server.confirm("issue_note", last)).toMatchObject({ error: "draft_outdated" });
    expect(upstream.changes.map(thrown).slice(3)).toEqual([
      "POST /note-drafts/D-2/issue",
      made,
      "DELETE /note-drafts/D-3",
    ]);
  });

  it.each([
    ["the API is ill", 503, issueNote("elicitation")],
    ["too many requests were made", 429, issueNote("elicitation")],
    [
      "a rule makes an answer of that",
      503,
      issueNote("elicitation", 60_000, { "5xx": failure({ error: "later" }) }),
    ],
  ])("is tried to be thrown away until the API has answered: %s", async (_why, status, gate) => {
    await using upstream = await shop();
    upstream.onChange = async ({ method }) => (method === "DELETE" ? [status, {}] : undefined);
    const server = gateServer(upstream.url, [gate], { pace: often });
    const id = await server.prepare("issue_note", given);
    const { ask } = person({ kind: "declined" });
    await server.confirm("issue_note", id, { ask });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const failed = await find(server, id);
    expect(failed?.cancel).not.toBeNull();
    expect(upstream.changes.map(thrown)).toEqual([made, discarded]);
    upstream.onChange = async () => [404, {}];
    // More than that have ended since.
    const store = await storeOf(server);
    const later = { createdAt: Date.now() + 1_000, expiresAt: Date.now() + 60_000 };
    for (let index = 0; index < 600; index += 1) {
      await store.add(draftWith({ state: "failed", ...later }), 5);
    }
    await leave(server, id, { runner: { id: "discard", leaseUntil: 0, since: 0 } });
    await expect.poll(() => find(server, id)).toMatchObject({ cancel: null });
  });
});
