import { describe, expect, it } from "vitest";
import { contentOf, generated } from "../emitted/generated.js";
import { compile, withTools } from "./compile.js";

const spec = `openapi: 3.1.0
info: { title: Hub, version: 1.0.0 }
servers: [{ url: https://api.hub.example/v3 }, { url: https://sandbox.hub.example/v3 }]
security: [{ token: [] }]
paths:
  /assets:
    get:
      operationId: listAssets
      security: []
      servers: [{ url: https://uploads.hub.example }]
      responses: { "204": { description: Ok. } }
    post:
      operationId: putAsset
      servers: [{ url: https://uploads.hub.example }]
      responses: { "204": { description: Made. } }
  /old:
    servers: [{ url: https://api.hub.example/v2/ }]
    get: { operationId: getOld, security: [], responses: { "204": { description: Ok. } } }
  /same: { get: { operationId: getSame, security: [], servers: [{ url: https://api.hub.example/v3/ }], responses: { "204": { description: Ok. } } } }
  /test: { get: { operationId: getTest, security: [], servers: [{ url: https://sandbox.hub.example/v1 }], responses: { "204": { description: Ok. } } } }
  /near: { get: { operationId: getNear, security: [], servers: [{ url: /internal }], responses: { "204": { description: Ok. } } } }
  /lent: { get: { operationId: getLent, security: [], servers: [{ url: "//uploads.hub.example/x" }], responses: { "204": { description: Ok. } } } }
components: { securitySchemes: { token: { type: http, scheme: bearer } } }
`;

const tool = (call: string, more = "") =>
  withTools(
    `work: { description: Work., call: ${call} }`,
    `upstream:
  baseUrl: \${env.HUB}
  auth: { token: "\${env.TOKEN}" }
${more}operations: { effects: { putAsset: write } }`,
  );
const said = (map: string) => compile(map, { spec });

