import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as code from "../../src/emit/code.js";
import { comment, constant, reference } from "../../src/emit/statements.js";

/** What a printed expression is when it runs. */
function evaluated(text: code.Code): unknown {
  return new Function(`"use strict"; return (${text});`)();
}

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        '"',
        "'",
        "`",
        "\\",
        "${",
        "}",
        "\n",
        "\r",
        "\u2028",
        "\u2029",
        "</script>",
        "<!--",
        "\u202e",
        "\u200b",
        "\ud800",
        "*/",
        "//",
        "a",
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join("")),
);

const hidden = /[\p{C}\p{Zl}\p{Zp}]/u;

describe("literals", () => {
  it("are the text that they were made of", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const printed = code.print(code.literal(text));
        expect(evaluated(printed)).toBe(text);
        expect(String(printed)).not.toMatch(hidden);
        expect(String(printed)).not.toMatch(/<\/script|<!--/i);
      }),
      { numRuns: 1000 },
    );
  });

  it("in templates, too", () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const printed = code.print(code.template([before, code.literal(5), after]));
        expect(evaluated(printed)).toBe(`${before}5${after}`);
        expect(String(printed)).not.toMatch(hidden);
      }),
      { numRuns: 1000 },
    );
  });

  it("of JSON are that JSON, keys and all", () => {
    const key = fc.oneof(
      anyText,
      fc.constantFrom("__proto__", "constructor", "404", "a-b", "then", "01", "1e3"),
    );
    const json = fc.letrec<{ value: import("../../src/model/json.js").JsonValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(null, true, false),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        anyText,
        fc.array(tie("value")),
        fc.dictionary(key, tie("value")),
      ),
    })).value;
    fc.assert(
      fc.property(json, (value) => {
        const back = evaluated(code.print(code.literal(value)));
        expect(JSON.stringify(back)).toBe(JSON.stringify(value));
      }),
      { numRuns: 1000 },
    );
  });

  it("of regular expressions match what they are of", () => {
    const printed = code.print(code.regex("a/b\n\u2028[/]", "u"));
    expect(String(printed)).toBe("/a\\/b\\n\\u2028[/]/u");
    expect(evaluated(printed)).toEqual(/a\/b\n\u2028[/]/u);
  });
});

describe("comments", () => {
  it("end where they are meant to", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const statements = [comment(text), constant("x", code.literal(1), { comment: text })];
        const printed = String(code.printStatements(statements));
        expect(new Function(`${printed}\nreturn x;`)()).toBe(1);
        expect(printed.replaceAll("\n", "")).not.toMatch(hidden);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("names", () => {
  it("that are none are a bug", () => {
    for (const name of [
      "",
      "a b",
      "1a",
      "a;b",
      "class",
      "await",
      "a\u200b",
      "a-b",
      "eval",
      "x\u2028",
    ]) {
      expect(() => code.name(name)).toThrow(/bug/);
      expect(() => constant(name, code.literal(1))).toThrow(/bug/);
    }
    expect(() => reference("Foo<string>")).toThrow(/bug/);
    expect(() => code.member(code.name("a"), "x-y")).not.toThrow();
  });

  it("of odd members are written in brackets", () => {
    expect(String(code.print(code.member(code.name("a"), "x-y", true)))).toBe('a?.["x-y"]');
    expect(String(code.print(code.object({ "x-y": code.name("b"), ok: code.name("ok") })))).toBe(
      '{ "x-y": b, ok }',
    );
  });
});

describe("a place", () => {
  it("says how deep the lines go, and what stands on the first and after the last", () => {
    const list = code.literal({ first: "a".repeat(40), second: "b".repeat(40) });
    expect(String(code.print(list, { indent: 4, column: 20 }))).toBe(
      `{\n      first: "${"a".repeat(40)}",\n      second: "${"b".repeat(40)}",\n    }`,
    );
    const close = code.literal(["a".repeat(45), "b".repeat(46)]);
    expect(String(code.print(close))).not.toContain("\n");
    expect(String(code.print(close, { after: ");" }))).toContain("\n");
  });

  it("is no template's business: what is no code is escaped", () => {
    expect(code.print(code.literal("x")).toHTML()).toBe('"x"');
    expect(code.printName("x").toHTML()).toBe("x");
  });
});
