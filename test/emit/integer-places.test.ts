import { describe, expect, it } from "vitest";
import { integerPlaces } from "../../src/emit/integer-places.js";
import type { Schema } from "../../src/model/schema.js";

const big: Schema = { type: ["integer"], format: "int64" };
const text: Schema = { type: ["string"] };
const members = (properties: Schema["properties"] = {}): Schema => ({
  type: ["object"],
  properties,
});
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

describe("the places of integers with every digit", () => {
  it("go on in what contains itself, where integers stand in it", () => {
    const schema: Schema = {
      ...members({ sub: ref("Sub"), node: ref("Node"), way: ref("Way"), name: text }),
      $defs: {
        Node: members({ name: text, next: ref("Node") }),
        Sub: members({ id: big, next: ref("Sub"), node: ref("Node") }),
        Unused: members({ id: big }),
        Way: members({ subs: { type: ["array"], items: ref("Sub") } }),
      },
    };
    expect(integerPlaces(schema)).toEqual({
      int64: ["sub#Sub", "way#Way"],
      int64In: { Sub: ["id", "next#Sub"], Way: ["subs[]#Sub"] },
    });
  });

  it("are found where the body itself recurs, and in its alternatives", () => {
    const schema: Schema = {
      oneOf: [ref("Node"), big],
      $defs: { Node: members({ next: ref("Node"), id: big }) },
    };
    expect(integerPlaces(schema)).toEqual({
      int64: ["#Node", ""],
      int64In: { Node: ["next#Node", "id"] },
    });
  });

  it("are found in maps beside members that are named", () => {
    const counts: Schema = { ...members({ name: text, "a,b": text }), additionalProperties: big };
    const schema = members({ counts, all: { type: ["object"], additionalProperties: big } });
    expect(integerPlaces(schema)).toEqual({
      int64: [String.raw`counts{name,a\,b}`, "all{}"],
      int64In: {},
    });
  });

  it("keep names whole that hold what places are written with", () => {
    const schema = members({ "a.b": big, "c[]": members({ "d#e": big }) });
    expect(integerPlaces(schema).int64).toEqual([String.raw`a\.b`, String.raw`c\[\].d\#e`]);
  });
});
