import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secrets } from "../../../templates/server/src/runtime/secrets.js";
import {
  cleanText,
  mayNeedCleaning,
  shorten,
  shortenStart,
} from "../../../templates/server/src/runtime/text.js";

describe("cleanText", () => {
  it.each([
    ["colours", "\u001b[31mred\u001b[0m", "red"],
    ["a cursor move in one byte", "a\u009b2Jb", "ab"],
    ["a terminal title", "a\u001b]0;title\u0007b", "ab"],
    ["a terminal link", "\u001b]8;;https://evil\u001b\\click\u001b]8;;\u001b\\", "click"],
    ["zero width", "pay\u200bpal\ufeff", "paypal"],
    ["bidirectional", "\u202egnp.exe\u2066x", "gnp.exex"],
    ["tags", "hi\u{e0069}\u{e0067}", "hi"],
    ["smuggled bytes", "hi\u{e0101}\ufe01", "hi"],
    ["controls", "a\u0000b\u0008c\u007f", "abc"],
    ["half a pair", "a\ud800b", "a\ufffdb"],
    ["line ends", "a\r\nb\tc", "a\nb\tc"],
    ["emoji", "❤️ 日本 é", "❤️ 日本 é"],
  ])("%s", (_name, given, wanted) => {
    expect(cleanText(given)).toBe(wanted);
  });

  it("has nothing to do where JSON text raises no suspicion", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        if (!mayNeedCleaning(JSON.stringify({ text }))) {
          expect(cleanText(text)).toBe(text);
        }
      }),
    );
  });
});

describe("shorten", () => {
  it("keeps within the limit and never halves a character", () => {
    expect(shorten("abcdef", 4)).toBe("abc…");
    expect(shorten("ab😀cd", 4)).toBe("ab…");
    expect(shortenStart("abcdef", 4)).toBe("…def");
    expect(shortenStart("ab😀cd", 4)).toBe("…cd");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, max) => {
        for (const cut of [shorten(text, max), shortenStart(text, max)]) {
          expect(cut.length).toBeLessThanOrEqual(Math.max(max, 1));
          expect(cut).not.toMatch(/\p{Surrogate}/u);
        }
      }),
    );
  });
});

describe("Secrets", () => {
  it("finds a secret in each form that could leave the process", () => {
    const secrets = new Secrets(['pa"ss/word', "x"]);
    const encoded = Buffer.from('pa"ss/word').toString("base64");
    expect(secrets.scrub(`pa"ss/word pa%22ss%2Fword ${encoded} x`)).toBe(
      "[redacted] [redacted] [redacted] x",
    );
    expect(secrets.isIn(JSON.stringify({ a: 'pa"ss/word' }))).toBe(true);
    expect(JSON.parse(secrets.scrubJson(JSON.stringify({ a: 'pa"ss/word' })))).toEqual({
      a: "[redacted]",
    });
  });
});
