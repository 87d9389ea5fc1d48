import { describe, expect, it } from "vitest";
import { withTypeLists } from "../../src/contract-tests/try-arguments.js";

describe("an advertised schema", () => {
  it("has its types listed, and values that read like types as they are", () => {
    const how = { enum: [{ type: "mail" }], default: { type: "mail" }, examples: [{ type: "a" }] };
    const schema = { type: "object", properties: { type: { type: "string" }, how, not: how } };
    expect(
      withTypeLists({ ...schema, items: { anyOf: [{ type: "null", const: [schema] }] } }),
    ).toEqual({
      type: ["object"],
      properties: { type: { type: ["string"] }, how, not: how },
      items: { anyOf: [{ type: ["null"], const: [schema] }] },
    });
  });
});
