import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDetermined } from "../../src/pattern/determined.js";
import { type Pattern, parsePattern } from "../../src/pattern/parse.js";
import { timeOfPattern } from "../../src/pattern/time.js";

function parsed(source: string): Pattern {
  const pattern = parsePattern(source, "u");
  if (pattern === null) {
    throw new Error(`${source} is not read`);
  }
  return pattern;
}

describe("isDetermined", () => {
  it.each([
    ["^[a-z]+-[a-z]+$", true],
    ["^[a-z]+(?:-[a-z]+)*$", true],
    ["^[^/]+/[^/]+$", true],
    ["^[^@\\s]+@[a-z]+(?:\\.[a-z]{2,})+$", true],
    ["^\\d+(?:\\.\\d*)?$", true],
    ["^(?:a+|b+)c*$", true],
    ["^a+$", true],
    ["^a+a*$", false],
    ["^a*a$", false],
    ["^(?:a|ab)$", false],
    ["^(?:a+)+$", false],
    ["^(?:a?b?)+$", false],
    ["^(?:|\\b)a$", false],
    ["^(?:$|$)(?:$|$)b$", false],
    ["^[a-z]+[^-]$", false],
    ["^.+é$", false],
    ["^\\p{L}+é$", false],
    ["^\\s+\\u00a0$", false],
    ["^(?=a)b$", false],
    ["^[a-z]{2,4}[0-9]{1,3}$", true],
    ["^[a-z]{2,4}[a-z]$", false],
  ])("%s: %s", (source, want) => {
    expect(isDetermined(parsed(source))).toBe(want);
  });

  it.each(["^[a-z]+-[a-z]+$", "^[a-z0-9]+(?:-[a-z0-9]+)*$", "^[^@]+@[^@]+$"])(
    "%s is left to JavaScript",
    (source) => {
      expect(timeOfPattern(source)).toBe("bounded");
    },
  );

  it("is not asked of what may begin anywhere", () => {
    expect(timeOfPattern("[a-z]+-[a-z]+$")).toBe("linear");
  });

  const { pattern } = fc.letrec<{ pattern: string; part: string; sequence: string }>((tie) => ({
    pattern: fc
      .array(tie("sequence"), { minLength: 1, maxLength: 2 })
      .map((options) => options.join("|")),
    sequence: fc.array(tie("part"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("")),
    part: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("a", "b", "[ab]", "[^a]", "c", "\\b", "\\B", "$", "."),
      fc
        .tuple(tie("pattern"), fc.constantFrom("", "*", "+", "?", "{2}", "{1,2}", "{2,}", "*?"))
        .map(([inner, sign]) => `(?:${inner})${sign}`),
    ),
  }));

  it("holds the work to the length of the text", () => {
    let found = 0;
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 4 }),
        (inner, unit) => {
          const source = `^(?:${inner})$`;
          const read = parsed(source);
          if (isDetermined(read)) {
            found += 1;
            for (const text of [
              `${unit.repeat(50)}!`,
              `${"a".repeat(200)}!`,
              `${"ab".repeat(100)}c`,
            ]) {
              expect(stepsOn(read, text)).toBeLessThan(3 * source.length * (text.length + 2));
            }
          }
        },
      ),
      { numRuns: 3_000 },
    );
    expect(found).toBeGreaterThan(300);
  });

  it("is told from what backtracks without end", () => {
    expect(stepsOn(parsed("^a*a*a*b$"), "a".repeat(100))).toBeGreaterThan(100_000);
  });
});

/** How often a matcher that backtracks looks at a part of the pattern, until it knows. Source: ECMA-262, section 22.2.2. */
function stepsOn(root: Pattern, text: string): number {
  let steps = 0;
  type Next = (at: number) => boolean;
  const matches = (pattern: Pattern, at: number, next: Next): boolean => {
    steps += 1;
    switch (pattern.kind) {
      case "one":
        return (
          new RegExp(pattern.source, `y${pattern.flags}`).test(text.charAt(at)) && next(at + 1)
        );
      case "place":
        return (!pattern.isEnd || at === text.length) && (!pattern.isStart || at === 0) && next(at);
      case "look":
        return next(at);
      case "sequence":
        return pattern.parts.reduceRight<Next>(
          (after, part) => (place) => matches(part, place, after),
          next,
        )(at);
      case "choice":
        return pattern.options.some((option) => matches(option, at, next));
      case "repeat": {
        const { of, min, max } = pattern;
        const round = (count: number, place: number): boolean =>
          (count < max &&
            matches(
              of,
              place,
              (after) => (after > place || count < min) && round(count + 1, after),
            )) ||
          (count >= min && next(place));
        return round(0, at);
      }
      default:
        return pattern satisfies never;
    }
  };
  matches(root, 0, () => true);
  return steps;
}
