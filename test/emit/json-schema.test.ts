import { describe, expect, it } from "vitest";
import { advertisedInputs } from "../../src/emit/inputs.js";
import { advertisedRoot, advertisedValue } from "../../src/emit/json-schema.js";
import type { Schema } from "../../src/model/schema.js";
import { input, text } from "./models.js";

function shown(schema: Schema) {
  return advertisedValue(schema, "value").schema;
}

describe("the advertised schema of a value", () => {
  it("has no lists of types", () => {
    expect(shown({ type: ["string", "null"], maxLength: 5, description: "A name." })).toEqual({
      description: "A name.",
      anyOf: [{ type: "string", maxLength: 5 }, { type: "null" }],
    });
  });

  it("keeps each type's keywords and values with it", () => {
    expect(
      shown({ type: ["string", "integer"], minimum: 1, minLength: 2, enum: ["aa", 1, 2.5] }),
    ).toEqual({
      anyOf: [
        { type: "string", enum: ["aa"], minLength: 2 },
        { type: "integer", enum: [1], minimum: 1 },
      ],
    });
  });

  it("has items on every list, and no boolean subschemas", () => {
    expect(shown({ type: ["array"] })).toEqual({ type: "array", items: {} });
    expect(shown({ type: ["array"], items: true })).toEqual({ type: "array", items: {} });
    expect(shown({ type: ["array"], prefixItems: [text, false], items: false })).toEqual({
      type: "array",
      prefixItems: [{ type: "string" }, { not: {} }],
      items: {},
      maxItems: 2,
    });
  });

  it("says oneOf only where a value could fit two", () => {
    expect(shown({ oneOf: [{ type: ["string"] }, { type: ["boolean"] }] })).toEqual({
      anyOf: [{ type: "string" }, { type: "boolean" }],
    });
    expect(shown({ oneOf: [{ type: ["integer"] }, { type: ["number"] }] })).toEqual({
      oneOf: [{ type: "integer" }, { type: "number" }],
    });
  });

  it("shows alternatives among alternatives on one level", () => {
    const inner: Schema = { anyOf: [{ type: ["string"] }, { type: ["integer"] }] };
    expect(shown({ anyOf: [inner, { type: ["null"] }] })).toEqual({
      anyOf: [{ type: "string" }, { type: "integer" }, { type: "null" }],
    });
    expect(
      shown({ anyOf: [{ ...inner, description: "A number." }, { type: ["null"] }] }),
    ).toMatchObject({
      anyOf: [{ anyOf: [{ type: "string" }, { type: "integer" }] }, { type: "null" }],
    });
  });

  it("keeps the formats that hosts know, and no others", () => {
    expect(shown({ type: ["string"], format: "date" })).toEqual({ type: "string", format: "date" });
    expect(shown({ type: ["string"], format: "acme_date_v2" })).toEqual({ type: "string" });
  });

  it("takes big integers as text too", () => {
    expect(shown({ type: ["integer"], format: "int64", description: "The id." })).toEqual({
      description: "The id.",
      anyOf: [{ type: "integer" }, { type: "string", pattern: "^-?(0|[1-9][0-9]{0,18})$" }],
    });
  });

  it.each([
    [{ exclusiveMinimum: 3 }, "^[1-9][0-9]{0,18}$", true],
    [{ minimum: 0, exclusiveMinimum: 3 }, "^[1-9][0-9]{0,18}$", true],
    [{ minimum: 0.5 }, "^[1-9][0-9]{0,18}$", false],
    [{ exclusiveMinimum: -1 }, "^(0|[1-9][0-9]{0,18})$", false],
    [{ minimum: -5 }, "^-?(0|[1-9][0-9]{0,18})$", true],
  ])(
    "says of big integers as text what a pattern can, or notes it: %j",
    (bounds, pattern, noted) => {
      const { schema, notes } = advertisedValue(
        { type: ["integer"], format: "int64", ...bounds },
        "value",
      );
      expect(schema).toEqual({
        anyOf: [
          { type: "integer", ...bounds },
          { type: "string", pattern },
        ],
      });
      expect(notes.length > 0).toBe(noted);
    },
  );

  it("leaves out names that hosts refuse, and says so", () => {
    const schema: Schema = {
      type: ["object"],
      properties: { "filter[x]": text, a: text },
      required: ["filter[x]", "a"],
      additionalProperties: false,
    };
    expect(advertisedValue(schema, "filter")).toEqual({
      schema: {
        type: "object",
        properties: { a: { type: "string" } },
        required: ["a"],
        additionalProperties: true,
      },
      notes: ['"filter.filter[x]" is not shown: hosts refuse a name like that'],
    });
  });

  it("describes what contains itself as deep as it stays small", () => {
    const Tree: Schema = {
      type: ["object"],
      properties: { children: { type: ["array"], items: { $ref: "#/$defs/Tree" } } },
    };
    const level = (children: object) => ({
      type: "object",
      properties: { children: { type: "array", items: children } },
    });
    expect(advertisedValue({ $ref: "#/$defs/Tree", $defs: { Tree } }, "tree")).toEqual({
      schema: level(level(level({ type: "object" }))),
      notes: ['"tree" contains itself: deeper levels are not described'],
    });
  });

  it("leaves out what it could only refuse too much by", () => {
    const Self: Schema = { type: ["object"], properties: { a: { $ref: "#/$defs/Self" } } };
    const { schema, notes } = advertisedValue(
      { type: ["object"], not: { $ref: "#/$defs/Self" }, $defs: { Self } },
      "value",
    );
    expect(schema).toEqual({ type: "object" });
    expect(notes).toHaveLength(1);
  });
});

describe("the advertised schema of arguments", () => {
  it("is an object that takes its members and no others", () => {
    const inputs = [
      input("id", { type: ["string"], description: "The order." }),
      input("limit", { type: ["integer"], minimum: 1, default: 50 }, { required: false }),
      input("status", text, { required: false, default: "open" }),
    ];
    expect(advertisedInputs(inputs).schema).toEqual({
      type: "object",
      properties: {
        id: { type: "string", description: "The order." },
        limit: { type: "integer", minimum: 1, default: 50 },
        status: { type: "string", default: "open" },
      },
      required: ["id"],
      additionalProperties: false,
    });
  });

  it("is the plain one where there are none", () => {
    expect(advertisedInputs([]).schema).toEqual({
      type: "object",
      properties: {},
      additionalProperties: false,
    });
  });
});

describe("the advertised schema of a result", () => {
  it("is an object without alternatives at its root", () => {
    expect(
      advertisedRoot({ type: ["object"], properties: { a: text }, anyOf: [{ required: ["a"] }] }),
    ).toEqual({
      schema: { type: "object", properties: { a: { type: "string" } } },
      notes: ["the alternatives at the top of the result are not shown: some hosts refuse them"],
    });
  });
});
