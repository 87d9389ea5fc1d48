import { describe, expect, it } from "vitest";
import { compile, withTool, withTools } from "./compile.js";

const spec = `openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
servers: [{ url: https://shop.example.com }]
paths:
  /orders:
    post:
      operationId: createOrder
      parameters:
        - { name: Idempotency-Key, in: header, required: true, schema: { type: string } }
        - { name: X-Request-Id, in: header, schema: { type: string } }
      requestBody: { content: { application/json: { schema: { type: object, properties: { note: { type: string } } } } } }
      responses: { "204": { description: Made. } }
  /odd:
    get:
      operationId: getOdd
      parameters:
        - { name: "X Trace", in: header, schema: { type: string } }
        - { name: "Größe", in: header, schema: { type: string } }
        - { name: "a=b", in: cookie, schema: { type: string } }
        - { name: "X-Unused:", in: header, schema: { type: string } }
        - { name: "X-Needed\\r\\nX-Evil", in: header, required: true, schema: { type: string } }
      responses: { "204": { description: Ok. } }
  /secret:
    get:
      operationId: getSecret
      security: [{ key: [], session: [], host: [] }]
      responses: { "204": { description: Ok. } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: "X Key" }
    session: { type: apiKey, in: cookie, name: "sid;" }
    host: { type: apiKey, in: header, name: Host }
`;

const keyed = "upstream: { idempotency: { header: idempotency-key } }";
const effects = "operations: { effects: { createOrder: write } }";
const said = (map: string) => compile(map, { spec });

describe("the header of upstream.idempotency", () => {
  it("is no input, and no value", async () => {
    const input = "input: { key: { to: header.Idempotency-Key }, note: {} }";
    expect(
      await said(withTool(`call: createOrder\n${input}`, `${keyed}\n${effects}`)),
    ).toMatchInlineSnapshot(`
      "error[bind/forbidden-header]: the header Idempotency-Key is the server's own: it carries the key that upstream.idempotency asks for
       --> tool-map.yaml:11:14
         |
      5  | upstream: { idempotency: { header: idempotency-key } }
         |                                    ^^^^^^^^^^^^^^^ named here
      ...
      11 |     input: { key: { to: header.Idempotency-Key }, note: {} }
         |              ^^^
         |
         = help: remove it: each call gets a key of its own, and a repeated request the same one
      "
    `);
    const value = "with: { Idempotency-Key: always }";
    expect(
      await said(withTool(`call: createOrder\n${value}`, `${keyed}\n${effects}`)),
    ).toMatchInlineSnapshot(`
      "error[bind/forbidden-header]: the header Idempotency-Key is the server's own: it carries the key that upstream.idempotency asks for
       --> tool-map.yaml:11:30
         |
      5  | upstream: { idempotency: { header: idempotency-key } }
         |                                    ^^^^^^^^^^^^^^^ named here
      ...
      11 |     with: { Idempotency-Key: always }
         |                              ^^^^^^
         |
         = help: remove it: each call gets a key of its own, and a repeated request the same one
      "
    `);
  });

  it("is nothing that the map states for every request", async () => {
    const top = `upstream:
  idempotency: { header: Idempotency-Key }
  headers: { idempotency-key: x }
  with: { Idempotency-Key: x, X-Request-Id: y }
${effects}`;
    expect(
      await said(withTool("call: createOrder\ninput: { note: {} }", top)),
    ).toMatchInlineSnapshot(`
      "error[bind/forbidden-header]: the header idempotency-key is the server's own: it carries the key that upstream.idempotency asks for
       --> tool-map.yaml:7:14
         |
      6  |   idempotency: { header: Idempotency-Key }
         |                          ^^^^^^^^^^^^^^^ named here
      7  |   headers: { idempotency-key: x }
         |              ^^^^^^^^^^^^^^^
         |
         = help: remove it: each call gets a key of its own, and a repeated request the same one

      error[bind/forbidden-header]: the header Idempotency-Key is the server's own: it carries the key that upstream.idempotency asks for
       --> tool-map.yaml:8:11
         |
      6  |   idempotency: { header: Idempotency-Key }
         |                          ^^^^^^^^^^^^^^^ named here
      ...
      8  |   with: { Idempotency-Key: x, X-Request-Id: y }
         |           ^^^^^^^^^^^^^^^
         |
         = help: remove it: each call gets a key of its own, and a repeated request the same one

      error[bind/forbidden-header]: the header X-Request-Id is the server's own, and no value of the map may stand there
       --> tool-map.yaml:8:31
         |
      8  |   with: { Idempotency-Key: x, X-Request-Id: y }
         |                               ^^^^^^^^^^^^
         |
         = help: remove it: every request has it, and the log shows it
      "
    `);
  });

  it("may be an input where the map does not name it", async () => {
    const input = "input: { key: { to: header.Idempotency-Key }, note: {} }";
    expect(await said(withTool(`call: createOrder\n${input}`, effects))).toBe("");
  });
});

