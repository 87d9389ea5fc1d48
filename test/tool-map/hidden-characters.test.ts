import { describe, expect, it } from "vitest";
import { findings, messages, withTool, withTools } from "./maps.js";

describe("characters that a reader cannot see", () => {
  it("are shown by their code points", () => {
    const text = withTools("search:\n  description: Search\u200b the\u202e invoices.\n  call: a");
    expect(findings(text)).toMatchInlineSnapshot(`
      "error[tool-map/hidden-characters]: a text holds characters that a reader cannot see: "Search\\u{200b} the\\u{202e} invoices."
       --> tool-map.yaml:7:24
         |
      7  |     description: Search\\u{200b} the\\u{202e} invoices.
         |                        ^^^^^^^^ here
         |
         = help: remove them: a model reads them, and a reviewer does not
      "
    `);
  });

  it.each([
    ["a zero-width blank", "a\u200bb", "a\\u{200b}b"],
    ["a byte order mark", "a\ufeffb", "a\\u{feff}b"],
    ["a soft hyphen", "a\u00adb", "a\\u{ad}b"],
    ["a turn of direction", "a\u202eb", "a\\u{202e}b"],
    ["tags", "a\u{e0061}b", "a\\u{e0061}b"],
    ["a variation selector behind a letter", "a\ufe0fb", "a\\u{fe0f}b"],
    ["a rare variation selector", "a\u{e0101}b", "a\\u{e0101}b"],
    ["a joiner between Latin letters", "a\u200db", "a\\u{200d}b"],
    ["a line separator", "a\u2028b", "a\\u{2028}b"],
    ["a filler", "a\u3164b", "a\\u{3164}b"],
  ])("are refused: %s", (_, text, shown) => {
    const want = `tool-map/hidden-characters: a text holds characters that a reader cannot see: "${shown}"`;
    expect(messages(withTool(`call: a\noutput: { text: "${text}" }`))).toEqual([want]);
    expect(messages(withTool(`call: a\noutput: { "${text}": 1 }`))).toEqual([want]);
  });

  it("are refused when they are written as escapes", () => {
    expect(messages(withTool('call: a\noutput: { text: "a\\u200bb\\e" }'))).toEqual([
      'tool-map/hidden-characters: a text holds characters that a reader cannot see: "a\\u{200b}b\\u{1b}"',
    ]);
  });

  it.each([
    ["emoji that are joined", "👩‍👩‍👧 ❤️ 1️⃣"],
    ["letters that need a joiner", "می‌خواهم"],
    ["tabs and line breaks", "a\\tb\\nc"],
    ["any other script", "ﬁ 日本語 עברית Ελληνικά"],
  ])("are not: %s", (_, text) => {
    expect(messages(withTool(`call: a\noutput: { text: "${text}" }`))).toEqual([]);
  });
});
