import { describe, expect, it } from "vitest";
import { localUpstream, type Received } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const invoices = useGolden("gate-alternatives");
const credit = useGolden("gate-api-draft");
const accounts = useGolden("gate-handler", {
  "src/handlers/settle-account.ts": `import { draft } from "../runtime/gates/gate.js";
import { failure } from "../runtime/outcome.js";
import type { SettleAccount } from "../tools/settle_account.js";

interface State {
  readonly payment_id: string;
  readonly cents: number;
}

export const settleAccount: SettleAccount<State> = {
  async prepare({ customer_id, amount_cents }, { reads }) {
    const { items } = await reads.listPayments({ query: { customer_id } });
    const payment = items.find(({ cents }) => cents >= amount_cents);
    if (payment === undefined) {
      return failure({ error: "nothing_to_settle" });
    }
    return draft({
      summary: \`Refund \${amount_cents} of payment \${payment.id}.\`,
      state: { payment_id: payment.id, cents: amount_cents },
    });
  },
  async confirm(state, { calls }) {
    const refund = await calls.createRefund({ body: state });
    return { refund_id: refund.id };
  },
};
`,
});

type Answer = readonly [status: number, body?: object];

/** An API that answers by method and path. */
function api(answers: Readonly<Record<string, Answer>>) {
  return localUpstream((received, response) => {
    const [path = ""] = received.target.split("?");
    const [status, body] = answers[`${received.method} ${path}`] ?? [500];
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** What was sent beside reads, without what is the same in all. */
function changes(received: readonly Received[]) {
  return received
    .filter(({ method }) => method !== "GET")
    .map(({ method, target, body }) =>
      [method, target, ...(body.length === 0 ? [] : [body.toString()])].join(" "),
    );
}

describe("alternatives", () => {
  const invoice = (status: string) => ({ id: "i1", status, total_cents: 990, currency: "EUR" });
  const environment = { MCP_USER_EMAIL: "me@example.com" };
  const answers = (status: string): Record<string, Answer> => ({
    "GET /invoices/i1": [200, invoice(status)],
    "PATCH /invoices/i1": [200, invoice("dropped")],
    "POST /invoices/i1/void": [200, { result: { status: "void" } }],
  });

  it.each([
    ["draft", {}, 'PATCH /invoices/i1 {"state":"dropped"}', "dropped"],
    ["draft", { memo: "x" }, 'PATCH /invoices/i1 {"memo":"x","state":"dropped"}', "dropped"],
    ["open", { memo: "x" }, 'PATCH /invoices/i1 {"memo":"x"}', "dropped"],
    ["open", {}, "POST /invoices/i1/void", "void"],
  ])(
    "make the first call that fits an invoice that is %s, given %o",
    async (was, given, sent, status) => {
      await using upstream = await api(answers(was));
      await using server = invoices.start(upstream.url, environment);
      const prepared = await server.result("prepare_close_invoice", { invoice_id: "i1", ...given });
      expect(prepared).toMatchObject({
        summary: "Close invoice i1 over 9.90 EUR.",
        approval: "none",
      });
      expect(changes(upstream.received)).toEqual([]);
      const { draft_id } = prepared;
      expect(await server.result("confirm_close_invoice", { draft_id })).toEqual({ status, was });
      expect(await server.result("confirm_close_invoice", { draft_id })).toEqual({ status, was });
      expect(changes(upstream.received)).toEqual([sent]);
    },
  );

  it("fail where none fits", async () => {
    await using upstream = await api(answers("paid"));
    await using server = invoices.start(upstream.url, environment);
    expect(await server.failure("prepare_close_invoice", { invoice_id: "i1" })).toMatchObject({
      error: "not_applicable",
    });
  });

  it("of one operation have rules of their own", async () => {
    const refused: Record<string, Answer> = { "PATCH /invoices/i1": [409, {}] };
    const confirmed = async (status: string) => {
      await using upstream = await api({ ...answers(status), ...refused });
      await using server = invoices.start(upstream.url, environment);
      const given = { invoice_id: "i1", memo: status };
      const { draft_id } = await server.result("prepare_close_invoice", given);
      return await server.failure("confirm_close_invoice", { draft_id });
    };
    expect(await confirmed("open")).toMatchObject({ error: "being_edited", invoice_id: "i1" });
    expect((await confirmed("draft")).error).not.toBe("being_edited");
  });
});

describe("a draft of the API's own", () => {
  const answers: Record<string, Answer> = {
    "POST /invoices/i1/credit-note-drafts": [201, { id: "d1", amount_cents: 500, currency: "EUR" }],
    "POST /credit-note-drafts/d1/finalize": [201, { id: "c1" }],
  };
  const given = { invoice_id: "i1", amount_cents: 500 };

  it("is made once, in prepare, and used when it is confirmed", async () => {
    await using upstream = await api(answers);
    await using server = credit.start(upstream.url);
    const prepared = await server.result("prepare_issue_credit_note", given);
    expect(prepared.summary).toBe("Credit 5.00 EUR on invoice i1.");
    expect((await server.result("prepare_issue_credit_note", given)).draft_id).toBe(
      prepared.draft_id,
    );
    const { draft_id } = prepared;
    expect(await server.result("confirm_issue_credit_note", { draft_id })).toEqual({
      credit_note_id: "c1",
      amount_cents: 500,
    });
    expect(changes(upstream.received)).toEqual([
      'POST /invoices/i1/credit-note-drafts {"amount_cents":500}',
      "POST /credit-note-drafts/d1/finalize",
    ]);
  });

  it("is known to the rules of the confirmation", async () => {
    await using upstream = await api({
      ...answers,
      "POST /credit-note-drafts/d1/finalize": [410, {}],
    });
    await using server = credit.start(upstream.url);
    const { draft_id } = await server.result("prepare_issue_credit_note", given);
    expect(await server.failure("confirm_issue_credit_note", { draft_id })).toMatchObject({
      error: "draft_gone",
      amount: "5.00 EUR",
    });
  });
});

describe("a gate that its owner writes", () => {
  const answers: Record<string, Answer> = {
    "GET /payments": [200, { items: [{ id: "p1", cents: 900 }] }],
    "POST /refunds": [201, { id: "r1" }],
  };

  it("hands what it found to its confirmation", async () => {
    await using upstream = await api(answers);
    await using server = accounts.start(upstream.url);
    const given = { customer_id: "c", amount_cents: 700 };
    const prepared = await server.result("prepare_settle_account", given);
    expect(prepared).toMatchObject({ summary: "Refund 700 of payment p1.", approval: "none" });
    const { draft_id } = prepared;
    expect(await server.result("confirm_settle_account", { draft_id })).toEqual({
      refund_id: "r1",
    });
    expect(changes(upstream.received)).toEqual(['POST /refunds {"payment_id":"p1","cents":700}']);
  });

  it("is approved as its arguments say", async () => {
    const items = [{ id: "p1", cents: 20_000 }];
    await using upstream = await api({ ...answers, "GET /payments": [200, { items }] });
    await using server = accounts.start(upstream.url);
    const given = { customer_id: "c", amount_cents: 15_000 };
    const { approval, draft_id } = await server.result("prepare_settle_account", given);
    expect(approval).toBe("elicitation");
    expect(await server.failure("confirm_settle_account", { draft_id })).toMatchObject({
      error: "approval_unavailable",
    });
    expect(changes(upstream.received)).toEqual([]);
  });

  it("may fail", async () => {
    await using upstream = await api(answers);
    await using server = accounts.start(upstream.url);
    const given = { customer_id: "c", amount_cents: 901 };
    expect(await server.failure("prepare_settle_account", given)).toMatchObject({
      error: "nothing_to_settle",
    });
  });
});
