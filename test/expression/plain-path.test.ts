import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Collector } from "../../src/diagnostics/collector.js";
import { parsedRange } from "../../src/expression/parse.js";
import { plainPath } from "../../src/expression/plain-path.js";
import { source } from "./compile.js";

describe("plainPath", () => {
  it.each([
    ["a", true],
    ["response.items", true],
    [" response . items", false],
    ["  _x.y9\n", true],
    ["a.in", false],
    ["null", false],
    ["package.name", false],
    ["a.b()", false],
    ["a[0].b", false],
    ['input["x-y"].b["a.b"]', true],
    ['a["\\n"]', false],
    ["a['b']", false],
    ['["a"]', false],
    ["a.", false],
    ["a..b", false],
    ["9a", false],
    ["é.a", false],
    ["\u00a0a", false],
    ["", false],
  ])("%j is %s", (text, want) => {
    expect(plainPath(source(text), 0, text.length) !== null).toBe(want);
  });

  it("reads a path as CEL's own parser does", () => {
    const unit = fc.constantFrom(
      "a",
      "b9",
      "_",
      ".",
      ".",
      " ",
      "\n",
      "in",
      "null",
      "map",
      "9",
      '["',
      '"]',
    );
    const found = new Set<boolean>();
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 8 }), fc.constantFrom("", "${"), (text, before) => {
        const whole = source(`${before}${text}`);
        const [start, end] = [before.length, before.length + text.length];
        const plain = plainPath(whole, start, end);
        found.add(plain !== null);
        if (plain !== null) {
          expect(parsedRange(whole, start, end, new Collector())?.root).toEqual(plain);
        }
      }),
      { numRuns: 1_000 },
    );
    expect([...found].sort()).toEqual([false, true]);
  });
});
