import { describe, expect, it } from "vitest";
import { deskSide } from "../../../../templates/server/src/runtime/gates/drafts.js";
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
import { issueNote, refundOrder, refundWithPin } from "./refund-gates.js";

const given = { order_id: "77" };
const refunded = { refund_id: "R-1", status: "pending", customer: "Ada", asked: "77" };
const queue = () => ({ store: newFileStore(), approvers: ["eve@x.org"] });

const stateOf = async (server: GateServer, id: string) =>
  (await (await deskSide(server.running).store()).find(id))?.state;

describe("elicitation", () => {
  it("asks the person with a field that has to be filled in, and then sends", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")]);
    const { ask, asked } = person(yes);
    const id = await server.prepare("refund_order", given);
    expect(await server.confirm("refund_order", id, { ask })).toEqual(refunded);
    expect(await server.confirm("refund_order", id, { ask })).toEqual(refunded);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      message: [
        "Refund 10.50 EUR on order 77 to Ada.",
        "",
        "already_refunded: 0.00 EUR",
        "",
        "What is sent:",
        "Request: POST /refunds",
        "body.order_id: 77",
        "body.amount_cents: 1050",
        "body.speed: fast",
      ].join("\n"),
      field: { name: "decision", options: ["approve", "refuse"] },
    });
    expect(upstream.changes).toHaveLength(1);
  });

  it("does not show what is nobody's to see", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundWithPin("elicitation")]);
    const { ask, asked } = person(yes);
    const secrets = { pin: "0815", rush: true };
    const id = await server.prepare("refund_with_pin", { ...given, ...secrets });
    expect(await server.confirm("refund_with_pin", id, { ask })).toEqual({ refund_id: "R-1" });
    expect(asked[0]?.message).toMatch(
      /body\.amount_cents: 1050\nbody\.speed: \[secret\]\nbody\.note: \[secret\]$/,
    );
    expect(String(upstream.changes[0]?.body)).toContain("by pin 0815");
  });

  it.each([
    ["declines", { kind: "declined" } as const],
    ["refuses", { kind: "chosen", option: "refuse" } as const],
  ])("sends nothing, now or later, where the person %s", async (_how, choice) => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")]);
    const { ask } = person(choice, yes);
    const id = await server.prepare("refund_order", given);
    const refused = { error: "approval_refused" };
    expect(await server.confirm("refund_order", id, { ask })).toEqual(refused);
    expect(await server.confirm("refund_order", id, { ask })).toEqual(refused);
    expect(upstream.changes).toEqual([]);
  });

  it("leaves the draft open where the person closes the form", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")]);
    const { ask } = person({ kind: "dismissed" }, yes);
    const id = await server.prepare("refund_order", given);
    expect(await server.confirm("refund_order", id, { ask })).toMatchObject({
      error: "approval_cancelled",
      draft_id: id,
    });
    expect(upstream.changes).toEqual([]);
    expect(await server.confirm("refund_order", id, { ask })).toEqual(refunded);
  });

  it.each([
    ["has no forms", {}],
    ["answers without asking", person({ kind: "failed" })],
    ["chooses what was not offered", person({ kind: "chosen", option: "yes" })],
  ])("goes to nobody where the client %s", async (_how, client) => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")]);
    const ask = "ask" in client ? { ask: client.ask } : {};
    const id = await server.prepare("refund_order", given);
    expect(await server.confirm("refund_order", id, ask)).toMatchObject({
      error: "approval_unavailable",
    });
    expect(upstream.changes).toEqual([]);
  });

  it("goes to the people at the desk where the client has no forms", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")], queue());
    const id = await server.prepare("refund_order", given);
    expect(await server.confirm("refund_order", id)).toMatchObject({ error: "approval_pending" });
    await decide(server, id, true);
    await expect.poll(() => server.confirm("refund_order", id)).toEqual(refunded);
    expect(upstream.changes).toHaveLength(1);
  });

  it("gives the person more time than a call has, and asks once for two confirmations", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")], { deadlineMs: 700 });
    const id = await server.prepare("refund_order", given);
    let asked = 0;
    const ask = async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 900));
      return yes;
    };
    const first = server.confirm("refund_order", id, { ask });
    await expect.poll(() => asked).toBe(1);
    expect(await server.confirm("refund_order", id, { ask })).toMatchObject({
      error: "approval_pending",
    });
    expect(await first).toEqual(refunded);
    expect(asked).toBe(1);
  });

  it("ends the question with the call and with the server, and leaves the draft open", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("elicitation")]);
    const id = await server.prepare("refund_order", given);
    const untilEnd = ({ signal }: { signal: AbortSignal }) =>
      new Promise<typeof yes>((resolve) => {
        signal.addEventListener("abort", () => resolve(yes));
      });
    const client = new AbortController();
    const options = { ask: untilEnd, signal: client.signal };
    const cancelled = server.confirm("refund_order", id, options);
    setTimeout(() => client.abort(), 30);
    expect(await cancelled).toMatchObject({ error: "approval_cancelled" });
    expect(await stateOf(server, id)).toBe("prepared");
    const closing = server.confirm("refund_order", id, { ask: untilEnd });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await server.running.close(5_000);
    expect(await closing).toMatchObject({ error: "approval_cancelled" });
    expect(upstream.changes).toEqual([]);
  });
});

