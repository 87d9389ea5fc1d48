import { describe, expect, it } from "vitest";
import { binary, call, literal, member, name, print } from "../../src/emit/code.js";
import { bothCode, notCode } from "../../src/emit/optional-chain.js";
import type { TsExpression } from "../../src/emit/syntax.js";

const note = member(name("x"), "note");
const isThere = binary(note, "!==", literal(null));
const hasA = call(member(note, "includes"), [literal("a")]);
const shown = (code: TsExpression) => print(code).toString();

describe("a guard before what it guards", () => {
  it.each<[TsExpression, TsExpression, string]>([
    [isThere, hasA, 'x.note?.includes("a") === true'],
    [isThere, member(note, "flag"), "x.note?.flag === true"],
    [isThere, member(member(note, "a", true), "flag"), "x.note?.a.flag === true"],
    [
      binary(name("y"), "&&", isThere),
      binary(hasA, "&&", name("z")),
      'y && x.note?.includes("a") === true && z',
    ],
    [binary(note, "!=", literal(null)), hasA, 'x.note?.includes("a") === true'],
    // What is compared says itself what null is.
    [isThere, binary(note, "===", literal("a")), 'x.note !== null && x.note === "a"'],
    [binary(name("x"), "!==", literal(null)), name("y"), "x !== null && y"],
    [binary(note, "!==", literal("b")), hasA, 'x.note !== "b" && x.note.includes("a")'],
  ])("%#", (left, right, want) => {
    expect(shown(bothCode(left, right))).toBe(want);
  });

  it("has an opposite", () => {
    expect(shown(notCode(bothCode(isThere, hasA)))).toBe('x.note?.includes("a") !== true');
    expect(shown(notCode(hasA))).toBe('!x.note.includes("a")');
  });
});
