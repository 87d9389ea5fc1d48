import { describe, expect, it } from "vitest";
import { renderGithub } from "../../src/diagnostics/render-github.js";
import { file, finding, label } from "./places.js";

describe("renderGithub", () => {
  it("is one line a finding, the other places and the help in its text", () => {
    const map = file("pick: [id, amount_cent]\n");
    const spec = file("amount_cents: integer\n", "specs/billing.yaml");
    const diagnostic = finding(
      [label(map, "amount_cent", "not in Invoice"), label(spec, "amount_cents", "similar")],
      { help: ['did you mean "amount_cents"?'] },
    );
    expect(renderGithub([diagnostic])).toBe(
      "::error file=tool-map.yaml,line=1,col=12,endLine=1,endColumn=22,title=bind/unknown-field::" +
        'response of listInvoices has no field "amount_cent" (not in Invoice)%0A' +
        'specs/billing.yaml:1:1: similar%0Ahelp: did you mean "amount_cents"?\n',
    );
  });

  it("escapes what would end a property or the line", () => {
    const source = file("a\nb\n", "maps/50%, a:b.yaml");
    const more = { severity: "warning", message: "100% of\r\n::error::it", help: [] } as const;
    expect(renderGithub([finding([label(source, "a\nb")], more)])).toBe(
      "::warning file=maps/50%25%2C a%3Ab.yaml,line=1,col=1,endLine=2,title=bind/unknown-field::" +
        "100%25 of\\u{d}\\u{a}::error::it\n",
    );
  });

  it("says what has no place", () => {
    const more = { severity: "note", message: "no ledger yet" } as const;
    expect(renderGithub([finding([], more)])).toBe(
      "::notice title=bind/unknown-field::no ledger yet\n",
    );
    expect(renderGithub([])).toBe("");
  });
});
