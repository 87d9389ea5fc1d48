import { describe, expect, it } from "vitest";
import { bound, calls, operation, server, shownRequest, tool } from "./bound.js";

/** A write with the given parameters (in flow style) and body schema. */
function put(parameters: string, body: string, isBodyRequired = true) {
  return `
/things:
  post:
    operationId: putThing
    parameters: [${parameters}]
    requestBody:
      required: ${isBodyRequired}
      content: { application/json: { schema: ${body} } }
    responses: { "204": { description: Done. } }
/source:
  get:
    operationId: getSource
    responses:
      "200":
        description: A source.
        content:
          application/json:
            schema:
              type: object
              required: [id]
              properties: { id: { type: string }, note: { type: string }, tags: { type: array, items: { type: string } } }
`;
}

const effects = "operations: { effects: { putThing: write } }";

interface Written {
  readonly parameters?: string;
  readonly body?: string;
  readonly isBodyRequired?: boolean;
  readonly top?: string;
}

function given(
  lines: string,
  { parameters = "", body = "{}", isBodyRequired, top = effects }: Written,
) {
  const indented = lines.trim().split("\n").join("\n  ");
  return {
    paths: put(parameters, body, isBodyRequired),
    top,
    tools: `work:\n  description: W.\n  ${indented}`,
  };
}

/** The last request of a tool with the given lines. */
function sent(lines: string, written: Written): string {
  const request = calls(tool(given(lines, written))).at(-1)?.request;
  return request === undefined ? "" : shownRequest(request);
}

const object = (properties: string, required = "[]") =>
  `{ type: object, required: ${required}, properties: ${properties} }`;
const source = "source: { call: getSource }";

describe("null in a request", () => {
  const put = (value: string) =>
    `steps:\n  ${source}\n  put: { call: putThing, with: { note: "${value}" } }`;

  it("is left out where the API does not take it", () => {
    const body = object("{ note: { type: string } }");
    expect(sent(put("${source.note}"), { body })).toBe(
      "{ body: { note: source.note ?? undefined } }",
    );
  });

  it("is sent where the API takes it", () => {
    const body = object("{ note: { type: [string, 'null'] } }");
    expect(sent(put("${source.note}"), { body })).toBe("{ body: { note: source.note } }");
  });

  it("is refused where the API needs a value", () => {
    const body = object("{ note: { type: string } }", "[note]");
    expect(bound(given(put("${source.note}"), { body })).messages).toEqual([
      "bind/may-be-absent: body.note has to be there in every call, and this value may be missing",
    ]);
  });

  it("is refused inside text", () => {
    const body = object("{ note: { type: string } }");
    expect(bound(given(put("Was ${source.note}."), { body })).messages).toEqual([
      "bind/absent-in-text: source.note may be null, and would leave a hole in the text that is sent",
    ]);
  });

  it("is sent where the map writes it", () => {
    const body = object("{ note: { type: [string, 'null'] } }");
    expect(sent("call: putThing\nwith: { note: null }", { body })).toBe("{ body: { note: null } }");
  });
});

describe("an object of which all members are missing", () => {
  const inner = object("{ from: { type: string }, until: { type: string } }");
  const lines =
    "call: putThing\ninput: { from: { to: body.range.from }, until: { to: body.range.until } }";

  it("is left out", () => {
    expect(sent(lines, { body: object(`{ range: ${inner} }`) })).toBe(
      "{ body: { range: { from: input.from, until: input.until }? } }",
    );
  });

  it("is sent where the API needs it", () => {
    expect(sent(lines, { body: object(`{ range: ${inner} }`, "[range]") })).toBe(
      "{ body: { range: { from: input.from, until: input.until } } }",
    );
  });

  it("is not sent as a body that need not be there", () => {
    expect(sent(lines, { body: object(`{ range: ${inner} }`), isBodyRequired: false })).toBe(
      "{ body: { range: { from: input.from, until: input.until }? }? }",
    );
  });

  it("is sent where the map writes it empty", () => {
    const body = object(`{ range: ${inner}, tags: { type: array, items: { type: string } } }`);
    expect(sent("call: putThing\nwith: { range: {}, tags: [] }", { body })).toBe(
      "{ body: { range: {}, tags: [] } }",
    );
  });

  it("is sent as a body that has to be there", () => {
    expect(sent("call: putThing", { body: object("{ a: { type: string } }") })).toBe(
      "{ body: {} }",
    );
  });
});

