import { describe, expect, it } from "vitest";
import { memoryStore } from "../../../../templates/server/src/runtime/gates/memory-store.js";
import type { DraftStore } from "../../../../templates/server/src/runtime/gates/store.js";
import { decide, gateServer, newFileStore, person, shop, yes } from "./gate-server.js";
import { refundOrder, undoOrder } from "./refund-gates.js";

const given = { order_id: "77" };
const notFound = {
  error: "draft_not_found",
  reason: "There is no such draft, or it has lapsed. Call prepare_refund_order for a new one.",
};

describe("an id that confirms nothing", () => {
  it("gets one answer, and the log says why", async () => {
    await using upstream = await shop();
    const gates = [refundOrder("none", 300), undoOrder];
    const server = gateServer(upstream.url, gates);
    const id = await server.prepare("refund_order", given);
    const ofAnotherJob = await server.prepare("undo_order", given);
    const madeUp = "0123456789abcdef0123456789abcdef";
    const altered = `${id.slice(0, -1)}${id.endsWith("0") ? "1" : "0"}`;
    for (const wrong of [madeUp, altered, ofAnotherJob, id.toUpperCase(), `${id} `, ""]) {
      expect(await server.confirm("refund_order", wrong)).toEqual(notFound);
    }
    expect(await server.confirm("refund_order", id, { caller: "mallory" })).toEqual(notFound);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await server.confirm("refund_order", id)).toEqual(notFound);
    expect(upstream.changes).toEqual([]);
    await server.running.close(0);
    const why = server.log().filter(({ msg }) => msg === "draft not found");
    expect(why.map(({ problem }) => problem)).toEqual([
      "there is none of this id",
      "there is none of this id",
      "it is of another job",
      "there is none of this id",
      "there is none of this id",
      "there is none of this id",
      "it is another caller's",
      "it has lapsed",
    ]);
    expect(why[6]).toMatchObject({ level: "warn", caller: "mallory", draft_id: id });
  });

  it("cannot forge a line of the log", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("none")]);
    await server.confirm("refund_order", '\n{"msg":"draft decided"}\u001b[2J');
    await server.running.close(0);
    expect(server.log().map(({ msg }) => msg)).toEqual([
      "call opened",
      "draft not found",
      "call closed",
    ]);
  });
});

describe("the log of a draft", () => {
  it("has every move, who made it, and every request", async () => {
    await using upstream = await shop();
    const options = { store: newFileStore(), approvers: ["eve@x.org"] };
    const server = gateServer(upstream.url, [refundOrder("human")], options);
    const id = await server.prepare("refund_order", given);
    await server.confirm("refund_order", id);
    const decided = await decide(server, id, true);
    await (decided.kind === "approved" ? decided.settled : null);
    await server.running.close(0);
    const lines = server.log();
    expect(lines.filter(({ draft_id }) => draft_id !== id).map(({ msg }) => msg)).toEqual([
      "call opened",
      "call opened",
    ]);
    expect(
      lines.filter(({ msg }) => msg === "draft moved").map(({ from, to, by }) => [from, to, by]),
    ).toEqual([
      [null, "prepared", "ada"],
      ["prepared", "waiting", "ada"],
      ["waiting", "approved", "eve@x.org"],
      ["approved", "running", "eve@x.org"],
      ["running", "done", "server"],
    ]);
    expect(lines.map(({ msg }) => msg)).toEqual([
      "call opened",
      "draft moved",
      "call closed",
      "call opened",
      "draft moved",
      "call closed",
      "draft decided",
      "draft moved",
      "call opened",
      "draft moved",
      "draft moved",
      "call closed",
    ]);
    expect(lines.at(-1)).toMatchObject({
      tool: "confirm_refund_order",
      outcome: "ok",
      upstream: [
        { method: "GET", status: 200 },
        { method: "POST", path: "/refunds", status: 201 },
      ],
    });
  });

  it("is written before a request is sent, or none is", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("none")], { logFile: "/dev/full" });
    const id = await server.prepare("refund_order", given);
    expect(await server.confirm("refund_order", id)).toMatchObject({ error: "audit_unavailable" });
    expect(upstream.changes).toEqual([]);
  });
});

describe("a store that fails", () => {
  const failing = (broken: Partial<DraftStore>) => ({
    shared: true,
    open: async () => {
      const store = await memoryStore().open();
      const wrapped: DraftStore = {
        add: (draft, max) => store.add(draft, max),
        find: (id) => store.find(id),
        findOpen: (asker, hash, now) => store.findOpen(asker, hash, now),
        countOpen: (asker, now) => store.countOpen(asker, now),
        move: (from, to) => store.move(from, to),
        list: (states, limit) => store.list(states, limit),
        listToCancel: (limit) => store.listToCancel(limit),
        putLink: (link, stale) => store.putLink(link, stale),
        markTold: (hash) => store.markTold(hash),
        findLink: (hash) => store.findLink(hash),
        countMiss: (hash) => store.countMiss(hash),
        forget: (time) => store.forget(time),
        close: () => store.close(),
      };
      return Object.assign(wrapped, broken);
    },
  });
  const fail = async () => {
    throw new Error("The disk is full of s3cret things.");
  };
  const unavailable = {
    error: "drafts_unavailable",
    reason: "Nothing was changed, because this server cannot keep its drafts at the moment.",
    request_id: expect.any(String),
    retry: true,
  };

  it("cannot be opened: nothing is prepared, and the server is not ready", async () => {
    await using upstream = await shop();
    const store = { shared: true, open: fail };
    const server = gateServer(upstream.url, [refundOrder("none")], { store });
    expect(await server.call("prepare_refund_order", given)).toEqual(unavailable);
    expect(server.running.readiness()).toEqual({ ready: false, reason: "drafts_unavailable" });
    await server.running.close(0);
    expect(server.log()).toContainEqual(
      expect.objectContaining({ level: "error", msg: "drafts_unavailable" }),
    );
  });

  it.each([
    ["moves nothing", { move: fail }],
    ["finds nothing", { find: fail }],
    ["always says that the draft has moved", { move: async () => false }],
  ])("%s: nothing is sent", async (_what, broken) => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")], {
      store: failing(broken),
      approvers: ["eve@x.org"],
    });
    const id = await server.prepare("refund_order", given);
    const { ask } = person(...Array.from({ length: 50 }, () => yes));
    const { error } = await server.confirm("refund_order", id, { ask });
    expect(error).toBe(unavailable.error);
    expect(await decide(server, id, true)).toMatchObject({ kind: "not-decided" });
    expect(upstream.changes).toEqual([]);
  });

  it("loses a result: its confirmation is told, and the request is not made anew", async () => {
    await using upstream = await shop();
    let isBroken = false;
    const store = await memoryStore().open();
    const broken = failing({
      add: (draft, max) => store.add(draft, max),
      find: (id) => store.find(id),
      move: (from, to) => (isBroken ? fail() : store.move(from, to)),
    });
    upstream.onChange = async () => {
      isBroken = true;
      return undefined;
    };
    const server = gateServer(upstream.url, [undoOrder], { store: broken });
    const id = await server.prepare("undo_order", given);
    expect(await server.confirm("undo_order", id)).toEqual({ done: "cancelled" });
    isBroken = false;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await server.confirm("undo_order", id)).toMatchObject({ error: "outcome_unknown" });
    expect(upstream.changes).toHaveLength(1);
  });
});
