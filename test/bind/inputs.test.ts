import { describe, expect, it } from "vitest";
import type { Input } from "../../src/model/tool.js";
import { bound, tool } from "./bound.js";

const paths = `
/orders:
  get:
    operationId: listOrders
    parameters:
      - { name: state, in: query, description: "Which ones.", schema: { type: string, enum: [open, sent], default: open } }
      - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50, description: How many. } }
      - { name: buyer, in: query, required: true, schema: { type: string } }
      - { name: pin, in: query, schema: { type: string, format: password } }
    responses: { "204": { description: Done. } }
/orders/{order_id}:
  get:
    operationId: getOrder
    parameters:
      - { name: order_id, in: path, required: true, schema: { type: string } }
      - { name: state, in: query, schema: { type: string, enum: [open] } }
    responses: { "204": { description: Done. } }
`;

const call = (input: string) => ({
  paths,
  tools: `work:\n  description: W.\n  call: listOrders\n  input: { ${input} }`,
});

/** The input `name` of a tool that is one call. */
function input(name: string, lines: string): Input {
  const found = tool(call(lines)).inputs.find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`the tool has no input ${name}`);
  }
  return found;
}

describe("an input of one call", () => {
  it("has its schema and its description from its place", () => {
    expect(input("state", "state: {}, buyer: {}")).toMatchObject({
      required: false,
      default: undefined,
      schema: {
        type: ["string"],
        enum: ["open", "sent"],
        description: "Which ones.",
        default: "open",
      },
    });
  });

  it("is required where its place is", () => {
    expect(input("buyer", "buyer: {}").required).toBe(true);
  });

  it("is not required with a default, which is sent", () => {
    expect(input("buyer", "buyer: { default: B1 }")).toMatchObject({
      required: false,
      default: "B1",
    });
  });

  it("may be required where its place is not", () => {
    expect(input("state", "state: { required: true }, buyer: {}").required).toBe(true);
  });

  it("keeps the map's own description", () => {
    expect(input("limit", "limit: { description: At most. }, buyer: {}").schema.description).toBe(
      "At most.",
    );
  });

  it("is secret where the spec or the map says so", () => {
    expect(input("pin", "pin: {}, buyer: {}").secret).toBe(true);
    expect(input("buyer", "buyer: { secret: true }").secret).toBe(true);
    expect(input("state", "state: {}, buyer: {}").secret).toBe(false);
  });

  it("may be for expressions alone, if it says what it is", () => {
    const lines = "call: listOrders\n  input: { days: { type: integer, minimum: 1 }, buyer: {} }";
    const tools = `work:\n  description: W.\n  ${lines}\n  output: { days: "\${input.days}" }`;
    expect(tool({ paths, tools }).inputs[0]?.schema).toEqual({ type: ["integer"], minimum: 1 });
  });

  it("is reported if nothing uses it", () => {
    expect(bound(call("days: { type: integer }, buyer: {}")).messages).toEqual([
      'bind/unused-input: nothing uses the input "days"',
    ]);
  });

  it("keeps the order of the map", () => {
    const { inputs } = tool(call("limit: {}, buyer: {}, state: {}"));
    expect(inputs.map(({ name }) => name)).toEqual(["limit", "buyer", "state"]);
  });
});

describe("an input of steps", () => {
  const steps = (input: string, first: string, second: string) => ({
    paths,
    tools: `
work:
  description: W.
  input: { ${input} }
  steps:
    one: { call: listOrders, with: { buyer: x, ${first} } }
    two: { call: getOrder, with: { order_id: x, ${second} } }
`,
  });

  it("has the schema of the first place where it stands whole", () => {
    const given = steps("s: {}", 'state: "${input.s}"', "");
    expect(tool(given).inputs[0]?.schema).toMatchObject({ enum: ["open", "sent"] });
  });

  it("is reported if its places take different values", () => {
    expect(bound(steps("s: {}", 'state: "${input.s}"', 'state: "${input.s}"')).messages).toEqual([
      'bind/conflicting-places: "s" goes to query.state and to query.state, which do not take the same values',
    ]);
  });

  it("has no schema from text that it is a part of", () => {
    expect(bound(steps("s: {}", 'state: "o${input.s}"', "")).messages).toEqual([
      'bind/input-type-unknown: nothing says what "s" is',
      "bind/absent-in-text: input.s may be null, and would leave a hole in the text that is sent",
    ]);
  });

  it("borrows a schema, and not that it is required", () => {
    const given = steps(
      "b: { like: listOrders.buyer }",
      "state: \"${input.b == null ? 'open' : 'sent'}\"",
      "",
    );
    expect(tool(given).inputs[0]).toMatchObject({ required: false, schema: { type: ["string"] } });
  });
});