describe("an element of a list that is missing", () => {
  it("is left out, and so is a list of which nothing remains", () => {
    const body = object("{ tags: { type: array, items: { type: string } } }");
    const lines =
      'call: putThing\ninput: { one: { type: string } }\nwith: { tags: [a, "${input.one}"] }';
    expect(sent(lines, { body })).toBe('{ body: { tags: ["a", input.one]? } }');
  });
});

describe("what has one possible value", () => {
  it("is supplied where it is required, at any depth that is sent", () => {
    const inner = object("{ kind: { enum: [box] }, size: { type: integer } }", "[kind]");
    const body = object(
      `{ version: { enum: [2] }, hint: { enum: [x] }, it: ${inner} }`,
      "[version]",
    );
    const parameters =
      "{ name: mode, in: query, required: true, schema: { type: string, enum: [fast] } }";
    expect(
      sent("call: putThing\ninput: { size: { to: body.it.size } }", { parameters, body }),
    ).toBe(
      '{ query: { mode: "fast" }, body: { it: { size: input.size, kind: "box" }, version: 2 } }',
    );
  });

  it("is not, in a body that is not sent", () => {
    const body = object("{ version: { enum: [2] } }", "[version]");
    expect(sent("call: putThing", { body, isBodyRequired: false })).toBe("{  }");
  });

  it("is the tag of a variant", () => {
    const variant = (tag: string, member: string) =>
      object(
        `{ kind: { type: string, enum: [${tag}] }, ${member}: { type: string } }`,
        `[kind, ${member}]`,
      );
    const paths = put("", '{ $ref: "#/components/schemas/Either" }');
    const components = `
schemas:
  Left: ${variant("left", "l")}
  Right: ${variant("right", "r")}
  Either:
    oneOf: [{ $ref: "#/components/schemas/Left" }, { $ref: "#/components/schemas/Right" }]
    discriminator: { propertyName: kind, mapping: { left: "#/components/schemas/Left", right: "#/components/schemas/Right" } }
`;
    const tools =
      "work:\n  description: W.\n  call: putThing\n  variant: Right\n  input: { r: {} }";
    const [call] = calls(tool({ paths, components, tools, top: effects }));
    expect(call && shownRequest(call.request)).toBe('{ body: { r: input.r, kind: "right" } }');
  });
});

describe("what stands under upstream.with", () => {
  const account = "{ name: account, in: query, required: true, schema: { type: string } }";
  const top = `upstream: { with: { account: "\${env.ACCOUNT}" } }\n${effects}`;

  it("goes to every call that has the parameter, without a word in the tool", () => {
    const written = { parameters: account, top };
    expect(sent("call: putThing\ninput: { all: { to: body, type: object } }", written)).toBe(
      "{ body: input.all }",
    );
    const { parameters } = operation(
      given("call: putThing\ninput: { all: { to: body, type: object } }", written),
      "putThing",
    );
    expect(parameters).toMatchObject([{ name: "account", suppliedBy: "account" }]);
  });

  it("is not said by a tool, too", () => {
    const { messages } = bound(
      given("call: putThing\ninput: { account: {}, all: { to: body, type: object } }", {
        parameters: account,
        top,
      }),
    );
    expect(messages).toEqual([
      "bind/supplied-twice: query.account gets two values: upstream.with supplies it to every call",
    ]);
  });
});

describe("the typed client", () => {
  it("has what tools send, without what only the API writes", () => {
    const body = object(
      "{ id: { type: string, readOnly: true }, name: { type: string }, other: { type: string } }",
      "[id, name]",
    );
    const { operations } = server(given("call: putThing\ninput: { name: {} }", { body }));
    expect(operations[0]?.body?.schema).toMatchObject({
      properties: { name: { type: ["string"] } },
      required: ["name"],
    });
    expect(Object.keys(operations[0]?.body?.schema.properties ?? {})).toEqual(["name"]);
  });
});
