import { describe, expect, it } from "vitest";
import { compile, shop, withTool } from "./compile.js";

const secured = shop.replace("paths:", "security: [{ token: [orders] }]\npaths:").replace(
  "components:",
  `components:
  securitySchemes:
    token: { type: oauth2, flows: { clientCredentials: { tokenUrl: https://a.example.com, scopes: { orders: "" } } } }
    login: { type: http, scheme: basic }
    digest: { type: http, scheme: digest }`,
);

/** What is said of the shop, which wants a token, with the given \`upstream\`. */
function said(upstream: string, spec = secured): Promise<string> {
  return compile(withTool("call: listOrders", upstream), { spec });
}

describe("credentials", () => {
  it("that are missing", async () => {
    expect(await said("upstream: { retries: 1 }")).toMatchInlineSnapshot(`
      "error[bind/missing-credentials]: upstream.auth does not hold what "listOrders" asks for
       --> tool-map.yaml:5:11
         |
      5  | upstream: { retries: 1 }
         |           ^^^^^^^^^^^^^^
       ::: openapi.yaml:7:5
         |
      7  |     get:
         |     ^^^ asks for token
         |
         = help: add to upstream.auth: token
      "
    `);
  });

  it("that are missing, without an upstream", async () => {
    expect(await said("")).toMatchInlineSnapshot(`
      "error[bind/missing-credentials]: upstream.auth does not hold what "listOrders" asks for
       --> tool-map.yaml:1:1
         |
      1  | version: 1
         | ^
       ::: openapi.yaml:7:5
         |
      7  |     get:
         |     ^^^ asks for token
         |
         = help: add to upstream.auth: token
      "
    `);
  });

  it("of which a request can carry one alone", async () => {
    const both = secured.replace(
      "security: [{ token: [orders] }]",
      "security: [{ token: [], login: [] }]",
    );
    const auth = '{ token: "${env.TOKEN}", login: { username: "${env.A}", password: "${env.B}" } }';
    expect(await said(`upstream: { auth: ${auth} }`, both)).toMatchInlineSnapshot(`
      "error[bind/clashing-credentials]: "listOrders" asks for token and login at once, and both go into the header Authorization
       --> tool-map.yaml:5:21
         |
      5  | upstream: { auth: { token: "\${env.TOKEN}", login: { username: "\${env.A}", password: "\${env.B}" } } }
         |                     ^^^^^
         |                                            ^^^^^
       ::: openapi.yaml:7:5
         |
      7  |     get:
         |     ^^^ asks for both in one alternative
         |
         = help: if either will do, let the spec list them apart: \`security: [{ token: [] }, { login: [] }]\`
      "
    `);
  });

  it("for a scheme that is not in the spec", async () => {
    expect(await said('upstream: { auth: { tokn: "${env.TOKEN}" } }')).toMatchInlineSnapshot(`
      "error[bind/unknown-security-scheme]: the spec has no security scheme "tokn"
       --> tool-map.yaml:5:21
         |
      5  | upstream: { auth: { tokn: "\${env.TOKEN}" } }
         |                     ^^^^
         |
         = help: did you mean "token"?
      "
    `);
  });

  it("of another kind", async () => {
    expect(
      await said(
        'upstream: { auth: { token: { username: "${env.A}", password: "${env.B}" }, login: "${env.C}", digest: "${env.D}" } }',
      ),
    ).toMatchInlineSnapshot(`
      "error[bind/credential-misfit]: "token" wants another kind of credential
       --> tool-map.yaml:5:21
         |
      5  | upstream: { auth: { token: { username: "\${env.A}", password: "\${env.B}" }, login: "\${env.C}", digest: "\${env.D}" } }
         |                     ^^^^^
       ::: openapi.yaml:62:5
         |
      62 |     token: { type: oauth2, flows: { clientCredentials: { tokenUrl: https://a.example.com, scopes: { orders: "" } } } }
         |     ^^^^^ declared here
         |
         = help: give it a token, \${env.API_TOKEN}, or \`{ client_id: …, client_secret: … }\` to fetch its own

      error[bind/credential-misfit]: "login" wants another kind of credential
       --> tool-map.yaml:5:76
         |
      5  | upstream: { auth: { token: { username: "\${env.A}", password: "\${env.B}" }, login: "\${env.C}", digest: "\${env.D}" } }
         |                                                                            ^^^^^
       ::: openapi.yaml:63:5
         |
      63 |     login: { type: http, scheme: basic }
         |     ^^^^^ declared here
         |
         = help: give it \`{ username: …, password: … }\`

      error[bind/credential-misfit]: "digest" wants another kind of credential
       --> tool-map.yaml:5:95
         |
      5  | upstream: { auth: { token: { username: "\${env.A}", password: "\${env.B}" }, login: "\${env.C}", digest: "\${env.D}" } }
         |                                                                                               ^^^^^^
       ::: openapi.yaml:64:5
         |
      64 |     digest: { type: http, scheme: digest }
         |     ^^^^^^ declared here
         |
         = help: schemes of type http digest are not supported
      "
    `);
  });

  it("that are literal", async () => {
    expect(await said("upstream: { auth: { token: sk_live_0123456789 } }")).toMatchInlineSnapshot(`
      "error[tool-map/literal-secret]: upstream.auth.token holds a secret as it is
       --> tool-map.yaml:5:21
         |
      5  | upstream: { auth: { token: *** } }
         |                     ^^^^^
         |
         = help: name an environment variable instead: \${env.API_TOKEN}
         = help: a secret that was committed has to be replaced by a new one
      "
    `);
  });

  it("with a literal word before them", async () => {
    expect(await said('upstream: { auth: { token: "Token ${env.TOKEN}" } }')).toBe("");
  });
});

