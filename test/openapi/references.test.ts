import { describe, expect, it } from "vitest";
import { apiOf, apiOfFiles, codes, noted, operationOf } from "./given.js";

const body = (api: Parameters<typeof operationOf>[0], key = "op") =>
  operationOf(api, key).requestBody?.contents[0]?.schema;

function withBody(schema: string, rest = ""): string {
  return `openapi: 3.1.0
paths:
  /x:
    post:
      operationId: op
      requestBody: { content: { application/json: { schema: ${schema} } } }
      responses: {}
${rest}`;
}

describe("references between files", () => {
  it("lead to files, into files, and back", () => {
    const { api, collector } = apiOfFiles({
      "specs/api.yaml": `openapi: 3.1.0
paths:
  /x: { $ref: paths/x.yaml }
components:
  schemas:
    Id: { type: string }
`,
      "specs/paths/x.yaml": `
parameters:
  - $ref: '../parts.json#/parameters/limit'
post:
  operationId: op
  requestBody: { $ref: "../parts.json#/bodies/b" }
  responses:
    "200": { $ref: "../parts.json#/responses/ok" }
    4XX: { description: no }
`,
      "specs/parts.json": JSON.stringify({
        parameters: { limit: { name: "limit", in: "query", schema: { type: "integer" } } },
        bodies: {
          b: {
            content: {
              "Application/JSON; charset=utf-8": { schema: { $ref: "models/Thing.yaml" } },
            },
          },
        },
        responses: { ok: { description: "fine", headers: { "X-Total": {} } } },
      }),
      "specs/models/Thing.yaml":
        "type: object\nproperties:\n  id: { $ref: '../api.yaml#/components/schemas/Id' }\n  next: { $ref: Thing.yaml }\n",
    });
    const operation = operationOf(api, "op");
    expect(codes(collector)).toEqual([]);
    expect(operation.head).toMatchObject({
      path: "/x",
      method: "POST",
      pointer: { file: { path: "specs/paths/x.yaml" }, path: "/post" },
    });
    expect(operation.parameters.map(({ name }) => name)).toEqual(["limit"]);
    expect(operation.responses.map(({ status, headers }) => [status, headers])).toEqual([
      ["200", ["x-total"]],
      ["4XX", []],
    ]);
    const [content] = operation.requestBody?.contents ?? [];
    expect(content?.mediaType).toBe("application/json");
    expect(content?.schema?.name).toBe("Thing");
    expect(content?.schema?.properties().get("next")?.schema).toBe(content?.schema);
    expect(content?.schema?.properties().get("id")?.schema.name).toBe("Id");
  });

  it("stay within the root and off the network", () => {
    const { api, collector } = apiOfFiles({
      "api.yaml": withBody(
        `{ properties: { a: { $ref: ../../etc/passwd }, b: { $ref: "https://x.test/s.json#/a" }, c: { $ref: none.yaml }, d: { $ref: "file:///etc/passwd" } } }`,
      ),
    });
    body(api)?.toSchema();
    expect(collector.sorted().map((diagnostic) => noted(diagnostic)[0])).toEqual([
      'error[source/outside] "../../etc/passwd" lies outside the project',
      'error[openapi/remote-reference] reference "https://x.test/s.json#/a" is not followed: it leads to the network',
      'error[source/missing] there is no file "none.yaml"',
      'error[openapi/remote-reference] reference "file:///etc/passwd" is not followed: it leads to the network',
    ]);
    expect(noted(collector.sorted()[2])[1]).toMatch(/^api.yaml:6:\d+ none.yaml named here$/);
  });

  it("report a file that cannot be parsed, at its own place", () => {
    const { api, collector } = apiOfFiles({
      "api.yaml": withBody("{ $ref: bad.yaml }"),
      "bad.yaml": "type: object\ntype: string\n",
    });
    expect(body(api)?.types).toBeNull();
    expect(noted(collector.sorted()[0])).toEqual([
      'error[openapi/invalid-yaml] "bad.yaml" is not valid YAML',
      "bad.yaml:2:1 t this key stands in the mapping already",
      "help: remove or rename one of the two",
    ]);
  });

  it("of operations that nothing uses are warnings", () => {
    const { api, collector } = apiOfFiles({
      "api.yaml": `openapi: 3.1.0
paths:
  /a: { $ref: gone.yaml }
  /b: { get: { $ref: gone.yaml }, post: { operationId: op, responses: {} } }
`,
    });
    expect(api?.operations.map(({ key }) => key)).toEqual(["GET /b", "op"]);
    expect(collector.sorted().map(({ severity }) => severity)).toEqual(["warning", "warning"]);
    expect(api?.operations[0] && api.resolve(api.operations[0])).toBeNull();
    expect(collector.hasErrors()).toBe(true);
  });
});

