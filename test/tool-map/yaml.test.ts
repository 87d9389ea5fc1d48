import { describe, expect, it } from "vitest";
import { findings, messages, parsed, withTool, withTools } from "./maps.js";

describe("anchors, aliases and merges", () => {
  it("are followed and merged; a key of one's own wins, and order is kept", () => {
    const { tools } = parsed(
      withTools(`
first:
  description: First.
  call: listInvoices
  input: &paging
    limit: &limit { default: 20 }
    cursor: {}
second:
  description: Second.
  call: listOrders
  input:
    before: *limit
    <<: *paging
    limit: { default: 5 }`),
    );
    expect(
      tools[1]?.inputs.map(({ name, keywords }) => [name.value, keywords[0]?.value.value]),
    ).toEqual([
      ["before", 20],
      ["cursor", undefined],
      ["limit", 5],
    ]);
  });

  it("take an earlier source over a later one", () => {
    const { tools } = parsed(
      withTools(`
a: { description: A., call: x, input: &a { i: { default: 1 } } }
b: { description: B., call: x, input: &b { i: { default: 2 }, j: {} } }
c: { description: C., call: x, input: { <<: [*a, *b] } }`),
    );
    expect(
      tools[2]?.inputs.map(({ name, keywords }) => [name.value, keywords[0]?.value.value]),
    ).toEqual([
      ["i", 1],
      ["j", undefined],
    ]);
  });

  it.each([
    [
      "an anchor that is not there",
      "call: *cal",
      'tool-map/alias: no anchor "cal" comes before this alias',
    ],
    [
      "an anchor inside itself",
      "call: a\nwith: &w { x: *w }",
      'tool-map/alias: "w" would contain itself',
    ],
    [
      "a merge of text",
      "call: a\nwith: { <<: b }",
      'tool-map/merge: "<<" merges mappings, and finds text',
    ],
  ])("refuse %s", (_, lines, want) => {
    expect(messages(withTool(lines))).toEqual([want]);
  });

  it("do not explode", () => {
    const levels = Array.from({ length: 9 }, (_, index) => {
      const inner = index === 0 ? "1" : `*l${index - 1}`;
      return `l${index}: &l${index} [${Array(10).fill(inner).join(", ")}]`;
    });
    const text = withTool(`call: a\nwith:\n  ${levels.join("\n  ")}`);
    expect(messages(text)).toEqual([
      "tool-map/alias: written out, the aliases make more than 250000 values",
    ]);
  });
});

describe("duplicate keys", () => {
  it("are shown with both places", () => {
    expect(
      findings(
        withTools(
          "search: { description: A., call: a }\nother: { description: B., call: b }\nsearch: { description: C., call: c }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[tool-map/duplicate-key]: "search" is written twice
       --> tool-map.yaml:8:3
         |
      6  |   search: { description: A., call: a }
         |   ^^^^^^ first here
      ...
      8  |   search: { description: C., call: c }
         |   ^^^^^^ again here
         |
         = help: keep one of the two
      "
    `);
  });

  it("are found whatever their quotes, and each of them", () => {
    expect(
      messages(withTool("call: a\nerrors: { 404: fatal, '404': fatal, \"404\": fatal }")),
    ).toEqual([
      'tool-map/duplicate-key: "404" is written twice',
      'tool-map/duplicate-key: "404" is written twice',
    ]);
  });

  it("are looked for in linear time", () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `  k${index}: 1`).join("\n");
    expect(messages(withTool(`call: a\nwith:\n${keys}`))).toEqual([]);
  });
});

describe("a text that is no YAML", () => {
  it.each([
    ["a tab that indents", "a:\n\tb: 1\n"],
    ["a bracket that stays open", "a: [1, 2\nb: 1\n"],
    ["a quote that stays open", "a: 'x\nb: 1\n"],
    ["an indentation that does not fit", "a: 1\n  b: 2\n"],
    ["an escape that is none", 'a: "\\q"\n'],
    ["nothing", ""],
    ["comments alone", "# version: 1\n"],
    ["a list", "- version: 1\n"],
    ["a word", "version\n"],
    ["two documents", "version: 1\n---\nversion: 1\n"],
    ["bytes", "\u0000\u0001PNG"],
    ["a tag", "version: !!set { 1 }\n"],
    ["a key that is a list", "[a, b]: 1\n"],
    ["a key in braces", "a: {{ b }}\n"],
  ])("is reported: %s", (_, text) => {
    expect(findings(text)).toMatchSnapshot();
  });

  it("is refused when it nests too deep", () => {
    expect(messages("[".repeat(50_000))).toEqual([
      "tool-map/too-deep: this nests deeper than 100 levels",
    ]);
    expect(messages(`a: ${"[".repeat(150)}${"]".repeat(150)}\n`)).toEqual([
      "tool-map/too-deep: this nests deeper than 100 levels",
    ]);
  });

  it("is refused when aliases make it nest too deep", () => {
    const levels = Array.from({ length: 30 }, (_, index) => {
      const inner = index === 0 ? "1" : `*l${index - 1}`;
      return `l${index}: &l${index} ${"[".repeat(4)}${inner}${"]".repeat(4)}`;
    });
    expect(messages(withTool(`call: a\nwith:\n  ${levels.join("\n  ")}`))).toEqual([
      "tool-map/too-deep: this nests deeper than 100 levels",
    ]);
  });

  it("is refused when it is too large", () => {
    expect(messages("#".repeat(2_000_001))).toEqual([
      'tool-map/too-large: "tool-map.yaml" is larger than 2 MB',
    ]);
  });
});