describe("an environment variable", () => {
  it("in a result", async () => {
    expect(
      await compile(withTool('call: listOrders\noutput: { token: "${env.TOKEN}" }')),
    ).toMatchInlineSnapshot(`
      "error[tool-map/misplaced-env]: env cannot be used here
       --> tool-map.yaml:9:25
         |
      9  |     output: { token: "\${env.TOKEN}" }
         |                         ^^^
         |
         = help: env stands under upstream and approvals alone, so that no secret gets into a result
         = help: supply a value to every call under upstream.with, and name it upstream.<name> in \`with\`
      "
    `);
  });

  it("in an expression", async () => {
    expect(
      await compile(
        withTool("call: listOrders\nrequire:\n  - { that: env.TOKEN != '', error: none }"),
      ),
    ).toMatchInlineSnapshot(`
      "error[tool-map/misplaced-env]: env cannot be used here
       --> tool-map.yaml:10:17
         |
      10 |       - { that: env.TOKEN != '', error: none }
         |                 ^^^
         |
         = help: env stands under upstream and approvals alone, so that no secret gets into a result
         = help: supply a value to every call under upstream.with, and name it upstream.<name> in \`with\`
      "
    `);
  });

  it("in a request", async () => {
    expect(
      await compile(withTool('call: getOrder\nwith: { id: "${env.ORDER}" }')),
    ).toMatchInlineSnapshot(`
      "error[tool-map/misplaced-env]: env cannot be used here
       --> tool-map.yaml:9:20
         |
      9  |     with: { id: "\${env.ORDER}" }
         |                    ^^^
         |
         = help: env stands under upstream and approvals alone, so that no secret gets into a result
         = help: supply a value to every call under upstream.with, and name it upstream.<name> in \`with\`
      "
    `);
  });

  it("of no name", async () => {
    expect(
      await said('upstream: { baseUrl: "${HOST}/v1", auth: { token: "${env.MY-TOKEN}" } }'),
    ).toMatchInlineSnapshot(`
      "error[tool-map/no-variable]: "HOST" does not name an environment variable
       --> tool-map.yaml:5:25
         |
      5  | upstream: { baseUrl: "\${HOST}/v1", auth: { token: "***{***}" } }
         |                         ^^^^
         |
         = help: write \${env.NAME}, of letters, digits and _

      error[tool-map/no-variable]: "env.MY-TOKEN" does not name an environment variable
       --> tool-map.yaml:5:54
         |
      5  | upstream: { baseUrl: "\${HOST}/v1", auth: { token: "***{***}" } }
         |                                                        ^^^
         |
         = help: write \${env.NAME}, of letters, digits and _
      "
    `);
  });
});

describe("the address of the API", () => {
  it("that nobody gives", async () => {
    expect(
      await compile(withTool("call: listOrders"), {
        spec: shop.replace("servers: [{ url: https://shop.example.com }]\n", ""),
      }),
    ).toMatchInlineSnapshot(`
      "error[bind/missing-base-url]: the address of the API is not known: upstream has no baseUrl, and the spec names no server
       --> tool-map.yaml:1:1
         |
      1  | version: 1
         | ^
         |
         = help: add \`baseUrl: \${env.API_BASE}\` under upstream
      "
    `);
  });

  it("that is relative", async () => {
    expect(
      await compile(withTool("call: listOrders", "upstream: { retries: 0 }"), {
        spec: shop.replace("https://shop.example.com", "/v1"),
      }),
    ).toMatchInlineSnapshot(`
      "error[bind/missing-base-url]: the address of the API is not known: upstream has no baseUrl, and the spec names only the relative server "/v1"
       --> tool-map.yaml:5:11
         |
      5  | upstream: { retries: 0 }
         |           ^^^^^^^^^^^^^^
         |
         = help: add \`baseUrl: \${env.API_BASE}\` under upstream
      "
    `);
  });
});
