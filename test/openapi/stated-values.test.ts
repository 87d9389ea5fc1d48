import { describe, expect, it } from "vitest";
import { apiOf, noted, operationOf } from "./given.js";

describe("values of another type than is stated", () => {
  const yaml = (schema: string) => {
    const { api, collector } = apiOf(`openapi: 3.0.3
paths: { /a: { get: { parameters: [{ name: a, in: query, schema: ${schema} }] } } }
`);
    const node = operationOf(api, "GET /a").parameters[0]?.schema;
    return { schema: node?.toSchema(), found: collector.sorted().map(noted) };
  };

  it.each([
    ["{ type: string, enum: [true, 1.0, 0x1F, a] }", { enum: ["true", "1.0", "0x1F", "a"] }],
    ["{ type: string, enum: [&x 1.0, *x, null] }", { enum: ["1.0", "1", null] }],
    ["{ type: integer, enum: ['1', '2'] }", { enum: [1, 2] }],
    ["{ type: boolean, enum: ['true'] }", { enum: [true] }],
    ["{ type: string, enum: [5], nullable: true }", { enum: ["5", null] }],
  ])("are taken for what they must mean: %s", (given, want) => {
    const { schema, found } = yaml(given);
    expect(schema).toMatchObject(want);
    expect(found.map(([first = ""]) => first.split(" ")[0])).toEqual([
      "warning[openapi/other-type]",
    ]);
  });

  it.each([
    "{ type: array, items: { type: string }, enum: [a, b] }",
    "{ type: integer, enum: [a, '1.5'] }",
    "{ type: object, default: x }",
  ])("are ignored where they can mean nothing: %s", (given) => {
    const { schema, found } = yaml(given);
    expect([schema?.enum, schema?.default]).toEqual([undefined, undefined]);
    expect(found.map(([first = ""]) => first.split(" ")[0])).toEqual([
      "warning[openapi/ignored-keyword]",
    ]);
  });

  it("are shown at their place", () => {
    expect(yaml("{ type: string, enum: [a, no, 5] }").found).toEqual([
      [
        'warning[openapi/other-type] a value is not of the type that is stated for it, and is taken for "5"',
        "api.yaml:2:96 5 of another type",
        'help: write "5", or state the other type',
      ],
    ]);
  });

  it("are mended in a default without a word, which is shown alone", () => {
    expect(yaml("{ type: string, default: 1.10 }")).toEqual({
      schema: { type: ["string"], default: "1.10" },
      found: [],
    });
    expect(yaml("{ type: boolean, default: 'false' }").schema?.default).toBe(false);
    expect(yaml("{ type: string, default: null }").schema?.default).toBe(null);
  });
});
