import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/openapi/api.js";
import { apiOf, codes, noted, operationOf } from "./given.js";

function parametersOf(operation: Operation): readonly string[] {
  return operation.parameters.map(
    ({ location, name, required, style, explode, schema }) =>
      `${location} ${name}${required ? "!" : ""} ${style}${explode ? "*" : ""} ${schema.types ?? "any"}`,
  );
}

describe("operations", () => {
  it("are listed in document order, with a key each", () => {
    const { api } = apiOf(`openapi: 3.1.0
info: { title: T, version: "1" }
paths:
  /b:
    summary: not an operation
    post: { operationId: makeB, tags: [x, y], deprecated: true }
    get: {}
  x-private: { get: {} }
  /a: { trace: { operationId: " " } }
`);
    expect(api?.title).toBe("T");
    expect(api?.operations.map(({ key, operationId }) => [key, operationId])).toEqual([
      ["makeB", "makeB"],
      ["GET /b", null],
      ["TRACE /a", null],
    ]);
    expect(api?.operations[0]).toMatchObject({
      method: "POST",
      tags: ["x", "y"],
      deprecated: true,
    });
  });

  it("may share an operationId, unless they are used", () => {
    const { api, collector } = apiOf(`openapi: 3.1.0
paths:
  /a: { get: { operationId: same }, post: { operationId: other } }
  /b: { get: { operationId: same } }
`);
    operationOf(api, "other");
    expect(codes(collector)).toEqual([]);
    operationOf(api, "same");
    expect(collector.sorted().map(noted)).toEqual([
      [
        'error[openapi/duplicate-operation-id] several operations have the operationId "same"',
        "api.yaml:3:29 same",
        "api.yaml:4:29 same and here",
        "help: give each operation an operationId of its own",
      ],
    ]);
  });

  it("take their path's parameters, and replace them", () => {
    const { api, collector } = apiOf(`openapi: 3.1.0
paths:
  /a/{id}:
    parameters:
      - { name: id, in: path, schema: { type: string } }
      - { name: q, in: query, schema: { type: string } }
      - { name: Authorization, in: header, schema: {} }
    get:
      operationId: op
      parameters:
        - { name: q, in: query, required: true, schema: { type: integer } }
        - { name: f, in: query, style: deepObject, explode: true, schema: { type: object } }
        - { name: l, in: query, style: pipeDelimited, schema: { type: array } }
        - { name: j, in: query, content: { application/json: { schema: { type: object } } } }
        - { name: id, in: query, schema: { type: boolean } }
        - { name: X-A, in: header, schema: { type: array } }
        - { name: c, in: cookie }
`);
    const operation = operationOf(api, "op");
    expect(parametersOf(operation)).toEqual([
      "path id! simple string",
      "query q! form* integer",
      "query f deepObject* object",
      "query l pipeDelimited array",
      "query j form* object",
      "query id form* boolean",
      "header X-A simple array",
      "cookie c form* any",
    ]);
    expect(operation.parameters[4]?.mediaType).toBe("application/json");
    expect(codes(collector)).toEqual([]);
  });

  it("report parameters that cannot be sent, and mend what they can", () => {
    const { api, collector } = apiOf(`openapi: 3.2.0
paths:
  /a/{id}/{other}:
    get:
      operationId: op
      parameters:
        - { in: query, schema: {} }
        - { name: where, schema: {} }
        - { name: b, in: body, schema: {} }
        - { name: all, in: querystring, content: {} }
        - { name: gone, in: path, required: true, schema: {} }
        - { name: s, in: query, style: matrix, schema: {} }
        - just text
`);
    expect(parametersOf(operationOf(api, "op"))).toEqual([
      "query s form* any",
      "path id! simple string",
      "path other! simple string",
    ]);
    expect(collector.sorted().map((diagnostic) => noted(diagnostic)[0])).toEqual([
      `warning[openapi/undeclared-path-parameter] the path's "{id}" is not declared; it is taken to be text`,
      `warning[openapi/undeclared-path-parameter] the path's "{other}" is not declared; it is taken to be text`,
      'error[openapi/wrong-kind] "name" of a parameter must be a text',
      'error[openapi/unknown-location] parameter "where" does not say where it goes',
      'error[openapi/unknown-location] parameter "b" does not say where it goes',
      'error[openapi/unsupported-location] parameter "all" is the whole query string, which cannot be sent yet',
      'warning[openapi/unused-path-parameter] path parameter "gone" is not in the path, and is left out',
      'warning[openapi/ignored-keyword] "style" must be form or spaceDelimited or pipeDelimited or deepObject in a query, and is ignored here',
      "error[openapi/wrong-kind] a parameter must be an object",
    ]);
  });

  it.each([
    ["3.0.4", ["query q"]],
    ["3.1.1", ["query q"]],
    ["3.2.0", ["path id", "query q", "cookie c"]],
  ])("keep reserved characters where version %s lets them", (version, want) => {
    const { api } = apiOf(`openapi: ${version}
paths:
  /a/{id}:
    get:
      operationId: op
      parameters:
        - { name: id, in: path, required: true, allowReserved: true, schema: {} }
        - { name: q, in: query, allowReserved: true, schema: {} }
        - { name: j, in: query, allowReserved: true, content: { application/json: {} } }
        - { name: X-H, in: header, allowReserved: true, schema: {} }
        - { name: c, in: cookie, allowReserved: true, schema: {} }
        - { name: d, in: cookie, style: cookie, allowReserved: true, schema: {} }
`);
    const kept = operationOf(api, "op").parameters.filter((one) => one.allowReserved);
    expect(kept.map(({ location, name }) => `${location} ${name}`)).toEqual(want);
  });

  it("state servers at three levels, with variables at their defaults", () => {
    const { api } = apiOf(`openapi: 3.1.0
servers:
  - url: https://{host}.test:{port}/{missing}
    variables: { host: { default: eu }, port: { default: 8443 } }
  - url: /relative
paths:
  /a:
    servers: [{ url: https://path.test }]
    get: { operationId: a }
    post: { operationId: b, servers: [{ url: https://operation.test }] }
  /c: { get: { operationId: c } }
`);
    expect(api?.servers).toEqual(["https://eu.test:8443/{missing}", "/relative"]);
    expect(["a", "b", "c"].map((key) => operationOf(api, key).servers)).toEqual([
      ["https://path.test"],
      ["https://operation.test"],
      [],
    ]);
  });

  it("state security, or have the document's", () => {
    const { api } = apiOf(`openapi: 3.1.0
security: [{ key: [] }, {}]
paths:
  /a:
    get: { operationId: a }
    post: { operationId: b, security: [{ key: [], oauth: [read] }] }
    put: { operationId: c, security: [] }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    token: { type: http, scheme: Bearer }
    login: { type: http, scheme: basic }
    oauth:
      type: oauth2
      flows:
        implicit: { scopes: { write: w, read: r } }
        clientCredentials: { tokenUrl: /token, scopes: { admin: a } }
    oidc: { type: openIdConnect, openIdConnectUrl: https://x.test }
    tls: { type: mutualTLS }
    digest: { $ref: "#/components/x-digest" }
  x-digest: { type: http, scheme: digest }
`);
    expect(["a", "b", "c"].map((key) => operationOf(api, key).security)).toEqual([
      [[{ scheme: "key", scopes: [] }], []],
      [
        [
          { scheme: "key", scopes: [] },
          { scheme: "oauth", scopes: ["read"] },
        ],
      ],
      [],
    ]);
    const schemes = [...(api?.securitySchemes ?? [])].map(([name, { pointer, ...scheme }]) => [
      name,
      pointer.path,
      scheme,
    ]);
    expect(schemes.map(([name, , scheme]) => [name, scheme])).toEqual([
      ["key", { kind: "apiKey", location: "header", name: "X-Key" }],
      ["token", { kind: "bearer" }],
      ["login", { kind: "basic" }],
      ["oauth", { kind: "oauth2", scopes: ["admin", "read", "write"], tokenUrl: "/token" }],
      ["oidc", { kind: "oauth2", scopes: [], tokenUrl: null }],
      ["tls", { kind: "other", type: "mutualTLS" }],
      ["digest", { kind: "other", type: "http digest" }],
    ]);
    expect(schemes[0]?.[1]).toBe("/components/securitySchemes/key");
  });

  it("say how the properties of a form are written", () => {
    const { api } = apiOf(`openapi: 3.1.0
paths:
  /a:
    post:
      operationId: op
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: { type: object }
            encoding:
              photo: { contentType: "image/png, image/jpeg", headers: { X-Kind: { schema: { const: a } }, X-Open: { schema: { type: string } } } }
              tags: { style: spaceDelimited }
`);
    const { requestBody } = operationOf(api, "op");
    expect(requestBody?.required).toBe(true);
    expect(requestBody?.contents[0]?.encoding).toEqual(
      new Map([
        [
          "photo",
          {
            contentType: "image/png, image/jpeg",
            style: null,
            explode: true,
            allowReserved: false,
            headers: new Map([["X-Kind", "a"]]),
          },
        ],
        [
          "tags",
          {
            contentType: null,
            style: "spaceDelimited",
            explode: false,
            allowReserved: false,
            headers: new Map(),
          },
        ],
      ]),
    );
  });
});

