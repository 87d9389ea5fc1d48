import { describe, expect, it } from "vitest";
import { useSample } from "./sample.js";
import { startSession, textOf } from "./session.js";

const sample = useSample();

const MAX_CHARACTERS = 40_000;

describe("a result that is too long", () => {
  it("ends where the map says, with a notice of how many there are", async () => {
    sample.fault("listInvoices:huge=500");
    const result = await sample.session.result("search_invoices", {
      customer_id: "CUS-10001",
      status: "overdue",
    });

    expect(result.invoices).toHaveLength(100);
    expect(result.notice).toBe(
      "invoices: the first 100 of 500 elements are shown. Narrow the request to see the rest.",
    );
  });

  it("ends between two elements where nothing else limits it", async () => {
    sample.fault("searchOrders:huge=2000");
    const answer = await sample.session.call("search_orders", {});

    const text = textOf(answer);
    const { orders, notice } = JSON.parse(text);
    expect(answer.structuredContent).toEqual(JSON.parse(text));
    expect(text.length).toBeLessThanOrEqual(MAX_CHARACTERS);
    expect(orders.length).toBeGreaterThan(50);
    expect(notice).toMatch(new RegExp(`orders: the first ${orders.length} of 2000 elements`));
  });

  it("does not offer a next page that would skip what was cut", async () => {
    sample.fault("searchOrders:huge=55");
    for (const { lines } of sample.api.store.orders.of("eu")) {
      lines.push({ sku: "LONG-1", title: "x".repeat(1500), quantity: 1, unit_cents: 1 });
    }
    const result = await sample.session.result("search_orders", { limit: 50 });

    expect(result).toMatchObject({ next_cursor: null });
    expect(result.notice).toMatch(/Ask again with a smaller limit/);
  });

  it("is megabytes, and reaches the model as a page", async () => {
    sample.fault("listInvoices:huge=20000");
    const given = { customer_id: "CUS-10001", status: "overdue" };
    const answer = await sample.session.call("search_invoices", given);

    expect(textOf(answer).length).toBeLessThanOrEqual(MAX_CHARACTERS);
  });
});

describe("text from the API", () => {
  it("reaches the model without what a person cannot see", async () => {
    const customer = sample.api.store.customers.find("eu", "CUS-10001");
    if (customer !== undefined) {
      customer.name = "North\u200bwind\u001b[31m \u202eTraders\u0007 \u{e0041}\ufeff";
    }
    const answer = await sample.session.call("look_up_customer", { query: "CUS-10001" });

    expect(answer.structuredContent).toMatchObject({ customer: { name: "Northwind Traders " } });
    expect(JSON.stringify(answer)).not.toMatch(/\\u001b|\\u0007|[\u200b\u202e\ufeff\u{e0041}]/u);
  });

  it("so do errors", async () => {
    const customer = sample.api.store.customers.find("eu", "CUS-10002");
    if (customer !== undefined) {
      customer.name = "Fab\u200brikam\u001b]8;;https://evil.example\u0007";
    }
    const failure = await sample.session.failure("resend_welcome_email", {
      customer_id: "CUS-10002",
    });
    expect(failure.reason).toBe("Fabrikam has not verified an email address.");
  });
});

describe("secrets", () => {
  it("appear in no result, no error and no line of the log", async () => {
    const secret = "sample-assistant";
    const [customer, other] = ["CUS-10001", "CUS-10002"].map((id) =>
      sample.api.store.customers.find("eu", id),
    );
    if (customer !== undefined && other !== undefined) {
      customer.name = `Bearer ${secret} / ${Buffer.from(secret).toString("base64")}`;
      other.name = secret;
    }
    const answers = [
      await sample.session.call("look_up_customer", { query: "CUS-10001" }),
      await sample.session.call("look_up_customer", { query: secret }),
      await sample.session.call("resend_welcome_email", { customer_id: "CUS-10002" }),
      await sample.session.call("search_invoices", { customer_id: secret }),
      await sample.session.call("search_orders", { text: secret }),
    ];
    sample.fault("failure");
    answers.push(await sample.session.call("search_orders", { text: secret }));
    sample.api.faults.clear();
    sample.api.store.tokens.delete(secret);
    answers.push(await sample.session.call("search_orders", { text: secret }));

    await sample.session.logged({ msg: "credentials_rejected" });
    const encoded = Buffer.from(secret).toString("base64");
    for (const text of [
      ...answers.map((answer) => JSON.stringify(answer)),
      sample.session.stderr,
    ]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(encoded);
    }
  });

  it("redacted arguments stay out of the log", async () => {
    await sample.session.result("look_up_customer", { query: "adatum@adatum.example" });

    await sample.session.logged({ msg: "call closed" });
    expect(sample.session.stderr).toContain("[redacted]");
    expect(sample.session.stderr).not.toContain("adatum@adatum.example");
  });
});

describe("the limit of a tool", () => {
  it("is twenty emails a minute, and says when to go on", async () => {
    const session = await startSession({ base: sample.api.url });
    const given = { invoice_id: "INV-20131" };
    for (let call = 0; call < 20; call += 1) {
      await session.result("email_invoice", given);
    }
    const failure = await session.failure("email_invoice", given);
    const other = await session.result("search_invoices", { customer_id: "CUS-10001" });
    await session.close();

    expect(failure).toMatchObject({ error: "rate_limited", retry_after: expect.any(Number) });
    expect(failure.retry_after).toBeGreaterThan(0);
    expect(failure.retry_after).toBeLessThanOrEqual(60);
    expect(sample.requestsTo("sendEmail")).toHaveLength(20);
    expect(other).toMatchObject({ total_count: 1 });
  });
});
