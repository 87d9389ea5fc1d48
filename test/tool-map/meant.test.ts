import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { mended, quoted } from "../../src/tool-map/traps.js";
import { misreadsOfLine } from "../../src/tool-map/yaml/meant.js";

const operands = fc.constantFrom(
  "a",
  "input.b",
  "'paid'",
  '"x y"',
  "f(a, b)",
  "[1, 2]",
  "{'k': 1}.k",
);
const expressions = fc
  .array(fc.tuple(operands, fc.constantFrom(" == ", " + ", " in ", " && ", ".c.", " ? x : ")), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((parts) => operands.map((last) => `${parts.flat().join("")}${last}`));
const negated = fc.oneof(
  expressions,
  expressions.map((text) => `!${text}`),
);
const texts = fc.oneof(
  negated,
  negated.map((text) => `\${${text}}`),
  negated.map((text) => `Take \${${text}} now`),
);

function meantBy(line: string): unknown {
  return parse(mended(line, 0, line.length, misreadsOfLine(line, 0)));
}

describe("misreadsOfLine", () => {
  it("finds what has to be quoted, so that YAML reads what was meant", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(meantBy(`key: ${text}`)).toEqual({ key: text });
        expect(meantBy(`  - key: ${text}`)).toEqual([{ key: text }]);
      }),
      { numRuns: 500 },
    );
  });

  it("does so inside braces and brackets", () => {
    fc.assert(
      fc.property(texts, texts, (one, two) => {
        expect(meantBy(`key: { a: ${one}, b: [1, { c: ${two} }] }`)).toEqual({
          key: { a: one, b: [1, { c: two }] },
        });
      }),
      { numRuns: 500 },
    );
  });

  it("finds nothing where YAML reads what was meant", () => {
    const lines = [
      "a: b",
      "a: 'b' # c",
      "- { a: 1, b: [c, 'd: e'], \"f\": {} } # g",
      "a: |-",
      "a: >",
      "a:",
    ];
    expect(lines.map((line) => misreadsOfLine(line, 0))).toEqual(lines.map(() => []));
  });
});

describe("quoted", () => {
  it("is read as the text, whatever it holds", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "'", '"', "\\", "$", "{", ":", " ") }),
        (text) => {
          expect(parse(quoted(text))).toBe(text);
        },
      ),
    );
  });
});