describe("OpenAPI 3.2", () => {
  it("has the query method and methods of its own", () => {
    const { api } = apiOf(`openapi: 3.2.0
paths:
  /a:
    query: { operationId: find, responses: { "200": { content: { a/b: { $ref: "#/components/mediaTypes/m" } } } } }
    additionalOperations: { COPY: { operationId: copy }, link: { operationId: link } }
components: { mediaTypes: { m: { schema: { type: string } } } }
`);
    expect(api?.operations.map(({ key, method }) => [key, method])).toEqual([
      ["find", "QUERY"],
      ["copy", "COPY"],
      ["link", "link"],
    ]);
    expect(operationOf(api, "find").responses[0]?.contents[0]?.schema?.types).toEqual(["string"]);
  });
});

describe("Swagger 2.0 without media types", () => {
  it("answers with JSON, or with a file", () => {
    const { api } = apiOf(`swagger: "2.0"
paths:
  /a:
    get:
      operationId: get
      responses:
        200: { schema: { type: file } }
        default: { schema: { type: object } }
`);
    const responses = operationOf(api, "get").responses;
    expect(responses.map(({ contents }) => contents[0]?.mediaType)).toEqual([
      "application/octet-stream",
      "application/json",
    ]);
  });
});

describe("Swagger 2.0", () => {
  const { api, collector } = apiOf(`swagger: 2.0
host: api.test
basePath: /v1
schemes: [https, ws]
consumes: [application/json]
produces: [application/json, application/xml]
securityDefinitions:
  basic: { type: basic }
  oauth: { type: oauth2, flow: application, tokenUrl: https://x.test/t, scopes: { b: B, a: A } }
parameters:
  page: { name: page, in: query, type: integer, minimum: 0, exclusiveMinimum: true }
paths:
  /a/{id}:
    parameters:
      - { name: id, in: path, required: true, type: string, pattern: "^a" }
      - $ref: "#/parameters/page"
    get:
      operationId: list
      parameters:
        - { name: csv, in: query, type: array, items: { type: string } }
        - { name: multi, in: query, type: array, items: { type: string }, collectionFormat: multi }
        - { name: pipes, in: query, type: array, items: { type: string }, collectionFormat: pipes }
        - { name: spaced, in: header, type: array, items: { type: string }, collectionFormat: ssv }
      responses:
        200: { description: fine, schema: { $ref: "#/definitions/A" }, headers: { X-B: { type: string } } }
        default: { description: bad }
    put:
      operationId: replace
      parameters: [{ name: whatever, in: body, required: true, schema: { $ref: "#/definitions/A" } }]
    post:
      operationId: upload
      parameters:
        - { name: file, in: formData, type: file, required: true, description: The file. }
        - { name: tags, in: formData, type: array, items: { type: string }, collectionFormat: multi }
definitions:
  A: { type: object, properties: { n: { type: integer, x-nullable: true } } }
`);

  it("has servers, schemes and parameters", () => {
    expect(codes(collector)).toEqual([]);
    expect(api?.servers).toEqual(["https://api.test/v1"]);
    expect(
      [...(api?.securitySchemes.values() ?? [])].map(({ pointer: _, ...scheme }) => scheme),
    ).toEqual([
      { kind: "basic" },
      { kind: "oauth2", scopes: ["a", "b"], tokenUrl: "https://x.test/t" },
    ]);
    const list = operationOf(api, "list");
    expect(parametersOf(list)).toEqual([
      "path id! simple string",
      "query page form* integer",
      "query csv form array",
      "query multi form* array",
      "query pipes pipeDelimited array",
      "header spaced spaceDelimited array",
    ]);
    expect(list.parameters[1]?.schema.toSchema()).toEqual({
      type: ["integer"],
      exclusiveMinimum: 0,
    });
    expect(list.parameters[0]?.schema.pointer.path).toBe("/paths/~1a~1{id}/parameters/0");
  });

  it("has answers in what is produced", () => {
    const [ok, bad] = operationOf(api, "list").responses;
    expect(ok?.contents.map(({ mediaType, schema }) => [mediaType, schema?.name])).toEqual([
      ["application/json", "A"],
      ["application/xml", "A"],
    ]);
    expect(ok?.headers).toEqual(["x-b"]);
    expect(ok?.contents[0]?.schema?.properties().get("n")?.schema.nullable).toBe(true);
    expect([bad?.status, bad?.contents]).toEqual(["default", []]);
  });

  it("has bodies of one value and of form fields", () => {
    const replaced = operationOf(api, "replace").requestBody;
    expect([replaced?.required, replaced?.contents[0]?.mediaType]).toEqual([
      true,
      "application/json",
    ]);
    expect(replaced?.contents[0]?.schema?.name).toBe("A");
    const [form] = operationOf(api, "upload").requestBody?.contents ?? [];
    expect(form?.mediaType).toBe("multipart/form-data");
    expect(form?.schema?.toSchema()).toEqual({
      type: ["object"],
      properties: {
        file: { description: "The file.", type: ["string"], format: "binary" },
        tags: { type: ["array"], items: { type: ["string"] } },
      },
      required: ["file"],
    });
    const tags = form?.schema?.properties().get("tags");
    expect(tags?.pointer.path).toBe("/paths/~1a~1{id}/post/parameters/1");
    expect(form?.encoding.get("tags")).toMatchObject({ style: "form", explode: true });
  });
});
