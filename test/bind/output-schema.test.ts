import { describe, expect, it } from "vitest";
import { tool } from "./bound.js";

const paths = `
/order:
  get:
    operationId: getOrder
    responses:
      "200":
        description: An order.
        content:
          application/json:
            schema:
              type: object
              required: [id, cents, lines, buyer]
              properties:
                id: { type: string }
                cents: { type: integer, format: int64 }
                count: { type: integer }
                lines: { type: array, items: { type: string } }
                buyer: { type: object, required: [name], properties: { name: { type: string } } }
                last: { type: [object, "null"], required: [at], properties: { at: { type: string } } }
                extra: { type: object, additionalProperties: { type: integer } }
                any: {}
                parts: { type: object, properties: { codes: { type: array, items: { type: string } } } }
                notes: { type: array, items: { type: string } }
`;

/** What the result's member `x` may be. */
function schemaOf(value: string, contract = "warn") {
  const top = `upstream: { contract: ${contract} }`;
  const { outputSchema } = tool({
    paths,
    top,
    tools: `work:\n  description: W.\n  call: getOrder\n  output:\n    x: ${value}`,
  });
  return outputSchema?.properties?.x;
}

const name = { type: ["string", "null"] };
const buyer = (nameSchema: object, type = ["object"]) => ({
  type,
  properties: { name: nameSchema },
  required: ["name"],
  additionalProperties: false,
});

describe("the schema of a result", () => {
  it.each<[string, string, unknown]>([
    [
      "what is shown as it is, which a broken answer may lack",
      '"${response.id}"',
      { type: ["string", "null"] },
    ],
    ["what is computed", "\"${response.id + '!'}\"", { type: ["string"] }],
    ["text", '"Order ${response.id}"', { type: ["string"] }],
    ["a 64-bit integer", '"${response.cents}"', { type: ["integer", "string", "null"] }],
    ["what may be missing", '"${response.count}"', { type: ["integer", "null"] }],
    ["a list", '"${response.lines}"', { type: ["array"], items: { type: ["string", "null"] } }],
    ["a list that may be missing", '"${response.notes}"', { type: ["array"], items: name }],
    [
      "a list that may be missing, in an object that is passed on as it is",
      '"${response.parts}"',
      {
        type: ["object", "null"],
        properties: { codes: { type: ["array", "null"], items: name } },
        required: ["codes"],
        additionalProperties: false,
      },
    ],
    ["an object", '"${response.buyer}"', buyer(name)],
    [
      "a map",
      '"${response.extra}"',
      { type: ["object", "null"], additionalProperties: { type: ["integer", "null"] } },
    ],
    ["anything", '"${response.any}"', {}],
    ["a constant", "5", { type: ["integer"] }],
    ["a projection", "{ from: response.buyer, pick: [name] }", buyer(name)],
    [
      "a projection of what may be null",
      "{ from: response.last, pick: [at] }",
      {
        type: ["object", "null"],
        properties: { at: { type: ["string", "null"] } },
        required: ["at"],
        additionalProperties: false,
      },
    ],
  ])("of %s", (_what, value, want) => {
    expect(schemaOf(value)).toEqual(want);
  });

  it("is the spec's own where a broken answer ends the call", () => {
    expect(schemaOf('"${response.id}"', "strict")).toEqual({ type: ["string"] });
    expect(schemaOf('"${response.buyer}"', "strict")).toEqual(buyer({ type: ["string"] }));
  });
});