describe("an operation whose server lies elsewhere", () => {
  it("is reported where the map does not name the server", async () => {
    expect(await said(tool("listAssets"))).toMatchInlineSnapshot(`
      "error[bind/foreign-server]: listAssets is at "https://uploads.hub.example", where the API is not: no request goes there unless the map says so
       --> openapi.yaml:10:7
         |
      10 |       servers: [{ url: https://uploads.hub.example }]
         |       ^^^^^^^ has a server of its own
       ::: tool-map.yaml:6:12
         |
      6  |   baseUrl: \${env.HUB}
         |            ^^^^^^^^^^
         |
         = help: name it under upstream.servers: \`"https://uploads.hub.example": { baseUrl: \${env.OTHER_BASE} }\`; without a baseUrl it is where the description says
         = help: credentials go there only with \`credentials: true\`
      "
    `);
    expect(await said(tool("getLent"))).toContain(
      'error[bind/foreign-server]: getLent is at "//uploads',
    );
  });

  it("is reported too where the description lists it behind its first server", async () => {
    expect(await said(tool("getTest"))).toContain(
      'error[bind/foreign-server]: getTest is at "https://sandbox.hub.example/v1"',
    );
  });

  it("gets no credentials unless the map says so", async () => {
    const listed = "  servers: { https://uploads.hub.example: {} }\n";
    expect(await said(tool("listAssets", listed))).toBe("");
    expect(await said(tool("putAsset", listed))).toMatchInlineSnapshot(`
      "error[bind/withheld-credentials]: putAsset asks for token, and "https://uploads.hub.example" gets no credentials
       --> tool-map.yaml:8:14
         |
      8  |   servers: { https://uploads.hub.example: {} }
         |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       ::: openapi.yaml:12:5
         |
      12 |     post:
         |     ^^^^ asks for it
         |
         = help: if that address may have what stands under upstream.auth, say \`credentials: true\`
      "
    `);
    expect(await said(tool("putAsset", listed.replace("{}", "{ credentials: true }")))).toBe("");
  });

  it("gets no value from the environment unless the map says so", async () => {
    const required = spec.replace(
      "operationId: listAssets",
      "operationId: listAssets\n      parameters: [{ name: key, in: query, required: true, schema: { type: string } }]",
    );
    const more = (listed: string) =>
      `  with: { key: "\${env.KEY}" }\n  servers: { https://uploads.hub.example: ${listed} }\n`;
    const saidOf = (map: string) => compile(map, { spec: required });
    expect(await saidOf(tool("listAssets", more("{}")))).toMatchInlineSnapshot(`
      "error[bind/withheld-parameter]: listAssets requires "query.key", and "https://uploads.hub.example" gets no value of upstream.with that comes from the environment
       --> tool-map.yaml:8:11
         |
      8  |   with: { key: "\${env.KEY}" }
         |           ^^^
      9  |   servers: { https://uploads.hub.example: {} }
         |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       ::: openapi.yaml:9:28
         |
      9  |       parameters: [{ name: key, in: query, required: true, schema: { type: string } }]
         |                            ^^^ required here
         |
         = help: if that address may have it, say \`credentials: true\`; else let the tool supply the parameter
      "
    `);
    expect(await saidOf(tool("listAssets", more("{ credentials: true }")))).toBe("");
    expect(await saidOf(tool("listAssets", more("{}").replace("${env.KEY}", "all")))).toBe("");
    const own = tool("listAssets, input: { key: {} }", more("{}"));
    expect(await saidOf(own)).not.toContain("error");
  });

  it("gets what a tool passes on itself, which is said of a value from the environment", async () => {
    const taking = spec.replace(
      "operationId: listAssets",
      "operationId: listAssets\n      parameters: [{ name: of, in: query, schema: { type: string } }]",
    );
    const more = (listed: string) =>
      `  with: { key: "\${env.KEY}" }\n  servers: { https://uploads.hub.example: ${listed} }\n`;
    const passing = 'listAssets, with: { of: "for ${upstream.key}" }';
    const saidOf = (map: string) => compile(map, { spec: taking });
    expect(await saidOf(tool(passing, more("{}")))).toMatchInlineSnapshot(`
      "warning[bind/passed-on-elsewhere]: query.of of listAssets takes upstream.key, which comes from the environment, to "https://uploads.hub.example"
       --> tool-map.yaml:12:61
         |
      8  |   with: { key: "\${env.KEY}" }
         |           ^^^
      9  |   servers: { https://uploads.hub.example: {} }
         |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ gets no credentials
      ...
      12 |   work: { description: Work., call: listAssets, with: { of: "for \${upstream.key}" } }
         |                                                             ^^^^^^^^^^^^^^^^^^^^^
         |
         = help: if that address may have it, say \`credentials: true\`; else send something else
      "
    `);
    expect(await saidOf(tool(passing, more("{ credentials: true }")))).toBe("");
    expect(await saidOf(tool(passing, more("{}").replace("${env.KEY}", "all")))).toBe("");
  });

  it("is meant by a server that the map names", async () => {
    const listed = '  servers: { https://upload.hub.example: { baseUrl: "${env.UPLOADS}" } }\n';
    expect(await said(tool("listAssets", listed))).toMatchInlineSnapshot(`
      "error[bind/foreign-server]: listAssets is at "https://uploads.hub.example", where the API is not: no request goes there unless the map says so
       --> openapi.yaml:10:7
         |
      10 |       servers: [{ url: https://uploads.hub.example }]
         |       ^^^^^^^ has a server of its own
       ::: tool-map.yaml:6:12
         |
      6  |   baseUrl: \${env.HUB}
         |            ^^^^^^^^^^
         |
         = help: name it under upstream.servers: \`"https://uploads.hub.example": { baseUrl: \${env.OTHER_BASE} }\`; without a baseUrl it is where the description says
         = help: credentials go there only with \`credentials: true\`

      warning[bind/unused-server]: no operation that a tool uses is at "https://upload.hub.example"
       --> tool-map.yaml:8:14
         |
      8  |   servers: { https://upload.hub.example: { baseUrl: "\${env.UPLOADS}" } }
         |              ^^^^^^^^^^^^^^^^^^^^^^^^^^
         |
         = help: did you mean "https://uploads.hub.example"?
      "
    `);
  });
});

describe("an operation with a server of its own at the API's origin", () => {
  it.each([
    ["getOld", '"/v2/"'],
    ["getSame", null],
    ["getNear", '"/internal"'],
  ])("%s: %s", async (call, want) => {
    const map = tool(call).replace("server: { name: shop }", "server: { name: hub }");
    const compiled = await generated({ spec, map });
    const found = /baseUrl: (.*),/.exec(contentOf(compiled, "src/api/hub.ts"))?.[1] ?? null;
    expect(found).toBe(want);
  });
});
