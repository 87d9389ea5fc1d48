import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PatternTime, timeOfPattern } from "../../src/pattern/time.js";
import { parseEcmaPattern } from "../../templates/server/src/runtime/ecma-pattern.js";
import { textTest } from "../../templates/server/src/runtime/matching.js";

const cases: readonly (readonly [string, PatternTime])[] = [
  ["^CUS-[0-9]{5}$", "bounded"],
  ["^[a-z][a-z0-9-]*$", "bounded"],
  ["^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", "bounded"],
  ["^(?:EUR|USD)$", "bounded"],
  ["^[\\w-.]+$", "bounded"],
  ["^(?!-)[a-z-]{1,63}$", "bounded"],
  ["^(?=.*[0-9]).{8,}$", "bounded"],
  ["(?i)of another dialect", "bounded"],
  ["^(a+)+$", "linear"],
  ["^(a|a)*$", "linear"],
  ["^(a|aa)+$", "linear"],
  ["^a*a*a*b$", "linear"],
  ["[a-z]+@", "linear"],
  [`^${"a?".repeat(40)}${"a".repeat(40)}$`, "linear"],
  [`^${"(?:a|a)".repeat(40)}b$`, "linear"],
  ["^(a{1,20}){1,15}$", "linear"],
  ["^(?:\\p{L}+ ?)+$", "linear"],
  ["^(?=(a+)+$)b", "unbounded"],
  ["^(a+)+(?!b)$", "unbounded"],
  ["^(a+)\\1$", "unbounded"],
  ["(?=a)b", "bounded"],
  ["^(?<x>a+)+\\k<x>$", "unbounded"],
  ["^((a{1,900}){1,900}){1,900}$", "unbounded"],
];

describe("the time that a pattern may take", () => {
  it.each(cases)("%s: %s", (pattern, want) => {
    expect(timeOfPattern(pattern)).toBe(want);
  });

  it.each(cases.filter(([, time]) => time === "linear"))("%s is read by the runtime", (pattern) => {
    expect(parseEcmaPattern(pattern, "u")).not.toBeNull();
  });

  it.each(cases.filter(([, time]) => time !== "unbounded"))(
    "%s never takes long",
    (pattern, want) => {
      // Time that grows with the square would not end before the test is given up.
      const text = "a".repeat(500_000);
      const expression = want === "linear" ? textTest(pattern) : own(pattern);
      for (const given of [`${text}!`, text, `-${text}`]) {
        expression?.test(given);
      }
    },
  );
});

function own(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return null;
  }
}

/**
 * What ECMA-262 (22.2.7.2, AdvanceStringIndex) finds: V8's own search also stops between the two
 * halves of a surrogate pair, where `\\B` holds.
 */
function anywhere(source: string): RegExp {
  return new RegExp(`^[^]*?(?:${source})`, "u");
}

describe("what the runtime follows", () => {
  const atom = fc.constantFrom(
    ..."a b . \\s \\S \\w \\W \\d [ab] [^a] [^\\s] \\b \\B ^ $ \\n \\u{61} \\u0062 \\x61 \\p{L} \\P{L} 😀 [😀b] \\. (?:) \\0 \\cJ".split(
      " ",
    ),
  );
  const { pattern } = fc.letrec<{ pattern: string; part: string; sequence: string }>((tie) => ({
    pattern: fc
      .array(tie("sequence"), { minLength: 1, maxLength: 2 })
      .map((options) => options.join("|")),
    sequence: fc.array(tie("part"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("")),
    part: fc.oneof(
      { maxDepth: 2 },
      atom,
      fc
        .tuple(tie("pattern"), fc.constantFrom("", "*", "+", "?", "{2}", "{1,2}", "{1,}", "*?"))
        .map(([inner, sign]) => `(${inner})${sign}`),
    ),
  }));
  const text = fc.string({
    unit: fc.constantFrom("a", "b", " ", "\n", "\u2028", "\u00a0", "é", "😀", ".", "1", "\0"),
    maxLength: 6,
  });

  it("means what JavaScript means", () => {
    fc.assert(
      fc.property(pattern, text, (source, given) => {
        expect(parseEcmaPattern(source, "u")).not.toBeNull();
        expect(textTest(source)?.test(given)).toBe(anywhere(source).test(given));
      }),
      { numRuns: 3000 },
    );
  });

  it.each(["^[\\w-.]+$", "^a{,2}$", "^]$", "^\\p{2}$", "^.$", "^[😀]$"])(
    "%s, which is none with the flag u",
    (source) => {
      for (const given of ["a-.", "a{,2}", "]", "pp", "😀", "p{2}", "\ud83d"]) {
        const expression = own(source) ?? new RegExp(source);
        expect([given, textTest(source)?.test(given)]).toEqual([given, expression.test(given)]);
      }
    },
  );

  it("answers soon, whatever the pattern", () => {
    const hostile = `${"a".repeat(50_000)}!`;
    expect(textTest("^(a+)+$")?.test(hostile)).toBe(false);
  });
});