describe("references within a file", () => {
  it("suggest the name that was meant, and show it", () => {
    const components = "components:\n  schemas:\n    Invoice: { type: object }\n";
    const { api, collector } = apiOf(
      withBody(`{ $ref: "#/components/schemas/Invoic" }`, components),
    );
    body(api)?.toSchema();
    expect(collector.sorted().map(noted)).toEqual([
      [
        'error[openapi/unresolved-reference] reference "#/components/schemas/Invoic" leads nowhere',
        'api.yaml:6:69 "#/components/schemas/Invoic" there is no "Invoic"',
        "api.yaml:10:5 Invoice a similar name is declared here",
        'help: did you mean "Invoice"?',
      ],
    ]);
  });

  it.each([
    ["$anchor", `{ $ref: "#here", $defs: { a: { $anchor: here, type: string } } }`],
    ["$defs", `{ $id: "urn:a:b", $ref: "#/$defs/a", $defs: { a: { type: string } } }`],
    ["a relative $id", `{ $ref: other.json, $defs: { a: { $id: other.json, type: string } } }`],
    [
      "an absolute $id",
      `{ $ref: "https://x.test/s/b#/$defs/c", $defs: { a: { $id: "https://x.test/s/", items: { $id: b, $defs: { c: { type: string } } } } } }`,
    ],
    ["a pointer with escapes", `{ $ref: "#/x-a~1b/%7Bc%7D", type: string }`],
    ["a pointer through a reference", `{ $ref: "#/x-far/c" }`],
  ])("are followed by %s", (_, schema) => {
    const rest = `x-a/b: { "{c}": true }\nx-far: { $ref: "#/x-near" }\nx-near: { c: { type: string } }\n`;
    const { api, collector } = apiOf(withBody(schema, rest));
    expect(body(api)?.types).toEqual(["string"]);
    expect(codes(collector)).toEqual([]);
  });

  it("are followed by an $anchor in a default response", () => {
    const text = withBody(`{ $ref: "#here" }`).replace(
      "responses: {}",
      "responses: { default: { content: { a/b: { schema: { $anchor: here, type: string } } } } }",
    );
    const { api, collector } = apiOf(text);
    expect([body(api)?.types, codes(collector)]).toEqual([["string"], []]);
  });

  it("are not looked for in data", () => {
    const rest = "x-a: { enum: [{ $anchor: here, type: integer }] }\n";
    const { api, collector } = apiOf(withBody(`{ $ref: "#here" }`, rest));
    expect(body(api)?.types).toBeNull();
    expect(codes(collector)).toEqual(["openapi/unresolved-reference"]);
  });

  it("bring in the members of a map", () => {
    const rest = "x-map: { a: { type: string }, b: { type: integer } }\n";
    const { api } = apiOf(withBody(`{ properties: { $ref: "#/x-map", b: true } }`, rest));
    expect([...(body(api)?.properties().keys() ?? [])]).toEqual(["a", "b"]);
  });

  it("of a discriminator that lead nowhere are no error: its alternatives are listed", () => {
    const rest =
      "components: { schemas: { A: { properties: { k: {} } }, B: { required: [k], items: {} } } }\n";
    const choice = `{
        oneOf: [{ $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" }],
        discriminator: { propertyName: k, mapping: { a: Gone, b: "#/components/schemas/B" } } }`;
    const { api, collector } = apiOf(withBody(choice, rest));
    expect(body(api)?.variants()?.discriminator?.values).toEqual([["A"], ["b"]]);
    const found = collector.sorted();
    expect(found.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(noted(found[0])[1]).toMatch(/^api.yaml:8:\d+ Gone/);
  });

  it.each([
    ["itself", `A: { $ref: "#/components/schemas/A/items" }`],
    [
      "another that leads back",
      `A: { $ref: "#/components/schemas/B/items" }, B: { $ref: "#/components/schemas/A/not" }`,
    ],
  ])("that lead into %s are reported", (_, schemas) => {
    const rest = `components: { schemas: { ${schemas} } }\n`;
    const { api, collector } = apiOf(withBody(`{ $ref: "#/components/schemas/A" }`, rest));
    expect(body(api)?.types).toBeNull();
    expect([...new Set(codes(collector))]).toEqual(["openapi/unresolved-reference"]);
  });

  it("that only circle are reported", () => {
    const rest = "components:\n  parameters:\n    A: { $ref: '#/components/parameters/A' }\n";
    const text = withBody("{}", rest).replace(
      "responses",
      "parameters: [{ $ref: '#/components/parameters/A' }]\n      responses",
    );
    const { api, collector } = apiOf(text);
    expect(operationOf(api, "op").parameters).toEqual([]);
    expect(noted(collector.sorted()[0])).toEqual([
      "error[openapi/endless-reference] a reference leads back to itself",
      "api.yaml:11:16 '#/components/parameters/A' reached again before any object",
      "help: let one of the references lead to an object",
    ]);
  });
});
