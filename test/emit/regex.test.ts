import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { portablePattern, writtenPattern } from "../../src/emit/regex.js";

describe("a pattern", () => {
  it.each([
    ["^[0-9]{4}-[0-9]{2}$", { kind: "literal", pattern: "^[0-9]{4}-[0-9]{2}$", flags: "" }],
    ["^[\\w\\-\\.]+\\@x$", { kind: "literal", pattern: "^[\\w\\-.]+@x$", flags: "" }],
    ["^[\\w\\-]$", { kind: "literal", pattern: "^[\\w-]$", flags: "" }],
    ["^.{3}$", { kind: "literal", pattern: "^.{3}$", flags: "u" }],
    ["^\\S+$", { kind: "literal", pattern: "^\\S+$", flags: "u" }],
    ["a{,3}", { kind: "literal", pattern: "a{,3}", flags: "" }],
    ["^\\x00$", { kind: "runtime" }],
    ["é", { kind: "runtime" }],
    ["(?i)abc", { kind: "unknown" }],
  ])("%s is written as it is read best", (pattern, written) => {
    expect(writtenPattern(pattern)).toEqual(written);
  });

  it("means the same as written", () => {
    const piece = fc.constantFrom(
      ..."a b - . \\. \\- \\/ / [a-c] [\\-a] [a\\-] [a\\-b] [^a] [^\\^] [\\]] [\\[] [.] \\w \\D \\_ \\@ ^ $ | (a) (?:b) a? b* a{2} \\\\ 😀 }".split(
        " ",
      ),
    );
    const pattern = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
    const text = fc.string({ unit: fc.constantFrom("a", "b", "-", "/", ".", "^", "]", "_", "😀") });
    fc.assert(
      fc.property(pattern, fc.array(text, { maxLength: 8 }), (given, texts) => {
        const written = writtenPattern(given);
        const portable = portablePattern(given);
        if (written.kind === "literal" && portable !== null) {
          const before = new RegExp(portable, "u");
          const after = new RegExp(written.pattern, written.flags);
          expect(texts.map((each) => after.test(each))).toEqual(
            texts.map((each) => before.test(each)),
          );
        }
      }),
      { numRuns: 2000 },
    );
  });
});