describe("a name that no header can have", () => {
  it("is reported where the map states it", async () => {
    const top = `upstream:
  headers: { "X Client": mcp, "X-Ü": y, "X-A:": z, X-B: one, x-b: two, Content-Length: "3", Accept: text/plain }
  idempotency: { header: "Idempotency Key" }
${effects}`;
    expect(
      await said(
        withTool("call: createOrder\ninput: { note: {} }\nwith: { header.X-Request-Id: x }", top),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/header-name]: "X Client" cannot be the name of a header
       --> tool-map.yaml:6:14
         |
      6  |   headers: { "X Client": mcp, "X-Ü": y, "X-A:": z, X-B: one, x-b: two, Content-Length: "3", Accept: text/plain }
         |              ^^^^^^^^^^
         |
         = help: a name has letters, digits and !#$%&'*+-.^_\`|~, and nothing else

      error[bind/header-name]: "X-Ü" cannot be the name of a header
       --> tool-map.yaml:6:31
         |
      6  |   headers: { "X Client": mcp, "X-Ü": y, "X-A:": z, X-B: one, x-b: two, Content-Length: "3", Accept: text/plain }
         |                               ^^^^^
         |
         = help: a name has letters, digits and !#$%&'*+-.^_\`|~, and nothing else

      error[bind/header-name]: "X-A:" cannot be the name of a header
       --> tool-map.yaml:6:41
         |
      6  |   headers: { "X Client": mcp, "X-Ü": y, "X-A:": z, X-B: one, x-b: two, Content-Length: "3", Accept: text/plain }
         |                                         ^^^^^^
         |
         = help: a name has letters, digits and !#$%&'*+-.^_\`|~, and nothing else

      error[bind/supplied-twice]: the header x-b gets two values
       --> tool-map.yaml:6:62
         |
      6  |   headers: { "X Client": mcp, "X-Ü": y, "X-A:": z, X-B: one, x-b: two, Content-Length: "3", Accept: text/plain }
         |                                                    ^^^ the other one
         |                                                              ^^^
         |
         = help: remove one of them

      error[bind/forbidden-header]: the header Content-Length is the server's own, and no value of the map may stand there
       --> tool-map.yaml:6:72
         |
      6  |   headers: { "X Client": mcp, "X-Ü": y, "X-A:": z, X-B: one, x-b: two, Content-Length: "3", Accept: text/plain }
         |                                                                        ^^^^^^^^^^^^^^
         |
         = help: remove it: it is about the connection, and the client sends what belongs there

      error[bind/header-name]: "Idempotency Key" cannot be the name of a header
       --> tool-map.yaml:7:26
         |
      7  |   idempotency: { header: "Idempotency Key" }
         |                          ^^^^^^^^^^^^^^^^^
         |
         = help: a name has letters, digits and !#$%&'*+-.^_\`|~, and nothing else

      error[bind/forbidden-header]: the header X-Request-Id is the server's own, and no value of the map may stand there
       --> tool-map.yaml:14:13
         |
      14 |     with: { header.X-Request-Id: x }
         |             ^^^^^^^^^^^^^^^^^^^
         |
         = help: remove it: every request has it, and the log shows it
      "
    `);
  });

  it("is reported of the parameters that are sent", async () => {
    const input =
      "input: { trace: { to: 'header.\"X Trace\"' }, size: { to: header.Größe }, c: { to: cookie.a=b } }";
    expect(
      await said(
        withTool(`call: getOdd\n${input}\nwith: { "header.\\"X-Needed\\r\\nX-Evil\\"": x }`),
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/header-name]: getOdd takes a header "X Trace", which cannot be the name of a header
       --> openapi.yaml:17:19
         |
      17 |         - { name: "X Trace", in: header, schema: { type: string } }
         |                   ^^^^^^^^^ declared here
         |
         = help: a name has letters, digits and !#$%&'*+-.^_\`|~, and nothing else
         = help: mend it in the API's description, or leave it out of the tools

      error[bind/header-name]: getOdd takes a header "Größe", which cannot be the name of a header
       --> openapi.yaml:18:19
         |
      18 |         - { name: "Größe", in: header, schema: { type: string } }
         |                   ^^^^^^^ declared here
         |
         = help: a name has letters, digits and !#$%&'*+-.^_\`|~, and nothing else
         = help: mend it in the API's description, or leave it out of the tools

      error[bind/header-name]: getOdd takes a cookie "a=b", which cannot be the name of a cookie
       --> openapi.yaml:19:19
         |
      19 |         - { name: "a=b", in: cookie, schema: { type: string } }
         |                   ^^^^^ declared here
         |
         = help: a name has letters, digits and !#$%&'*+-.^_\`|~, and nothing else
         = help: mend it in the API's description, or leave it out of the tools

      error[bind/header-name]: getOdd takes a header "X-Needed\\r\\nX-Evil", which cannot be the name of a header
       --> openapi.yaml:21:19
         |
      21 |         - { name: "X-Needed\\r\\nX-Evil", in: header, required: true, schema: { type: string } }
         |                   ^^^^^^^^^^^^^^^^^^^^ declared here
         |
         = help: a name has letters, digits and !#$%&'*+-.^_\`|~, and nothing else
         = help: mend it in the API's description, or leave it out of the tools
      "
    `);
  });

  it("is reported of API keys", async () => {
    const auth =
      'upstream: { auth: { key: "${env.KEY}", session: "${env.SESSION}", host: "${env.HOST}" } }';
    expect(
      await said(withTools("work: { description: Work., call: getSecret }", auth)),
    ).toMatchInlineSnapshot(`
      "error[bind/header-name]: "key" goes into the header "X Key", which cannot be the name of a header
       --> tool-map.yaml:5:21
         |
      5  | upstream: { auth: { key: "\${env.KEY}", session: "\${env.SESSION}", host: "\${env.HOST}" } }
         |                     ^^^
       ::: openapi.yaml:30:5
         |
      30 |     key: { type: apiKey, in: header, name: "X Key" }
         |     ^^^ declared here
         |
         = help: a name has letters, digits and !#$%&'*+-.^_\`|~, and nothing else
         = help: mend it in the API's description

      error[bind/header-name]: "session" goes into the cookie "sid;", which cannot be the name of a cookie
       --> tool-map.yaml:5:40
         |
      5  | upstream: { auth: { key: "\${env.KEY}", session: "\${env.SESSION}", host: "\${env.HOST}" } }
         |                                        ^^^^^^^
       ::: openapi.yaml:31:5
         |
      31 |     session: { type: apiKey, in: cookie, name: "sid;" }
         |     ^^^^^^^ declared here
         |
         = help: a name has letters, digits and !#$%&'*+-.^_\`|~, and nothing else
         = help: mend it in the API's description

      error[bind/forbidden-header]: "host" goes into the header Host, which is the server's own
       --> tool-map.yaml:5:67
         |
      5  | upstream: { auth: { key: "\${env.KEY}", session: "\${env.SESSION}", host: "\${env.HOST}" } }
         |                                                                   ^^^^
       ::: openapi.yaml:32:5
         |
      32 |     host: { type: apiKey, in: header, name: Host }
         |     ^^^^ declared here
         |
         = help: mend it in the API's description
      "
    `);
  });
});

