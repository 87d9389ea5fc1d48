import { describe, expect, it } from "vitest";
import type { Shape } from "../../src/model/shape.js";
import { calls, operation, tool } from "./bound.js";

const paths = `
/orders:
  get:
    operationId: listOrders
    parameters: [{ name: id, in: query, schema: { type: string } }]
    responses:
      "200":
        description: Orders.
        content:
          application/json:
            schema:
              type: object
              required: [items, total]
              properties:
                items: { type: array, items: { $ref: "#/components/schemas/Order" } }
                total: { type: integer }
                next: { type: string }
`;
const components = `
schemas:
  Order:
    type: object
    required: [id, buyer]
    properties:
      id: { type: string }
      cents: { type: integer }
      buyer: { type: object, required: [name], properties: { name: { type: string }, mail: { type: string } } }
      parent: { $ref: "#/components/schemas/Order" }
`;

function given(lines: string) {
  return {
    paths,
    components,
    tools: `work:\n  description: W.\n  ${lines.trim().split("\n").join("\n  ")}`,
  };
}

/** What a step `orders` needs, in a tool with the given lines. */
const needs = (lines: string) =>
  calls(
    tool(
      given(
        `steps:\n  orders: { call: listOrders }\n  more: { call: listOrders, with: { id: "\${coalesce(orders.next, 'x')}" } }\n${lines}`,
      ),
    ),
  )[0]?.needs;

describe("what of an answer has to fit the spec", () => {
  it.each([
    [
      "nothing that is merely shown",
      "output: { t: '${orders.total}', i: '${orders.items}' }",
      ["next"],
    ],
    [
      "nothing that is picked",
      "output: { i: { from: orders.items, pick: [id, { by: buyer.name }] } }",
      ["next"],
    ],
    ["what is computed with", "output: { t: '${orders.total + 1}' }", ["next", "total"]],
    ["what a guard asks", "require: [{ that: orders.total > 0, error: none }]", ["next", "total"]],
    ["what stands in text", 'output: { t: "${orders.total} orders" }', ["next", "total"]],
    [
      "what is computed of elements",
      "output: { i: { from: orders.items, pick: [id, { cents: 'coalesce(cents, 0) * 2' }] } }",
      ["items[].cents", "next"],
    ],
    [
      "what a `let` names, once it is used so",
      "let: { first: 'orders.items[0]' }\noutput: { n: '${first.buyer.name + \"!\"}' }",
      ["items[].buyer.name", "next"],
    ],
    ["a length", "output: { n: '${size(orders.items)}' }", ["items", "next"]],
  ])("is %s", (_what, lines, want) => {
    expect(needs(lines)).toEqual(want);
  });
});

/** A shape as one would write it. */
function shown(shape: Shape): string {
  switch (shape.kind) {
    case "object":
      return `{ ${shape.fields.map((field) => `${field.name}${field.nullable ? "?" : ""}: ${shown(field.shape)}`).join(", ")} }`;
    case "list":
      return `[${shown(shape.element)}]`;
    case "record":
      return `{*: ${shown(shape.value)}}`;
    default:
      return shape.kind;
  }
}

function read(lines: string): string {
  const { answer } = operation(given(`call: listOrders\n${lines}`), "listOrders");
  return answer.kind === "json" ? shown(answer.shape) : answer.kind;
}

describe("what is read of an answer", () => {
  it.each([
    ["a field that is shown", "output: { t: '${response.total}' }", "{ total: integer }"],
    [
      "the fields that are picked",
      "output: { i: { from: response.items, pick: [id, cents] } }",
      "{ items: [{ cents?: integer, id: string }] }",
    ],
    [
      "an inner field",
      "output: { i: { from: response.items, pick: [{ by: buyer.name }] } }",
      "{ items: [{ buyer: { name: string } }] }",
    ],
    ["a length without elements", "output: { n: '${size(response.items)}' }", "{ items: [{  }] }"],
    [
      "the whole of an object that is shown",
      "output: { b: '${response.items[0].buyer}' }",
      "{ items: [{ buyer: { mail?: string, name: string } }] }",
    ],
  ])("is %s", (_what, lines, want) => {
    expect(read(lines)).toBe(want);
  });

  it("is gathered over all tools", () => {
    const tools = `
one: { description: W., call: listOrders, output: { t: "\${response.total}" } }
two: { description: W., call: listOrders, output: { n: "\${response.next}" } }
`;
    const { answer } = operation({ paths, components, tools }, "listOrders");
    expect(answer.kind === "json" && shown(answer.shape)).toBe("{ next?: string, total: integer }");
  });
});
