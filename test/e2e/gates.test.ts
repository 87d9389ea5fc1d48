import type { ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Gated, startGated } from "./gated.js";

let gated: Gated;
beforeAll(async () => {
  gated = await startGated();
}, 120_000);
beforeEach(() => gated.api.reset());
afterEach(() => expect(gated.api.violations).toEqual([]));
afterAll(() => gated.close());

const requestsTo = (operation: string) =>
  gated.api.requests.filter((request) => request.operation === operation);

describe("change_plan: two steps, and nobody is asked", () => {
  const change = { subscription_id: "SUB-30001", price_id: "PRI-BUSINESS-M", when: "now" };

  it("does what was summarised, once", async () => {
    const session = await gated.session();
    const prepared = await session.result("prepare_change_plan", await withPrice(change));
    expect(prepared).toEqual({
      draft_id: expect.stringMatching(/^[A-Za-z0-9_-]{22,}$/),
      summary: expect.stringMatching(/^Change SUB-30001 from .+ to .+ now\.$/),
      approval: "none",
      expires_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
    });
    expect(requestsTo("changePlan")).toEqual([]);

    const given = { draft_id: prepared.draft_id };
    const confirmed = await session.result("confirm_change_plan", given);
    expect(confirmed).toEqual({ status: "active", plan: expect.any(String) });
    expect(await session.result("confirm_change_plan", given)).toEqual(confirmed);
    expect(requestsTo("changePlan")).toHaveLength(1);
    expect(requestsTo("changePlan")[0]?.headers["idempotency-key"]).toBe(prepared.draft_id);
  });

  it("takes no other draft, and nothing beside it", async () => {
    const session = await gated.session();
    const { draft_id } = await session.result("prepare_void_invoice", {
      invoice_id: "INV-20134",
      reason: "Sent twice.",
    });
    expect(await session.failure("confirm_change_plan", { draft_id })).toMatchObject({
      error: "draft_not_found",
    });
    expect(
      await session.failure("confirm_change_plan", { draft_id: "A".repeat(32) }),
    ).toMatchObject({ error: "draft_not_found" });
    expect(
      await session.failure("confirm_void_invoice", { draft_id, reason: "Another." }),
    ).toMatchObject({ argument: "reason" });
    expect(requestsTo("voidInvoice")).toEqual([]);
  });

  async function withPrice(given: typeof change) {
    const response = await fetch(`${gated.api.url}/v1/prices`, {
      headers: { Authorization: "Bearer sample-operator" },
    });
    const { items } = (await response.json()) as { items: readonly { id: string }[] };
    return { ...given, price_id: items.at(-1)?.id ?? "" };
  }
});

describe("void_invoice: the person at the client is asked", () => {
  const invoice = { invoice_id: "INV-20134", reason: "Sent twice." };

  async function answered(answer: ElicitResult) {
    const asked: string[] = [];
    const session = await gated.session((message) => {
      asked.push(message);
      return answer;
    });
    const { draft_id } = await session.result("prepare_void_invoice", invoice);
    const { content, isError } = await session.call("confirm_void_invoice", { draft_id });
    const [first] = content;
    const said = JSON.parse(first?.type === "text" ? first.text : "");
    return { asked, said, isError: isError === true };
  }

  it("who says yes", async () => {
    const { asked, said, isError } = await answered({
      action: "accept",
      content: { decision: "approve" },
    });
    expect({ said, isError }).toEqual({
      said: { invoice_id: "INV-20134", status: "void" },
      isError: false,
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("Void invoice INV-20134 over");
    expect(asked[0]).toContain("Sent twice.");
    expect(requestsTo("voidInvoice")).toHaveLength(1);
  });

  it.each<[string, ElicitResult, string]>([
    ["who says no", { action: "accept", content: { decision: "refuse" } }, "approval_refused"],
    ["who declines", { action: "decline" }, "approval_refused"],
    ["who closes the form", { action: "cancel" }, "approval_cancelled"],
  ])("%s", async (_who, answer, error) => {
    expect((await answered(answer)).said).toMatchObject({ error });
    expect(requestsTo("voidInvoice")).toEqual([]);
  });

  it("whose client accepts an empty form unseen", async () => {
    const { isError } = await answered({ action: "accept" });
    expect(isError).toBe(true);
    expect(requestsTo("voidInvoice")).toEqual([]);
  });

  it("or somebody at the desk, where the client cannot ask", async () => {
    const session = await gated.session();
    const { draft_id } = await session.result("prepare_void_invoice", {
      ...invoice,
      reason: "Nobody at the client.",
    });
    expect(await session.failure("confirm_void_invoice", { draft_id })).toMatchObject({
      error: "approval_pending",
      retry_after: expect.any(Number),
    });
    expect(await gated.link("Void invoice INV-20134")).toContain(`${gated.desk}/d/`);
    expect(requestsTo("voidInvoice")).toEqual([]);
  });
});

describe("issue_credit_note: the API keeps the draft", () => {
  const credit = { invoice_id: "INV-20130", amount_cents: 500, reason: "goodwill" };

  it("which is made once, and issued", async () => {
    const session = await gated.session(() => ({
      action: "accept",
      content: { decision: "approve" },
    }));
    const prepared = await session.result("prepare_issue_credit_note", credit);
    const again = await session.result("prepare_issue_credit_note", credit);
    expect(again.draft_id).toBe(prepared.draft_id);
    expect(requestsTo("createCreditNoteDraft")).toHaveLength(1);
    const confirmed = await session.result("confirm_issue_credit_note", {
      draft_id: prepared.draft_id,
    });
    expect(confirmed).toEqual({
      credit_note_id: expect.any(String),
      number: expect.any(String),
    });
    expect(requestsTo("createCreditNoteDraft")).toHaveLength(1);
    expect(requestsTo("finalizeCreditNoteDraft")).toHaveLength(1);
  });

  it("and throws it away when the person says no", async () => {
    const session = await gated.session(() => ({ action: "decline" }));
    const { draft_id } = await session.result("prepare_issue_credit_note", {
      ...credit,
      amount_cents: 600,
    });
    await session.failure("confirm_issue_credit_note", { draft_id });
    await expect
      .poll(() => requestsTo("cancelCreditNoteDraft"), { timeout: 5_000 })
      .toHaveLength(1);
    expect(requestsTo("finalizeCreditNoteDraft")).toEqual([]);
  });
});

describe("refund_order", () => {
  it("prepares no more than can be refunded", async () => {
    const session = await gated.session();
    expect(
      await session.failure("prepare_refund_order", {
        order_id: "700101",
        amount_cents: 99_999_999,
      }),
    ).toMatchObject({
      error: "amount_exceeds_refundable",
      reason: expect.stringMatching(/^Only [\d.]+ EUR can still be refunded\.$/),
    });
  });
});