describe("a parameter that the credential of an operation fills", () => {
  const listed = `openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
servers: [{ url: https://shop.example.com }]
paths:
  /orders:
    get:
      operationId: listOrders
      security: [{ login: [] }, { key: [] }]
      parameters: [{ name: x-api-key, in: header, required: true, schema: { type: string } }]
      responses: { "204": { description: Ok. } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-API-Key }
    login: { type: http, scheme: basic }
`;
  const key = 'key: "${env.KEY}"';
  const login = 'login: { username: "${env.USER}", password: "${env.WORD}" }';
  const auth = (...credentials: readonly string[]) =>
    `upstream: { auth: { ${credentials.join(", ")} } }`;

  it("needs nothing of the map, and takes nothing", async () => {
    expect(await compile(withTool("call: listOrders", auth(key)), { spec: listed })).toBe("");
    const input = withTool("call: listOrders\ninput: { k: { to: header.x-api-key } }", auth(key));
    expect(await compile(input, { spec: listed })).toMatchInlineSnapshot(`
      "error[bind/supplied-twice]: header.x-api-key gets two values: the credential of "key" goes there
       --> tool-map.yaml:10:14
         |
      5  | upstream: { auth: { key: "\${env.KEY}" } }
         |                     ^^^ the credential
      ...
      10 |     input: { k: { to: header.x-api-key } }
         |              ^
         |
         = help: remove the value: the client sends the credential by itself
      "
    `);
  });

  it("is a parameter as any other where another credential is sent", async () => {
    const other = await compile(withTool("call: listOrders", auth(key, login)), { spec: listed });
    expect(other).toContain('listOrders requires "header.x-api-key", and nothing supplies it');
  });
});
