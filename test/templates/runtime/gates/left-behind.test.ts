import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Draft } from "../../../../templates/server/src/runtime/gates/draft.js";
import { deskSide } from "../../../../templates/server/src/runtime/gates/drafts.js";
import {
  defineGate,
  draft,
  type PrepareContext,
} from "../../../../templates/server/src/runtime/gates/gate.js";
import { memoryStore } from "../../../../templates/server/src/runtime/gates/memory-store.js";
import type {
  DraftStore,
  StoreDefinition,
} from "../../../../templates/server/src/runtime/gates/store.js";
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

/** A store in memory that may take no new draft. */
function storeThatAdds(add: { refuses: ((draft: Draft) => boolean) | null }): StoreDefinition {
  return {
    shared: false,
    open: async () => {
      const inner = await memoryStore().open();
      return new Proxy(inner, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== "function") {
            return member;
          }
          return name !== "add"
            ? member.bind(target)
            : async (...given: Parameters<DraftStore["add"]>) => {
                if (add.refuses?.(given[0]) === true) {
                  throw new Error("The disk is full.");
                }
                return await target.add(...given);
              };
        },
      });
    },
  };
}

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

  it("is thrown away where ours cannot be kept: later, if the API is ill then", async () => {
    await using upstream = await shop();
    const add = { refuses: ({ state }: Draft) => state === "prepared" };
    const server = gateServer(upstream.url, [issueNote("human")], { store: storeThatAdds(add) });
    upstream.onChange = async ({ method }) => (method === "DELETE" ? [503, {}] : undefined);
    const unkept = { error: "drafts_unavailable" };
    expect(await server.call("prepare_issue_note", given)).toMatchObject(unkept);
    expect(upstream.changes.map(thrown)).toEqual([made, discarded]);
    const [left, ...none] = await (await storeOf(server)).listToCancel(10);
    expect([left?.state, none]).toEqual(["failed", []]);
    expect(await deskSide(server.running).decided(10)).toEqual([]);
    expect(await server.confirm("issue_note", left?.id ?? "")).toMatchObject({
      error: "draft_outdated",
    });
  });

  it("… with a word to people, where the store takes nothing until it is back", async () => {
    await using upstream = await shop();
    const add: { refuses: (() => boolean) | null } = { refuses: () => true };
    const store = storeThatAdds(add);
    const server = gateServer(upstream.url, [issueNote("none")], { store, pace: often });
    upstream.onChange = async ({ method }) => (method === "DELETE" ? [503, {}] : undefined);
    await server.call("prepare_issue_note", given);
    await expect
      .poll(() => server.log().find(({ msg }) => msg === "api draft left behind"))
      .toMatchObject({
        level: "error",
        job: "issue_note",
        caller: "ada",
        cancel: { operation: "cancelNoteDraft", request: { path: { id: "D-1" } } },
      });
    add.refuses = null;
    upstream.onChange = null;
    const listed = async () => (await storeOf(server)).listToCancel(10);
    await expect.poll(async () => (await listed()).length).toBe(1);
    const [left] = await listed();
    await leave(server, left?.id ?? "", { runner: null });
    await expect.poll(listed).toEqual([]);
    expect(upstream.changes.map(thrown)).toEqual([made, discarded, discarded]);
  });

  it("is told of where nothing says how to throw it away", async () => {
    await using upstream = await shop();
    const mute = defineGate({
      name: "mute",
      input: z.strictObject({}),
      expiresMs: 60_000,
      async prepare(_input, { api, once }: PrepareContext<Billing>) {
        await once(() => api.createNoteDraft({ body: { order_id: "77" } }));
        return draft({
          summary: "",
          approval: "none",
          operation: "issueNote",
          request: { path: { id: "D-1" } } satisfies Requests["issueNote"],
        });
      },
      confirm: async () => ({}),
    });
    const server = gateServer(upstream.url, [mute]);
    expect(await server.call("prepare_mute", {})).toMatchObject({ error: "internal_error" });
    const id = upstream.changes[0]?.headers["x-request-id"];
    const said = { level: "error", request_id: id, job: "mute" };
    await expect
      .poll(() => server.log().find(({ msg }) => msg === "api draft left behind"))
      .toMatchObject(said);
  });
});
