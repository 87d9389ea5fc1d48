import { describe, expect, it } from "vitest";
import { tool } from "./bound.js";

/** What becomes of a handler's `outputSchema` with this one member. */
function outputOf(member: string, required = "") {
  const schema = `{ type: object, required: [${required}], properties: { it: ${member} } }`;
  const tools = `job:\n  description: D.\n  handler: job\n  calls: []\n  outputSchema: ${schema}`;
  const { outputSchema, body } = tool({ paths: "{}", tools });
  return {
    schema: outputSchema?.properties?.it,
    field: body.kind === "handler" ? body.output?.fields[0] : undefined,
  };
}

describe("a handler's output", () => {
  it("is shown as what it is held to: its structure, and its words", () => {
    expect(
      outputOf("{ type: string, enum: [u, v], maxLength: 3, description: A letter. }", "it"),
    ).toEqual({
      schema: { type: ["string"], description: "A letter." },
      field: { name: "it", shape: { kind: "string" }, nullable: false },
    });
  });

  it("may be null where it is not required", () => {
    expect(outputOf("{ type: string, enum: [u, v] }")).toEqual({
      schema: { type: ["string", "null"] },
      field: { name: "it", shape: { kind: "string" }, nullable: true },
    });
  });

  it("has null among its elements where their schema has", () => {
    expect(outputOf('{ type: array, items: { type: [string, "null"] }, minItems: 1 }')).toEqual({
      schema: { type: ["array"], items: { type: ["string", "null"] } },
      field: {
        name: "it",
        shape: { kind: "list", element: { kind: "string" }, elementNullable: true },
        nullable: false,
      },
    });
  });

  it("has every member at any depth, null if need be", () => {
    const inner = "{ type: object, properties: { a: { type: integer, minimum: 1 } } }";
    expect(outputOf(`{ type: array, items: ${inner} }`)).toMatchObject({
      schema: {
        items: {
          type: ["object"],
          properties: { a: { type: ["integer", "null"] } },
          required: ["a"],
          additionalProperties: false,
        },
      },
      field: { shape: { element: { fields: [{ name: "a", nullable: true }] } } },
    });
  });

  it.each([
    "true",
    "{ type: [string, integer] }",
    "{ type: object }",
    "{ anyOf: [{ type: string }] }",
  ])("is anything where %s says more than is held", (member) => {
    expect(outputOf(member)).toEqual({
      schema: {},
      field: { name: "it", shape: { kind: "json" }, nullable: false },
    });
  });
});