describe("a person who did not ask", () => {
  it("approves, which sends, and the next confirmation tells what came of it", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("human")], queue());
    const id = await server.prepare("refund_order", given);
    expect(await deskSide(server.running).waiting()).toEqual([]);
    const pending = {
      error: "approval_pending",
      retry_after: 30,
      expires_at: expect.stringMatching(/Z$/),
    };
    expect(await server.confirm("refund_order", id)).toMatchObject(pending);
    expect(await server.confirm("refund_order", id)).toMatchObject(pending);
    expect(await deskSide(server.running).waiting()).toMatchObject([{ id, typed: "10.50 EUR" }]);
    const decided = await decide(server, id, true);
    expect(decided).toMatchObject({ kind: "approved", draft: { state: "approved" } });
    expect(await (decided.kind === "approved" ? decided.settled : null)).toMatchObject({
      state: "done",
      decision: { by: "eve@x.org", reason: null },
    });
    expect(upstream.changes).toHaveLength(1);
    expect(await server.confirm("refund_order", id)).toEqual(refunded);
    expect(upstream.changes).toHaveLength(1);
    expect(await deskSide(server.running).decided(10)).toMatchObject([{ id, state: "done" }]);
  });

  it("refuses with a reason, and nothing is ever sent", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("human")], queue());
    const id = await server.prepare("refund_order", given);
    const confirmed = server.confirm("refund_order", id);
    await expect.poll(() => stateOf(server, id)).toBe("waiting");
    expect(await decide(server, id, false)).toMatchObject({ kind: "refused" });
    expect((await confirmed).error).toMatch(/approval_(pending|refused)/);
    const refused = { error: "approval_refused", reason: "too much" };
    expect(await server.confirm("refund_order", id)).toEqual(refused);
    expect(await decide(server, id, true)).toMatchObject({ why: "not-waiting" });
    expect(upstream.changes).toEqual([]);
  });

  it("decides once, whatever is decided at the same time", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("human")], queue());
    const id = await server.prepare("refund_order", given);
    await server.confirm("refund_order", id);
    const all = await Promise.all([true, false, true, false].map((yes) => decide(server, id, yes)));
    expect(all.filter(({ kind }) => kind !== "not-decided")).toHaveLength(1);
    await Promise.all(all.map((each) => (each.kind === "approved" ? each.settled : null)));
    expect(upstream.changes.length).toBe(all.some(({ kind }) => kind === "approved") ? 1 : 0);
    expect(await decide(server, id, true)).toMatchObject({ kind: "not-decided" });
    expect(upstream.changes.length).toBeLessThanOrEqual(1);
  });

  it("has decided nothing where the log cannot be written", async () => {
    await using upstream = await shop();
    const options = { ...queue(), logFile: "/dev/full" };
    const server = gateServer(upstream.url, [refundOrder("human")], options);
    const id = await server.prepare("refund_order", given);
    await server.confirm("refund_order", id);
    for (const approve of [true, false]) {
      expect(await decide(server, id, approve)).toMatchObject({ why: "unavailable" });
      expect(await stateOf(server, id)).toBe("waiting");
    }
  });

  it("is never who asked, and never nobody", async () => {
    await using upstream = await shop();
    const options = { ...queue(), requester: "Eve@X.org " };
    const alone = gateServer(upstream.url, [refundOrder("human")], options);
    const id = await alone.prepare("refund_order", given);
    expect(await alone.confirm("refund_order", id)).toMatchObject({
      error: "approval_unavailable",
    });
    const both = { ...options, approvers: ["eve@x.org", "bob@x.org"] };
    const server = gateServer(upstream.url, [refundOrder("human")], both);
    expect(await server.confirm("refund_order", id)).toMatchObject({ error: "approval_pending" });
    expect(await decide(server, id, true, "EVE@x.org")).toMatchObject({ why: "requester" });
    expect(upstream.changes).toEqual([]);
    expect(await decide(server, id, true, "bob@x.org")).toMatchObject({ kind: "approved" });
    const none = gateServer(upstream.url, [refundOrder("human")]);
    expect(
      await none.confirm("refund_order", await none.prepare("refund_order", given)),
    ).toMatchObject({ error: "approval_unavailable" });
  });

  it("cannot be reached through another person's process over the same store", async () => {
    await using upstream = await shop();
    const both = { store: newFileStore(), approvers: ["anna@x.org", "bob@x.org"] };
    const gates = [refundOrder("human"), issueNote("human")];
    const ofAnna = gateServer(upstream.url, gates, { ...both, requester: "anna@x.org" });
    const ofBob = gateServer(upstream.url, gates, { ...both, requester: "bob@x.org" });
    for (const job of ["refund_order", "issue_note"]) {
      const hers = await ofAnna.prepare(job, given);
      const his = await ofBob.prepare(job, given);
      expect(his).not.toBe(hers);
      expect(await ofBob.confirm(job, hers)).toMatchObject({ error: "draft_not_found" });
      expect(await stateOf(ofAnna, hers)).toBe("prepared");
      expect(await ofBob.confirm(job, his)).toMatchObject({ error: "approval_pending" });
      expect(await decide(ofBob, his, true, "bob@x.org")).toMatchObject({ why: "requester" });
    }
    expect(upstream.changes.map(({ target }) => target)).toEqual(["/note-drafts", "/note-drafts"]);
  });

  it("approves nothing that has lapsed, is unknown, or no longer holds", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("human", 400)], queue());
    const id = await server.prepare("refund_order", given);
    await server.confirm("refund_order", id);
    expect(await decide(server, "0".repeat(32), true)).toMatchObject({ why: "unknown" });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await deskSide(server.running).waiting()).toEqual([]);
    expect(await decide(server, id, true)).toMatchObject({ why: "lapsed" });
    expect(await server.confirm("refund_order", id)).toMatchObject({ error: "draft_not_found" });

    const other = await server.prepare("refund_order", given);
    await server.confirm("refund_order", other);
    upstream.order = { ...order, customer_name: "Mallory" };
    const decided = await decide(server, other, true);
    expect(await (decided.kind === "approved" ? decided.settled : null)).toMatchObject({
      state: "failed",
    });
    expect(await server.confirm("refund_order", other)).toMatchObject({ error: "draft_outdated" });
    expect(upstream.changes).toEqual([]);
  });

  it("need not come again where the API was down: what was approved is tried again", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("human")], queue());
    const id = await server.prepare("refund_order", given);
    await server.confirm("refund_order", id);
    upstream.onChange = async () => [503, {}];
    const decided = await decide(server, id, true);
    expect(await (decided.kind === "approved" ? decided.settled : null)).toMatchObject({
      state: "approved",
    });
    upstream.onChange = null;
    expect(await server.confirm("refund_order", id)).toEqual(refunded);
    expect(upstream.changes).toHaveLength(2);
  });
});
