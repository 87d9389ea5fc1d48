import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CST, isScalar, parseDocument, Scalar } from "yaml";
import type { SourceText } from "../../src/source/source-text.js";
import { spanWithin } from "../../src/source/source-text.js";
import { decodeScalar } from "../../src/tool-map/yaml/scalar.js";

function decode(yaml: string): { readonly decoded: SourceText; readonly library: unknown } {
  const document = parseDocument(yaml, { keepSourceTokens: true });
  const node = document.get("key", true);
  if (!isScalar(node) || node.srcToken === undefined || document.errors.length > 0) {
    throw new Error(`no scalar: ${yaml} ${document.errors.join()}`);
  }
  const { srcToken } = node;
  if (!CST.isScalar(srcToken)) {
    throw new Error(`no scalar token: ${yaml}`);
  }
  return { decoded: decodeScalar({ path: "map.yaml", text: yaml }, srcToken), library: node.value };
}

/** What the file holds at the place of each character. */
function places(yaml: string): readonly (readonly [string, string])[] {
  const { decoded } = decode(yaml);
  return [...decoded.text].map((character, index) => {
    const span = spanWithin(decoded, index, index + 1);
    return [character, yaml.slice(span.start, span.end)] as const;
  });
}

describe("decodeScalar", () => {
  it.each([
    ["a plain scalar", "key: a b  # c", "a b"],
    ["a plain scalar over lines", "key: a\n  b\n\n  c", "a b\nc"],
    ["single quotes", "key: 'it''s'", "it's"],
    ["single quotes over lines", "key: 'a \n\n\n  b'", "a\n\nb"],
    ["double quotes", 'key: "a\\"b\\u0041\\n"', 'a"bA\n'],
    ["double quotes over lines", 'key: "a\n  b\\\n  c"', "a bc"],
    ["a literal block", "key: |\n  a\n   b\n\n  c\n", "a\n b\n\nc\n"],
    ["a folded block", "key: >-\n  a\n  b\n\n  c\n   d\n  e\n", "a b\nc\n d\ne"],
    ["a block that keeps its end", "key: |+\n  a\n\n\n", "a\n\n\n"],
    ["a block with stated indentation", "key: |1\n   a\n", "  a\n"],
    ["an empty block", "key: |\n", ""],
    ["lines that end in CRLF", "key: >\r\n  a\r\n  b\r\n", "a b\n"],
  ])("reads %s", (_, yaml, want) => {
    const { decoded, library } = decode(yaml);
    expect(decoded.text).toBe(want);
    expect(library).toBe(want);
  });

  it("gives one offset where the characters follow each other in the file", () => {
    expect(decode("key: a b").decoded.offsets).toBe(5);
    expect(decode("key: 'a b'").decoded.offsets).toBe(6);
    expect(decode("key: |-\n  a b").decoded.offsets).toBe(10);
  });

  it("knows where each character was written", () => {
    expect(places("key: 'a''b'")).toEqual([
      ["a", "a"],
      ["'", "'"],
      ["b", "b"],
    ]);
    expect(places('key: "a\\tb"')).toEqual([
      ["a", "a"],
      ["\t", "\\"],
      ["b", "b"],
    ]);
    expect(places("key: >-\n  a\n  b")).toEqual([
      ["a", "a"],
      [" ", "\n"],
      ["b", "b"],
    ]);
  });

  const characters = fc.constantFrom(
    "a",
    "b",
    " ",
    "  ",
    "\n",
    "'",
    '"',
    "\\",
    "é",
    "😀",
    "\t",
    "$",
    "{",
  );
  const texts = fc
    .array(characters, { minLength: 1, maxLength: 30 })
    .map((parts) => parts.join(""));
  const styles = fc.constantFrom(
    Scalar.PLAIN,
    Scalar.QUOTE_SINGLE,
    Scalar.QUOTE_DOUBLE,
    Scalar.BLOCK_LITERAL,
    Scalar.BLOCK_FOLDED,
  );

  it("agrees with the yaml package, and letters stand where they were written", () => {
    fc.assert(
      fc.property(texts, styles, fc.boolean(), fc.nat(20), (text, style, crlf, width) => {
        const scalar = new Scalar(text);
        scalar.type = style;
        const document = parseDocument("key: x");
        document.set("key", scalar);
        const written = document.toString({ lineWidth: width + 20 });
        const yaml = crlf ? written.replace(/\n/g, "\r\n") : written;
        const { decoded, library } = decode(yaml);
        expect(decoded.text).toBe(library);
        for (const [index, character] of [...decoded.text.split("")].entries()) {
          if (/[abé$]/.test(character)) {
            const { start, end } = spanWithin(decoded, index, index + 1);
            expect(yaml.slice(start, end)).toBe(character);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
