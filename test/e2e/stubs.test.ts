import { describe, expect, it } from "vitest";
import { useSample } from "./sample.js";

const sample = useSample("impatient");

describe("what its owner has not written yet", () => {
  it("a handler says so", async () => {
    const failure = await sample.session.failure("monthly_statement", {
      customer_id: "CUS-10001",
      month: "2026-09",
    });
    expect(failure).toEqual({
      error: "not_implemented",
      reason: "This tool has not been written yet.",
      retry: false,
    });
  });

  it("a function says so, with its name", async () => {
    const failure = await sample.session.failure("look_up_customer", { query: "northwind" });
    expect(failure).toEqual({
      error: "not_implemented",
      reason: "This tool needs the function invoice_label, which has not been written yet.",
      retry: false,
    });
  });

  it("a function that a result needs is missed before the write", async () => {
    const failure = await sample.session.failure("email_invoice", { invoice_id: "INV-20131" });

    expect(failure).toMatchObject({ error: "not_implemented" });
    expect(sample.requestsTo("sendEmail")).toEqual([]);
  });

  it("keeps no other tool from working", async () => {
    const result = await sample.session.result("search_invoices", { customer_id: "CUS-10001" });
    expect(result).toMatchObject({ total_count: 1 });
  });
});
