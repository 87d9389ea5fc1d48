import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { renderText } from "../../src/diagnostics/render-text.js";
import { at, file, finding, label } from "./places.js";

function rendered(...diagnostics: readonly Diagnostic[]): string {
  return renderText(diagnostics, { colour: false });
}

const map = file(`${"\n".repeat(40)}        pick: [id, amount_cent, currency]\n`);
const spec = file(
  `${"\n".repeat(309)}        amount_cents: { type: integer }\n`,
  "specs/billing.yaml",
);

describe("renderText", () => {
  it("shows both sides of a mistake, across files", () => {
    const labels = [
      label(map, "amount_cent", "not in Invoice"),
      label(spec, "amount_cents", "a similar field is declared here"),
    ];
    expect(
      rendered(finding(labels, { help: ['did you mean "amount_cents"?'] })),
    ).toBe(`error[bind/unknown-field]: response of listInvoices has no field "amount_cent"
 --> tool-map.yaml:41:20
   |
41 |         pick: [id, amount_cent, currency]
   |                    ^^^^^^^^^^^ not in Invoice
 ::: specs/billing.yaml:310:9
   |
310|         amount_cents: { type: integer }
   |         ^^^^^^^^^^^^ a similar field is declared here
   |
   = help: did you mean "amount_cents"?
`);
  });

  it("makes the margin wider where lines have more digits", () => {
    const long = file(`${"\n".repeat(12_344)}a: b\n`);
    expect(
      rendered(finding([label(long, "b")], { help: ["mend it"] })),
    ).toBe(`error[bind/unknown-field]: response of listInvoices has no field "amount_cent"
   --> tool-map.yaml:12345:4
     |
12345| a: b
     |    ^
     |
     = help: mend it
`);
  });

  it("shows two places in one file, and what lies between as a gap", () => {
    const source = file("a: 1\nb: 2\nc: 3\n");
    expect(
      rendered(finding([label(source, "c", "again"), label(source, "a", "first")])),
    ).toBe(`error[bind/unknown-field]: response of listInvoices has no field "amount_cent"
 --> tool-map.yaml:3:1
   |
1  | a: 1
   | ^ first
...
3  | c: 3
   | ^ again
`);
  });

  it("shows two places on one line, from left to right", () => {
    const source = file("{ a: 1, b: 2 }\n");
    expect(
      rendered(finding([label(source, "b", "this"), label(source, "a", "and that")])),
    ).toBe(`error[bind/unknown-field]: response of listInvoices has no field "amount_cent"
 --> tool-map.yaml:1:9
   |
1  | { a: 1, b: 2 }
   |   ^ and that
   |         ^ this
`);
  });

  it("marks a span over several lines where it begins and where it ends", () => {
    const source = file("tools:\n  a:\n    b: 1\n    c: 2\n  d: 3\n");
    expect(
      rendered(finding([label(source, "a:\n    b: 1\n    c: 2", "all of this")])),
    ).toBe(`error[bind/unknown-field]: response of listInvoices has no field "amount_cent"
 --> tool-map.yaml:2:3
   |
2  |   a:
   |   ^^
...
4  |     c: 2
   |     ^^^^ all of this
`);
  });

  it("shows tabs as four blanks, and gives wide characters two columns", () => {
    const source = file("\ta: 日本, b: cafe\u0301, c: 😀, d: x\n");
    expect(
      rendered(finding([label(source, "d", "here")])),
    ).toBe(`error[bind/unknown-field]: response of listInvoices has no field "amount_cent"
 --> tool-map.yaml:1:26
   |
1  |     a: 日本, b: cafe\u0301, c: 😀, d: x
   |                              ^ here
`);
  });

  it("shows control and bidirectional characters by their code points, in messages too", () => {
    const source = file("a: x\u202ey\u0007z # \u200b\n");
    const more = { message: 'no field "\u001b[31m"', help: ["write \u2066x"] };
    expect(
      rendered(finding([label(source, "z", "\u0000")], more)),
    ).toBe(`error[bind/unknown-field]: no field "\\u{1b}[31m"
 --> tool-map.yaml:1:8
   |
1  | a: x\\u{202e}y\\u{7}z # \\u{200b}
   |                   ^ \\u{0}
   |
   = help: write \\u{2066}x
`);
  });

  it("cuts a long line around what is marked", () => {
    const source = file(`a: ${"x ".repeat(300)}HERE ${"y ".repeat(300)}\n`);
    const lines = rendered(finding([label(source, "HERE", "this")])).split("\n");
    expect(lines[3]).toMatch(/^1 {2}\| …[x ]+HERE[y ]+…$/);
    expect(lines[3]?.length).toBeLessThan(130);
    expect(lines[4]?.indexOf("^^^^")).toBe(lines[3]?.indexOf("HERE"));
  });

  it("points at the end of a line, of a file, and into nothing", () => {
    const source = file("a:");
    const span = { file: source, start: 2, end: 2 };
    expect(
      rendered(finding([{ span, text: "no value" }])),
    ).toBe(`error[bind/unknown-field]: response of listInvoices has no field "amount_cent"
 --> tool-map.yaml:1:3
   |
1  | a:
   |   ^ no value
`);
    const empty = file("");
    expect(rendered(finding([{ span: { file: empty, start: 0, end: 0 }, text: "" }]))).toContain(
      "1  |\n   | ^\n",
    );
  });

  it("shows lines that end in CRLF without the CR", () => {
    const source = file("a: 1\r\nb: 2\r\n");
    expect(rendered(finding([label(source, "1")]))).not.toContain("\r");
    expect(rendered(finding([label(source, "a: 1\r\nb")]))).not.toContain("u{d}");
  });

  it("says what has no place", () => {
    const more = { severity: "note", message: "no ledger yet", help: ["commit it"] } as const;
    expect(rendered(finding([], more))).toBe(`note[bind/unknown-field]: no ledger yet
   = help: commit it
`);
  });

  it("puts a blank line between two, and nothing for none", () => {
    expect(rendered()).toBe("");
    expect(rendered(finding([]), finding([])).split("\n\n")).toHaveLength(2);
  });

  it("shows a hidden stretch as stars, also where a label stands in it", () => {
    const source = file("auth: { a: secret-1, b: 2 }\n");
    const hidden = [at(source, "secret-1"), at(source, "et-1, b")];
    expect(rendered(finding([label(source, "2", "here")], { hidden }))).toContain(
      "1  | auth: { a: ***: 2 }\n   |                 ^ here\n",
    );
    expect(rendered(finding([label(source, "cret", "here")], { hidden }))).not.toContain("cret");
  });

  it("colours when told to", () => {
    const text = renderText([finding([label(map, "amount_cent", "here")])], { colour: true });
    const sequence = new RegExp(`${String.fromCharCode(27)}\\[([0-9;]*)m`, "g");
    const codes = [...text.matchAll(sequence)].map(([, code]) => code);
    expect(new Set(codes)).toEqual(new Set(["31;1", "1", "34;1", "0"]));
    expect(text.replaceAll(sequence, "")).toBe(
      rendered(finding([label(map, "amount_cent", "here")])),
    );
  });
});
