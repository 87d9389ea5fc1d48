import { describe, expect, it } from "vitest";
import { accepts } from "../../src/bind/accepts.js";
import type { JsonValue } from "../../src/model/json.js";
import type { Schema } from "../../src/model/schema.js";

const tree: Schema = {
  $ref: "#/$defs/Node",
  $defs: {
    Node: {
      type: ["object"],
      properties: { kid: { $ref: "#/$defs/Node" }, n: { type: ["integer"] } },
    },
  },
};

describe("a literal of the map", () => {
  it.each<[string, Schema, readonly JsonValue[], readonly JsonValue[]]>([
    ["types", { type: ["integer", "null"] }, [1, null], [1.5, "1", true]],
    ["values", { enum: ["a", 1] }, ["a", 1], ["b", "1"]],
    ["bounds", { minimum: 1, exclusiveMaximum: 3 }, [1, 2.9, "text"], [0.9, 3]],
    ["lengths by code point", { minLength: 2, maxLength: 2 }, ["ab", "🙂🙂"], ["a", "abc"]],
    ["patterns", { pattern: "^\\d+$" }, ["12", 12], ["a1"]],
    ["elements", { type: ["array"], items: { type: ["string"] }, minItems: 1 }, [["a"]], [[], [1]]],
    [
      "members",
      {
        type: ["object"],
        properties: { a: { type: ["string"] } },
        required: ["a"],
        additionalProperties: false,
      },
      [{ a: "x" }],
      [{}, { a: 1 }, { a: "x", b: 1 }],
    ],
    [
      "combinations",
      { anyOf: [{ type: ["string"] }, { minimum: 5, type: ["integer"] }] },
      ["a", 5],
      [4, null],
    ],
    ["both of two", { allOf: [{ minimum: 1 }, { maximum: 3 }] }, [2], [0, 4]],
    ["what contains itself", tree, [{ kid: { kid: { n: 1 } } }], [{ kid: { kid: { n: "1" } } }]],
  ])("is held to %s", (_what, schema, right, wrong) => {
    expect(right.map((value) => accepts(schema, value))).toEqual(right.map(() => true));
    expect(wrong.map((value) => accepts(schema, value))).toEqual(wrong.map(() => false));
  });
});

describe("the decimal text of an integer past 2^53", () => {
  const long = { type: ["integer"], format: "int64", maximum: "9223372036854775806" } as const;

  it("is an integer of 64 bits, within its bounds to the digit", () => {
    const given = ["9223372036854775806", "9223372036854775807", "-9223372036854775808", "7", "x"];
    expect(given.map((value) => accepts(long, value))).toEqual([true, false, true, false, false]);
  });

  it("is none of fewer bits", () => {
    expect(accepts({ type: ["integer"] }, "9223372036854775806")).toBe(false);
    expect(accepts({ type: ["integer"], format: "int32" }, "9223372036854775806")).toBe(false);
  });
});
