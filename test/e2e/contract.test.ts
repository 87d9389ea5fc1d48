import { describe, expect, it } from "vitest";
import { useSample } from "./sample.js";

const sample = useSample();

const overdue = { customer_id: "CUS-10001", status: "overdue" };

describe("an answer that breaks the description, where it is shown", () => {
  it.each([
    ["missing=items[].amount_cents", "amount_cents"],
    ["null=items[].amount_cents", "amount_cents"],
    ["wrong-type=items[].amount_cents", "amount_cents"],
    ["missing=items[].status", "status"],
    ["wrong-type=items[].due_date", "due_date"],
  ])("%s is null, and logged with its place", async (fault, name) => {
    sample.fault(`listInvoices:${fault}`);
    const result = await sample.session.result("search_invoices", overdue);

    const { invoices } = result;
    expect(invoices).toMatchObject([{ [name]: null }, { [name]: null }]);
    const warning = await sample.session.logged({ level: "warn" });
    expect(warning).toMatchObject({
      operation: "listInvoices",
      pointers: [`/items/0/${name}`, `/items/1/${name}`],
    });
  });

  it("a field that may be null is null where it is missing, and nobody is told", async () => {
    sample.fault("listInvoices:missing=items[].due_date");
    const result = await sample.session.result("search_invoices", overdue);

    expect(result).toMatchObject({ invoices: [{ due_date: null }, { due_date: null }] });
    await sample.session.logged({ msg: "call closed" });
    expect(sample.session.log().filter(({ level }) => level === "warn")).toEqual([]);
  });

  it.each(["missing=items", "null=items", "wrong-type=items"])(
    "%s is an empty list",
    async (fault) => {
      sample.fault(`listInvoices:${fault}`);
      const result = await sample.session.result("search_invoices", overdue);
      expect(result).toMatchObject({ invoices: [], total_count: 2 });
    },
  );

  it("a broken list within a list is an empty one", async () => {
    sample.fault("searchOrders:missing=items[].lines");
    const answer = await sample.session.call("search_orders", { limit: 2 });
    // What computes with the lines may not go on without them; a result may not break its schema.
    if (answer.isError === true) {
      expect(answer.content).toMatchObject([{ text: expect.stringContaining("contract_broken") }]);
    } else {
      expect(answer.structuredContent).toMatchObject({ orders: [{ items: [] }, { items: [] }] });
    }
  });
});

describe("an answer that breaks the description, where something depends on it", () => {
  it.each([
    ["resend_welcome_email", { customer_id: "CUS-10001" }, "getCustomer:missing=email"],
    ["resend_welcome_email", { customer_id: "CUS-10001" }, "getCustomer:null=email_verified"],
    ["resend_welcome_email", { customer_id: "CUS-10001" }, "getCustomer:wrong-type=email_verified"],
    ["email_invoice", { invoice_id: "INV-20131" }, "getInvoice:missing=customer_id"],
    ["email_invoice", { invoice_id: "INV-20131" }, "getInvoice:wrong-type=status"],
    ["email_invoice", { invoice_id: "INV-20131" }, "getCustomer:wrong-type=billing_email"],
    ["email_invoice", { invoice_id: "INV-20131" }, "getInvoice:missing=amount_cents"],
    ["email_invoice", { invoice_id: "INV-20131" }, "getInvoice:wrong-type=number"],
  ])("%s %j with %s ends before the write", async (tool, given, fault) => {
    sample.fault(fault);
    const failure = await sample.session.failure(tool, given);

    expect(failure).toMatchObject({ error: "upstream_contract_broken", retry: false });
    expect(failure.reason).toMatch(/Nothing was changed/);
    expect(sample.requestsTo("sendEmail")).toEqual([]);
    expect(await sample.session.logged({ level: "error" })).toHaveProperty("pointers");
  });

  it.each([
    "listInvoices:missing=items[].amount_cents",
    "listInvoices:wrong-type=items[].status",
    "listInvoices:missing=items",
    "listPayments:null=items[].amount_cents",
  ])("a handler sums up nothing of %s", async (fault) => {
    sample.fault(fault);
    const given = { customer_id: "CUS-10001", month: "2026-09" };
    const failure = await sample.session.failure("monthly_statement", given);
    expect(failure).toMatchObject({ error: "upstream_contract_broken" });
  });

  it.each([
    "listCustomers:missing=items[].id",
    "listCustomers:wrong-type=total",
    "listInvoices:wrong-type=items[].amount_due_cents",
  ])("look_up_customer with %s computes nothing of it", async (fault) => {
    sample.fault(fault);
    const failure = await sample.session.failure("look_up_customer", { query: "northwind" });
    expect(failure).toMatchObject({ error: "upstream_contract_broken" });
  });
});

describe("an answer that cannot be read", () => {
  it("is no answer, where it is called JSON and is none", async () => {
    sample.fault("listInvoices:not-json");
    const failure = await sample.session.failure("search_invoices", overdue);
    expect(failure).toMatchObject({ error: "upstream_contract_broken", retry: false });
    expect(JSON.stringify(failure)).not.toContain("Everything is fine");
  });

  it("after a write says that the change was made", async () => {
    sample.fault("createReminder:not-json");
    const failure = await sample.session.failure("send_payment_reminder", {
      invoice_id: "INV-20131",
    });
    expect(failure).toMatchObject({ error: "upstream_contract_broken", retry: false });
    expect(failure.reason).toMatch(/change was made/);
  });

  it("is given up where it does not end", async () => {
    sample.fault("listInvoices:endless");
    const failure = await sample.session.failure("search_invoices", overdue);
    expect(failure).toMatchObject({ error: "answer_too_large" });
  });
});
