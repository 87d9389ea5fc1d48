import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Collector } from "../../src/diagnostics/collector.js";
import { renderText } from "../../src/diagnostics/render-text.js";
import { parseToolMap } from "../../src/tool-map/parse.js";

const whole = readFileSync(join(import.meta.dirname, "whole-map.yaml"), "utf8");

/** Whatever the text, the parser yields a map or says why not, at places that are in the text. */
function check(text: string): void {
  const collector = new Collector();
  const map = parseToolMap({ path: "tool-map.yaml", text }, collector);
  const found = collector.sorted();
  expect(map !== null).toBe(!found.some(({ severity }) => severity === "error"));
  for (const { start, end } of found.flatMap(({ labels }) => labels.map(({ span }) => span))) {
    expect(0 <= start && start <= end && end <= text.length).toBe(true);
  }
  expect(renderText(found, { colour: false })).not.toMatch(/undefined|NaN|\[object/);
}

const pieces = fc.constantFrom(
  "{",
  "}",
  "[",
  "]",
  ": ",
  "- ",
  ", ",
  "'",
  '"',
  "#",
  " #",
  "!",
  "&a ",
  "*a",
  "<<: *a",
  "|",
  ">",
  "\n",
  "\n  ",
  "\t",
  "\r\n",
  "${",
  "}",
  "---\n",
  "? ",
  "\\",
  "\u0000",
  "\u202e",
  "é",
  "1e999",
  "null",
  "~",
  "env.X",
  "__proto__: 1",
);

describe("parseToolMap", () => {
  it("bears a map in which something was put in", () => {
    fc.assert(
      fc.property(fc.nat(whole.length), pieces, (at, piece) => {
        check(whole.slice(0, at) + piece + whole.slice(at));
      }),
      { numRuns: 150 },
    );
  });

  it("bears a map of which something was taken away", () => {
    fc.assert(
      fc.property(fc.nat(whole.length), fc.integer({ min: 1, max: 40 }), (at, length) => {
        check(whole.slice(0, at) + whole.slice(at + length));
      }),
      { numRuns: 150 },
    );
  });

  it("bears any text", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }), (parts) => {
        check(parts.join(""));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    "[",
    "{",
    "'",
    '"',
    "- ",
    "a: ",
    "? ",
    "${",
    "(",
    "a: {b: '",
    "*a ",
    "&a ",
    "! ",
    "a\n",
    " #",
    "\t",
  ])("reads 30,000 times %j without going on for ever", (piece) => {
    check(piece.repeat(30_000));
    check(`upstream:\n  auth: ${piece.repeat(30_000)}`);
  });
});
