import { describe, expect, it } from "vitest";
import { localUpstream, sendJson } from "../templates/local-upstream.js";
import { useSample } from "./sample.js";
import { startSession } from "./session.js";

const sample = useSample();

const reminder = { invoice_id: "INV-20131" };

/** Reminders of the invoice that the seed does not hold. */
const newReminders = (): number =>
  sample.api.store.reminders.of("eu").filter(({ id }) => id !== "REM-90001").length;

describe("every request", () => {
  it("carries the token, the map's headers and account, and the request id of the log", async () => {
    await sample.session.result("search_invoices", { customer_id: "CUS-10001" });

    const [request] = sample.api.requests;
    const opened = await sample.session.logged({ msg: "call opened" });
    const closed = await sample.session.logged({ msg: "call closed" });
    expect(request?.headers).toMatchObject({
      authorization: "Bearer sample-assistant",
      "x-client": "mcp",
      "x-request-id": opened.request_id,
    });
    expect(request?.query.get("account")).toBe("eu");
    expect(closed).toMatchObject({
      request_id: opened.request_id,
      tool: "search_invoices",
      outcome: "ok",
      ms: expect.any(Number),
      upstream: [{ method: "GET", path: "/v1/invoices", status: 200 }],
    });
  });

  it("of one call has the same id", async () => {
    await sample.session.result("look_up_customer", { query: "northwind" });

    const ids = new Set(sample.api.requests.map(({ headers }) => headers["x-request-id"]));
    expect(sample.api.requests).toHaveLength(3);
    expect(ids.size).toBe(1);
  });

  it("is about the account of the environment", async () => {
    const session = await startSession({ base: sample.api.url, account: "us" });
    const customer = await session.result("look_up_customer", { query: "wingtip" });
    const invoices = await session.result("search_invoices", { customer_id: "CUS-20001" });
    const month = { customer_id: "CUS-20001", month: "2026-11" };
    const statement = await session.result("monthly_statement", month);
    await session.close();

    expect(customer).toMatchObject({ customer: { id: "CUS-20001" } });
    expect(invoices).toMatchObject({ invoices: [{ amount_cents: 9900, currency: "USD" }] });
    expect(statement).toEqual({ billed_cents: 9900, paid_cents: 0 });
  });
});

describe("a write", () => {
  it("carries an idempotency key, another one for each call", async () => {
    await sample.session.result("send_payment_reminder", reminder);
    await sample.session.result("send_payment_reminder", { invoice_id: "INV-20132" });

    const keys = sample
      .requestsTo("createReminder")
      .map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toEqual([expect.stringMatching(/.{16}/), expect.stringMatching(/.{16}/)]);
    expect(new Set(keys).size).toBe(2);
  });

  it.each(["hang-up", "hang-up-after", "cut-off"])(
    "is repeated under its key after %s, and made once",
    async (fault) => {
      sample.fault(`createReminder:${fault}*1`);
      const result = await sample.session.result("send_payment_reminder", reminder);

      expect(result).toMatchObject({ sent: true, reminder_id: "REM-90002" });
      const keys = sample
        .requestsTo("createReminder")
        .map(({ headers }) => headers["idempotency-key"]);
      expect(keys).toHaveLength(2);
      expect(new Set(keys).size).toBe(1);
      expect(newReminders()).toBe(1);
    },
  );

  it("whose answers all get lost may have been made, and says so", async () => {
    sample.fault("createReminder:hang-up-after");
    const failure = await sample.session.failure("send_payment_reminder", reminder);

    expect(failure).toMatchObject({ error: "outcome_unknown", retry: false });
    expect(newReminders()).toBe(1);
  });

  it("whose answer got lost is not known to have failed because its repetition was refused", async () => {
    await using upstream = await localUpstream((_request, response, count) => {
      if (count === 1) {
        response.destroy();
      } else {
        sendJson(response, 429, {}, { "retry-after": "3600" });
      }
    });
    const session = await startSession({ base: upstream.url });
    const failure = await session.failure("send_payment_reminder", reminder);
    await session.close();

    expect(failure).toMatchObject({ error: "outcome_unknown", retry: false });
    expect(upstream.received).toHaveLength(2);
  });

  it("is opened in the log before it is sent", async () => {
    await sample.session.result("send_payment_reminder", reminder);

    const opened = await sample.session.logged({ msg: "call opened" });
    expect(opened).toMatchObject({
      tool: "send_payment_reminder",
      arguments: { invoice_id: "INV-20131" },
    });
  });
});

describe("a redirect", () => {
  it("to another origin is not followed", async () => {
    await using elsewhere = await localUpstream((_request, response) => {
      sendJson(response, 200, {});
    });
    sample.fault(`listInvoices:redirect=${elsewhere.url}/v1/invoices`);
    const failure = await sample.session.failure("search_invoices", { customer_id: "CUS-10001" });

    expect(failure).toMatchObject({ error: "upstream_contract_broken" });
    expect(elsewhere.received).toEqual([]);
  });

  it("within the origin is followed by a read", async () => {
    sample.fault(
      `listInvoices:redirect=${sample.api.url}/v1/invoices?customer_id=CUS-10003&status=open*1`,
    );
    const result = await sample.session.result("search_invoices", { customer_id: "CUS-10001" });
    expect(result).toMatchObject({ total_count: 1, invoices: [{ id: "INV-20136" }] });
  });

  it("is not followed by a write", async () => {
    const path = "/v1/invoices/INV-20132/reminders";
    sample.fault(`createReminder:redirect=${sample.api.url}${path}`);
    const failure = await sample.session.failure("send_payment_reminder", reminder);

    expect(failure.error).toMatch(/^(?:upstream_contract_broken|outcome_unknown)$/);
    expect(sample.requestsTo("createReminder")).toHaveLength(1);
    expect(newReminders()).toBe(0);
  });
});
