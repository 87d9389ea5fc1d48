import { describe, expect, it } from "vitest";
import { statedSchema } from "../../src/emit/stated-schema.js";

describe("statedSchema", () => {
  it.each([
    [{}, { minProperties: 0 }],
    [{ description: "Anything." }, { description: "Anything.", minProperties: 0 }],
    [
      { type: "array", items: {} },
      { type: "array", items: { minProperties: 0 } },
    ],
    [
      { type: "object", additionalProperties: false },
      { type: "object", additionalProperties: false },
    ],
    [{ not: {} }, { not: {} }],
    [
      { properties: { items: {}, not: {} }, anyOf: [{}, { type: "null" }] },
      {
        properties: { items: { minProperties: 0 }, not: { minProperties: 0 } },
        anyOf: [{ minProperties: 0 }, { type: "null" }],
      },
    ],
    [
      { enum: [{}], default: {} },
      { enum: [{}], default: {} },
    ],
    [{ const: { items: {} } }, { const: { items: {} } }],
  ])("%j", (given, want) => {
    expect(statedSchema(given)).toEqual(want);
  });
});
