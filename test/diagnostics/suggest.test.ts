import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listed, nearest } from "../../src/diagnostics/suggest.js";

describe("nearest", () => {
  it.each([
    ["amount_cent", ["id", "amount_cents", "currency"], "amount_cents"],
    ["amountCents", ["amount_cents", "amounts_cent"], "amount_cents"],
    ["listInvoice", ["getInvoice", "listInvoices"], "listInvoices"],
    ["listInvocies", ["getInvoice", "listInvoices"], "listInvoices"],
    ["desciption", ["description", "title"], "description"],
    ["ID", ["ip", "id"], "id"],
    ["payed", ["open", "paid", "void"], "paid"],
    ["call", ["calls", "call", "cell"], "call"],
    ["exclude-tools", ["include_tools", "excludeTools"], "excludeTools"],
  ])("takes %s of %j for %s", (name, candidates, want) => {
    expect(nearest(name, candidates)).toBe(want);
  });

  it.each([
    ["customer", ["invoice", "order"]],
    ["a", ["b", "c"]],
    ["to", ["in", "me"]],
    ["_", ["-", ""]],
    ["x", []],
  ])("finds nothing near %s in %j", (name, candidates) => {
    expect(nearest(name, candidates)).toBeNull();
  });

  it("takes the smaller by code unit of two that are equally near", () => {
    expect(nearest("cat", ["rat", "bat"])).toBe("bat");
    expect(nearest("cat", ["bat", "rat"])).toBe("bat");
  });

  const names = fc.array(fc.stringMatching(/^[a-z_A-Z]{1,12}$/), { maxLength: 12 });

  it("answers with a candidate or nothing, whatever their order", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), names, (name, candidates) => {
        const found = nearest(name, candidates);
        expect(found === null || candidates.includes(found)).toBe(true);
        expect(nearest(name, [...candidates].reverse())).toBe(found);
      }),
    );
  });

  it("finds a name that is there", () => {
    fc.assert(
      fc.property(fc.string(), names, (name, candidates) => {
        expect(nearest(name, [...candidates, name])).toBe(name);
      }),
    );
  });

  it("finds a name of four letters or more in which two neighbours were swapped", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{4,12}$/), fc.nat(2), (name, at) => {
        const swapped = `${name.slice(0, at)}${name[at + 1]}${name[at]}${name.slice(at + 2)}`;
        expect(nearest(swapped, [name])).toBe(name);
      }),
    );
  });

  it("answers at once for absurdly long names", () => {
    expect(nearest("x".repeat(1_000_000), ["y".repeat(1_000_000)])).toBeNull();
  });
});

describe("the names there are", () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

  it("are listed, the first of many with how many more there are", () => {
    expect(listed(["a"])).toBe("a");
    expect(listed(names(13))).toMatch(/^n0, .*, n12$/);
    expect(listed(names(14))).toMatch(/^n0, .*, n11 and 2 more$/);
  });
});
