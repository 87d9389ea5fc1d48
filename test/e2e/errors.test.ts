import { describe, expect, it } from "vitest";
import { useSample } from "./sample.js";
import { startSession } from "./session.js";

const sample = useSample();

const invoices = { customer_id: "CUS-10001" };
const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe("what the map says of an error", () => {
  it("404 as a normal result", async () => {
    const result = await sample.session.result("search_invoices", { customer_id: "CUS-99999" });
    expect(result).toEqual({ invoices: [], total_count: 0, next_cursor: null });
  });

  it("404 of a tool", async () => {
    const failure = await sample.session.failure("send_payment_reminder", {
      invoice_id: "INV-99999",
    });
    expect(failure).toEqual({ error: "invoice_not_found", invoice_id: "INV-99999" });
  });

  it("404 of a step", async () => {
    const failure = await sample.session.failure("resend_welcome_email", {
      customer_id: "CUS-99999",
    });
    expect(failure).toEqual({ error: "customer_not_found" });
  });

  it("409, the first rule that fits", async () => {
    const failure = await sample.session.failure("send_payment_reminder", {
      invoice_id: "INV-20130",
    });
    expect(failure).toEqual({
      error: "invoice_not_eligible",
      reason: "The invoice is already paid.",
      current_status: "paid",
    });
  });

  it("409, the rule for all others, in the API's words", async () => {
    const failure = await sample.session.failure("send_payment_reminder", {
      invoice_id: "INV-20133",
    });
    expect(failure).toEqual({
      error: "invoice_not_eligible",
      reason: "Invoice INV-20133 is void.",
    });
  });

  it("422 of a tool, from a problem", async () => {
    const failure = await sample.session.failure("search_orders", {
      placed_from: "2026-11-10",
      placed_until: "2026-11-01",
    });
    expect(failure).toEqual({
      error: "invalid_search",
      reason: "The period ends on 2026-11-01, before it begins on 2026-11-10.",
    });
  });

  it("422 by its code", async () => {
    const failure = await sample.session.failure("email_invoice", { invoice_id: "INV-20135" });
    expect(failure).toMatchObject({ error: "address_bounces" });
  });

  it("429 with the time to wait", async () => {
    sample.fault("listInvoices:rate-limit=30");
    const failure = await sample.session.failure("search_invoices", invoices);

    expect(failure).toEqual({
      error: "rate_limited",
      reason: "Try again in 30 seconds.",
      retry_after: 30,
    });
    expect(sample.requestsTo("listInvoices")).toHaveLength(1);
  });

  it("429 with a short wait is waited for", async () => {
    sample.fault("listInvoices:rate-limit=1*1");
    const result = await sample.session.result("search_invoices", invoices);

    expect(result).toMatchObject({ total_count: 1 });
    expect(sample.requestsTo("listInvoices").map(({ status }) => status)).toEqual([429, 200]);
  });
});

describe("what no rule is for", () => {
  it("400 is passed on in the API's words", async () => {
    const failure = await sample.session.failure("search_invoices", {
      ...invoices,
      cursor: "not-one-of-theirs",
    });
    expect(failure).toEqual({
      error: "invalid_request",
      status: 400,
      reason: "The cursor is not one of ours, or too old.",
    });
  });

  it("403 says so", async () => {
    const session = await startSession({ base: sample.api.url, token: "sample-prices" });
    const failure = await session.failure("search_invoices", invoices);
    await session.close();

    expect(failure).toMatchObject({ error: "forbidden", status: 403 });
  });
});

describe("what the model cannot mend", () => {
  it.each([
    ["a service that fails", "failure", 1],
    ["an outage that lasts", "outage=60", 1],
    ["a gateway's page, asked again", "html", 3],
    ["a connection that is closed, asked again", "hang-up", 3],
    ["an answer that is cut off, asked again", "cut-off", 3],
  ])("%s", async (_what, fault, requests) => {
    sample.fault(`listInvoices:${fault}`);
    const failure = await sample.session.failure("search_invoices", invoices);

    expect(failure).toEqual({
      error: "upstream_unavailable",
      reason: "The service behind this tool is not available.",
      request_id: requestId,
      retry: true,
    });
    expect(sample.requestsTo("listInvoices")).toHaveLength(requests);
    const line = await sample.session.logged({ level: "error" });
    expect(line).toMatchObject({ msg: "upstream_unavailable", request_id: failure.request_id });
  });

  it("an API that is not there", async () => {
    const session = await startSession({ base: "http://127.0.0.1:9" });
    const failure = await session.failure("search_invoices", invoices);
    await session.close();

    expect(failure).toMatchObject({ error: "upstream_unavailable", retry: true });
  });

  it("a token that was revoked", async () => {
    sample.api.store.tokens.delete("sample-assistant");
    const failure = await sample.session.failure("search_invoices", invoices);

    expect(failure).toEqual({
      error: "credentials_rejected",
      reason: "The service behind this tool does not accept this server's credentials.",
      request_id: requestId,
      retry: false,
    });
  });

  it("a change that met a failing service may have been made", async () => {
    sample.fault("createReminder:failure");
    const failure = await sample.session.failure("send_payment_reminder", {
      invoice_id: "INV-20131",
    });

    expect(failure).toMatchObject({ error: "outcome_unknown", retry: false });
  });

  it("no word of the API's internals reaches the model", async () => {
    sample.fault("failure");
    const calls = await Promise.all([
      sample.session.call("look_up_customer", { query: "northwind" }),
      sample.session.call("search_invoices", invoices),
      sample.session.call("search_orders", {}),
      sample.session.call("send_payment_reminder", { invoice_id: "INV-20131" }),
      sample.session.call("email_invoice", { invoice_id: "INV-20131" }),
      sample.session.call("resend_welcome_email", { customer_id: "CUS-10001" }),
      sample.session.call("monthly_statement", { customer_id: "CUS-10001", month: "2026-09" }),
    ]);

    for (const answer of calls) {
      expect(answer.isError).toBe(true);
      expect(JSON.stringify(answer)).not.toMatch(/NullPointer|Ledger|java|127\.0\.0\.1|\bat /);
    }
  });
});
