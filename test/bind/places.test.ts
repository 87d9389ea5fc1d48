import { describe, expect, it } from "vitest";
import { bound, calls, shownRequest, tool } from "./bound.js";

const paths = `
/things/{id}:
  put:
    operationId: putThing
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: mode, in: query, schema: { type: string } }
      - { name: "tags[]", in: query, schema: { type: array, items: { type: string } } }
      - { name: a.b, in: query, schema: { type: string } }
      - { name: created, in: query, style: deepObject, schema: { type: object, properties: { gte: { type: integer }, lt: { type: integer } } } }
      - { name: updated, in: query, style: deepObject, schema: { anyOf: [{ type: object, properties: { gte: { type: integer } } }, { type: integer }] } }
      - { name: X-Trace, in: header, schema: { type: string } }
      - { name: theme, in: cookie, schema: { type: string } }
      - { name: Host, in: header, schema: { type: string } }
    requestBody:
      required: true
      content:
        application/json:
          schema:
            type: object
            required: [thing]
            properties: { thing: { $ref: "#/components/schemas/Thing" } }
    responses: { "204": { description: Done. } }
`;
const components = `
schemas:
  Thing:
    type: object
    properties:
      name: { type: string }
      mode: { type: string }
      size: { type: object, properties: { width: { type: integer }, height: { type: integer } } }
      address:
        anyOf:
          - { type: object, required: [city], properties: { city: { type: string }, zip: { type: string } } }
          - { type: string, enum: [""] }
`;
const top = "operations: { effects: { putThing: write } }";

function given(input: string) {
  const lines = `work:\n  description: W.\n  call: putThing\n  input: { id: {}, ${input} }`;
  return { paths, components, top, tools: lines };
}

const sent = (input: string) =>
  calls(tool(given(input))).map(({ request }) => shownRequest(request));
const said = (input: string) => bound(given(input)).messages;

describe("the place of an input", () => {
  it.each([
    ["a parameter of its name", "mode: { to: query.mode }", "query: { mode: input.mode }"],
    ["a property of the body's only property", "name: {}", "body: { thing: { name: input.name } }"],
    [
      "a path into the body",
      "w: { to: body.thing.size.width }",
      "body: { thing: { size: { width: input.w }? } }",
    ],
    ["a whole body", "all: { to: body }", "body: input.all"],
    ["an odd name in quotes", "t: { to: 'query.\"tags[]\"' }", "query: { tags[]: input.t }"],
    ["a name with a dot in quotes", "ab: { to: 'query.\"a.b\"' }", "query: { a.b: input.ab }"],
    [
      "a member of a deep object",
      "since: { to: query.created.gte }",
      "query: { created: { gte: input.since }? }",
    ],
    [
      "a member of what may be an object",
      "since: { to: query.updated.gte }",
      "query: { updated: { gte: input.since }? }",
    ],
    [
      "the same in the body",
      "city: { to: body.thing.address.city, required: true }, zip: { to: body.thing.address.zip }",
      "body: { thing: { address: { city: input.city, zip: input.zip } } }",
    ],
    ["a header", "trace: { to: header.X-Trace }", "header: { X-Trace: input.trace }"],
    ["a cookie", "theme: {}", "cookie: { theme: input.theme }"],
  ])("is %s", (_what, input, want) => {
    const [request = ""] = sent(
      input.startsWith("name") || input.includes("body") ? input : `${input}, name: {}`,
    );
    expect(request).toContain(want);
  });

  it.each([
    ["none", "colour: {}", ['bind/unknown-input: putThing takes no "colour"']],
    ["a name whose quotes do not close", 'x: { to: "query.a.\\"b" }', null],
    [
      "the client's own header",
      "h: { to: header.Host }, name: {}",
      [
        "bind/forbidden-header: the header Host is the server's own, and no value of the map may stand there",
      ],
    ],
    [
      "the same as another's",
      "name: {}, title: { to: body.thing.name }",
      ["bind/supplied-twice: body.thing.name gets two values"],
    ],
  ])("is reported if it is %s", (_what, input, want) => {
    if (want === null) {
      expect(() => said(input)).toThrow("is not a place in a request");
    } else {
      expect(said(input)).toEqual(want);
    }
  });
});

it("of an object beside other kinds needs what the object needs", () => {
  expect(said("zip: { to: body.thing.address.zip }")).toEqual([
    'bind/missing-parameter: putThing requires "body.thing.address.city", and nothing supplies it',
  ]);
});

it("is not asked for beside a variant that there is not", () => {
  const tools = "work:\n  description: W.\n  call: putThing\n  variant: Box\n  input: { id: {} }";
  expect(bound({ ...given(""), tools }).messages).toEqual([
    "bind/unknown-variant: the body of putThing has no variants to choose from",
  ]);
});

describe("a bare name", () => {
  it("that is a parameter and a property of the body asks for one of them", () => {
    const both = paths.replace(
      "properties: { thing:",
      "properties: { mode: { type: string }, thing:",
    );
    const { messages } = bound({ ...given("mode: {}"), paths: both });
    expect(messages).toEqual(['bind/ambiguous-input: "mode" could be several parts of putThing']);
  });
});

describe("a place that is not there", () => {
  it.each([
    ["body.thing.nam", 'did you mean "body.thing.name"?'],
    ["body.thing.size.widht", 'did you mean "body.thing.size.width"?'],
    ["body.id", 'did you mean "path.id"?'],
    ["query.moed", 'did you mean "query.mode"?'],
    ["query.tags", `did you mean "query."tags[]""?`],
    ["path.theme", 'did you mean "cookie.theme"?'],
  ])("%s: %s", (to, help) => {
    const { helps } = bound({
      paths,
      components,
      tools: `put: { description: P., call: putThing, input: { id: {}, x: { to: '${to}' } } }`,
      top: "operations: { effects: { putThing: write } }",
    });
    expect(helps).toContain(help);
  });
});
