import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { camelCase, uniqueName } from "../../src/bind/identifiers.js";

describe("an identifier", () => {
  it.each([
    ["search_invoices", "searchInvoices"],
    ["listInvoices", "listInvoices"],
    ["GET /v1/invoices/{id}", "getV1InvoicesId"],
    ["get-invoice.pdf", "getInvoicePdf"],
    ["find__all", "findAll"],
    ["2fa", "op2fa"],
    ["客户", "op"],
    ["URL", "url"],
    ["HTTPServer", "hTTPServer"],
  ])("of %s is %s", (name, want) => {
    expect(camelCase(name)).toBe(want);
  });

  it("is one, whatever it is made of", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) =>
        /^[a-z][A-Za-z0-9]*$/.test(camelCase(name)),
      ),
    );
  });
});

describe("a unique name", () => {
  it("is counted up until it is free", () => {
    expect(uniqueName("get", new Set())).toBe("get");
    expect(uniqueName("get", new Set(["get", "get2"]))).toBe("get3");
  });
});
