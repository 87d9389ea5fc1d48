import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches } from "../../templates/server/src/runtime/matches.js";
import { compile, scope } from "./compile.js";

const names = scope({ text: "string" });

function codeOf(pattern: string): string {
  return compile(`text.matches(${JSON.stringify(pattern)})`, names).code;
}

/** Patterns whose literal means what RE2 means, and takes no longer than the text is long. */
const plain = [
  "^CUS-[0-9]{5}$",
  "^[a-z][a-z0-9_-]*$",
  "^\\d{4}-\\d{2}$",
  "^.{1,3}$",
  "^a.c$",
  "(draft|void)",
  "^(?:EUR|USD)$",
  "^[^@]+@example\\.com$",
  "a/b",
  "[.]txt$",
];

/** Patterns that JavaScript reads otherwise, or may take long over. */
const left = [
  "(a+)+$",
  "^(a|a)*$",
  "a*b*c*",
  "\\s",
  "(?i)abc",
  "\\pL",
  "(?P<x>a)",
  "[[:alpha:]]",
  "\\bfoo",
  "\\Aa\\z",
];

describe("constant patterns", () => {
  it.each(plain)("%s is a literal", (pattern) => {
    expect(codeOf(pattern)).toMatch(/^\/.*\/u\.test\(text\)$/);
  });

  it.each(left)("%s is left to the runtime", (pattern) => {
    expect(codeOf(pattern)).toBe(`matches(text, ${JSON.stringify(pattern)})`);
  });

  it("mean the same either way", () => {
    const text = fc.string({
      unit: fc.constantFrom(
        "a",
        "c",
        "1",
        "-",
        "@",
        "/",
        ".",
        "\n",
        "\r",
        "\u2028",
        "draft",
        "EUR",
        "😀",
        "CUS-",
        "txt",
        "example.com",
      ),
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.constantFrom(...plain), text, (pattern, given) => {
        const literal = new Function("text", `return ${codeOf(pattern)};`);
        expect(literal(given)).toBe(matches(given, pattern));
      }),
      { numRuns: 2000 },
    );
  });
});
