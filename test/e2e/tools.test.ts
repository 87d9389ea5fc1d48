import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useSample } from "./sample.js";

const sample = useSample();

describe("the list of tools", () => {
  it("is tools.json", async () => {
    const path = join(import.meta.dirname, "../../servers/billing/tools.json");
    const want = JSON.parse(readFileSync(path, "utf8"));
    expect(await sample.session.client.listTools()).toEqual(want);
  });

  it("comes with a name, a version and instructions", () => {
    const { client } = sample.session;
    expect(client.getServerVersion()).toMatchObject({ name: "billing", title: "Billing" });
    expect(client.getInstructions()).toMatch(/minor unit/);
  });
});

describe("look_up_customer", () => {
  it("puts a customer, their plan and what they owe together", async () => {
    const result = await sample.session.result("look_up_customer", { query: "northwind" });

    expect(result).toEqual({
      customer: {
        id: "CUS-10001",
        name: "Northwind Traders",
        email: "office@northwind.example",
        email_verified: true,
        status: "active",
        city: "Berlin",
        since: "2024-02-12T10:00:00Z",
      },
      plan: "Team",
      seats: 24,
      renews_on: "2026-11-30",
      overdue_count: 2,
      overdue_amount: "661.64 EUR",
      overdue_invoices: [
        {
          id: "INV-20132",
          label: expect.stringContaining("2026-140"),
          due_date: "2026-10-29",
          amount_due: "119.00 EUR",
          memo: null,
        },
        {
          id: "INV-20131",
          label: expect.stringContaining("2026-139"),
          due_date: "2026-10-22",
          amount_due: "542.64 EUR",
          memo: null,
        },
      ],
    });
  });

  it("leaves the plan out for a customer who has none, without asking for it", async () => {
    const result = await sample.session.result("look_up_customer", { query: "CUS-10005" });

    expect(result).toMatchObject({ customer: { city: null }, plan: null, seats: null });
    expect(result).toMatchObject({ overdue_amount: "0.00 EUR", overdue_invoices: [] });
    expect(sample.requestsTo("getSubscription")).toEqual([]);
  });

  it("knows that the yen has no minor unit", async () => {
    const result = await sample.session.result("look_up_customer", { query: "sakura" });
    expect(result).toMatchObject({ overdue_amount: "0 JPY" });
  });

  it("asks which one where several fit, and reads nothing more", async () => {
    const failure = await sample.session.failure("look_up_customer", { query: "contoso" });

    expect(failure).toEqual({
      error: "several_customers",
      reason: "More than one customer fits. Ask which one is meant, then look up the ID.",
      candidates: ["CUS-10003 Contoso Hotels", "CUS-10004 Contoso Retail"],
    });
    expect(sample.requestsTo("listInvoices")).toEqual([]);
  });

  it.each(["nobody at all", "tailspin"])("finds nobody for %j", async (query) => {
    const failure = await sample.session.failure("look_up_customer", { query });
    expect(failure).toMatchObject({ error: "customer_not_found" });
  });
});

describe("search_invoices", () => {
  it("gives a trimmed page", async () => {
    const given = { customer_id: "CUS-10001", status: "overdue", limit: 1 };
    const result = await sample.session.result("search_invoices", given);

    expect(result).toEqual({
      invoices: [
        {
          id: "INV-20132",
          amount_cents: 11_900,
          currency: "EUR",
          due_date: "2026-10-29",
          status: "overdue",
        },
      ],
      total_count: 2,
      next_cursor: expect.any(String),
    });
  });

  it("sends the map's defaults, and bounds what is clamped", async () => {
    await sample.session.result("search_invoices", { customer_id: "CUS-10001" });
    await sample.session.result("search_invoices", { customer_id: "CUS-10001", limit: 5000 });

    const [first, second] = sample.requestsTo("listInvoices");
    expect(Object.fromEntries(first?.query ?? [])).toEqual({
      customer_id: "CUS-10001",
      status: "open",
      limit: "20",
      account: "eu",
    });
    expect(second?.query.get("limit")).toBe("100");
  });
});

