import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeSpan, prose } from "../../src/emit/markdown.js";
import { hostileText } from "./hostile.js";

describe("Markdown", () => {
  it.each([
    ["Search a customer's invoices, newest first.", "Search a customer's invoices, newest first."],
    ["snake_case and _emphasis_", "snake_case and \\_emphasis\\_"],
    ["<b>[a](b)</b> | `x`", "\\<b\\>\\[a\\](b)\\</b\\> \\| \\`x\\`"],
    ["# no\ntitle", "\\# no title"],
    ["1. no list", "\\1. no list"],
  ])("shows the text %s as it is", (text, shown) => {
    expect(String(prose(text))).toBe(shown);
  });

  it.each([
    ["listInvoices", "`listInvoices`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["a|b", "`a\\|b`"],
  ])("shows the code %s", (text, shown) => {
    expect(String(codeSpan(text))).toBe(shown);
  });

  it("stays on its line, and shows nothing that cannot be seen", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const shown of [prose(text), codeSpan(text), prose(text + hostileText)]) {
          expect(String(shown)).not.toMatch(/[\n\r\u2028\u2029\p{Cc}\p{Cf}]/u);
        }
      }),
    );
  });
});
