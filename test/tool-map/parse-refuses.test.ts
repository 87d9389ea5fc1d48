import { describe, expect, it } from "vitest";
import { findings, messages, withTool } from "./maps.js";
import { refusedMaps } from "./refused-maps.js";

describe.each(Object.entries(refusedMaps))("%s", (_, refused) => {
  it.each(refused)("cannot hold %s", (_, map, want) => {
    expect(messages(map)).toEqual(want);
  });
});

describe("a count of pages alone", () => {
  it.each([
    ["at a tool", "call: listInvoices\npages: 3"],
    ["at a step", "steps:\n  all: { call: listInvoices, pages: 3 }"],
    ["that is a word", "call: listInvoices\npages: all"],
  ])("is told how to be written: %s", (_, lines) => {
    expect(findings(withTool(lines))).toMatchSnapshot();
  });
});

describe("a misspelt key of a require", () => {
  it("is taken for what is missing", () => {
    const lines = "call: a\nrequire:\n  - { taht: response.ok, eror: not_ok, reason: No. }";
    expect(findings(withTool(lines))).toMatchInlineSnapshot(`
      "error[tool-map/missing-key]: tools.search.require[0] has no key "that"
       --> tool-map.yaml:10:11
         |
      10 |       - { taht: response.ok, eror: not_ok, reason: No. }
         |           ^^^^ perhaps this is "that"
         |
         = help: did you mean "that" for "taht"?

      error[tool-map/missing-key]: tools.search.require[0] has no key "error"
       --> tool-map.yaml:10:30
         |
      10 |       - { taht: response.ok, eror: not_ok, reason: No. }
         |                              ^^^^ perhaps this is "error"
         |
         = help: did you mean "error" for "eror"?
      "
    `);
  });
});

describe("a projection whose from is misspelt", () => {
  it("is shown where the word stands", () => {
    const output = "output:\n  account: { form: response, pick: [id, code] }";
    expect(findings(withTool(`call: getAccount\n${output}`))).toMatchInlineSnapshot(`
      "error[tool-map/no-from]: "pick" in tools.search.output.account has no "from" beside it
       --> tool-map.yaml:10:18
         |
      10 |       account: { form: response, pick: [id, code] }
         |                  ^^^^
         |                                  ^^^^
         |
         = help: did you mean "from"?
         = help: an object that has such a field is written \`{ object: { … } }\`
      "
    `);
  });
});