describe("search_orders", () => {
  it("nests flat arguments, and computes text", async () => {
    const given = {
      text: "desk",
      customer_id: "CUS-10001",
      statuses: ["shipped"],
      placed_from: "2026-10-01",
      placed_until: "2026-11-15",
    };
    const result = await sample.session.result("search_orders", given);

    const [request] = sample.requestsTo("searchOrders");
    expect(JSON.parse(request?.body ?? "")).toEqual({
      sort: "newest_first",
      text: "desk",
      filter: {
        customer_id: "CUS-10001",
        statuses: ["shipped"],
        placed: { from: "2026-10-01", until: "2026-11-15" },
      },
    });
    const order = sample.api.store.orders.find("eu", "700101");
    expect(result).toEqual({
      orders: [
        {
          id: "700101",
          customer: "Northwind Traders",
          status: "shipped",
          placed_at: "2026-11-14T14:20:00Z",
          total: `${((order?.total_cents ?? 0) / 100).toFixed(2)} EUR`,
          refundable: `${((order?.refundable_cents ?? 0) / 100).toFixed(2)} EUR`,
          items: order?.lines.map((line) => `${line.quantity} x ${line.title}`),
          tracking_url: "https://track.example/700101",
        },
      ],
      total: 1,
      next_cursor: null,
    });
  });

  it("leaves a filter of which nothing is given out", async () => {
    await sample.session.result("search_orders", {});

    const [request] = sample.requestsTo("searchOrders");
    expect(JSON.parse(request?.body ?? "")).toEqual({ sort: "newest_first" });
  });
});

describe("send_payment_reminder", () => {
  it("reminds once", async () => {
    const given = { invoice_id: "INV-20131", channel: "letter" };
    const result = await sample.session.result("send_payment_reminder", given);

    expect(result).toEqual({ sent: true, reminder_id: "REM-90002" });
    expect(sample.api.store.reminders.find("eu", "REM-90002")).toMatchObject({
      invoice_id: "INV-20131",
      channel: "letter",
      level: 2,
    });
  });
});

describe("email_invoice", () => {
  it("goes to the billing address on file, with the note", async () => {
    const given = { invoice_id: "INV-20131", note: "As discussed." };
    const result = await sample.session.result("email_invoice", given);

    expect(result).toEqual({
      sent: true,
      to: "accounts@northwind.example",
      invoice: expect.stringContaining("2026-139"),
    });
    const [request] = sample.requestsTo("sendEmail");
    expect(JSON.parse(request?.body ?? "")).toEqual({
      to: "accounts@northwind.example",
      template: "invoice_copy",
      context: { invoice_id: "INV-20131", note: "As discussed." },
    });
  });

  it("falls back to the customer's own address", async () => {
    const result = await sample.session.result("email_invoice", { invoice_id: "INV-20137" });
    expect(result).toMatchObject({ to: "billing@sakura.example" });
  });

  it.each([
    ["INV-20139", "draft"],
    ["INV-20133", "void"],
  ])("refuses %s, which is %s, before anything is sent", async (invoice_id, current_status) => {
    const failure = await sample.session.failure("email_invoice", { invoice_id });

    expect(failure).toMatchObject({ error: "invoice_not_eligible", current_status });
    expect(sample.requestsTo("sendEmail")).toEqual([]);
  });
});

describe("resend_welcome_email", () => {
  it("sends it", async () => {
    const result = await sample.session.result("resend_welcome_email", {
      customer_id: "CUS-10001",
    });

    expect(result).toEqual({ sent: true, to: "office@northwind.example" });
    expect(sample.requestsTo("sendEmail")).toHaveLength(1);
  });

  it("sends nothing to an address that was never verified", async () => {
    const failure = await sample.session.failure("resend_welcome_email", {
      customer_id: "CUS-10002",
    });

    expect(failure).toEqual({
      error: "email_not_verified",
      reason: "Fabrikam has not verified an email address.",
    });
    expect(sample.requestsTo("sendEmail")).toEqual([]);
  });
});

describe("monthly_statement, which is a handler", () => {
  it("sums what was billed and paid in the month", async () => {
    const given = { customer_id: "CUS-10001", month: "2026-09" };
    const result = await sample.session.result("monthly_statement", given);

    const inSeptember = (day: string | null): boolean => day?.startsWith("2026-09") === true;
    const sum = (amounts: readonly { readonly amount_cents: number }[]): number =>
      amounts.reduce((total, { amount_cents }) => total + amount_cents, 0);
    const { invoices, payments } = sample.api.store;
    const northwinds = ({ customer_id }: { customer_id: string }): boolean =>
      customer_id === "CUS-10001";
    expect(result).toEqual({
      billed_cents: sum(
        invoices.of("eu").filter((each) => northwinds(each) && inSeptember(each.issued_on)),
      ),
      paid_cents: sum(
        payments.of("eu").filter((each) => northwinds(each) && inSeptember(each.received_at)),
      ),
    });
  });
});
