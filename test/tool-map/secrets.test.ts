import { describe, expect, it } from "vitest";
import { findings, withTop } from "./maps.js";

const secret = "sk-live-4eC39HqLyjWDarjtT1zdp7dc";

describe("a secret in the map", () => {
  it.each([
    ["under auth", `upstream:\n  auth:\n    bearerAuth: ${secret}`],
    ["in braces", `upstream: { auth: { bearerAuth: "${secret}", other: 1 } }`],
    ["as a password", `upstream:\n  auth:\n    basicAuth: { username: a, password: ${secret} }`],
    [
      "as a user name without a password",
      `upstream:\n  auth:\n    basicAuth: { username: ${secret}, password: "" }`,
    ],
    ["in a header", `upstream:\n  headers:\n    X-Api-Key: ${secret}`],
    ["in the address", `upstream:\n  baseUrl: https://me:${secret}@api.example.com/v1`],
    ["behind an anchor", `upstream:\n  with: { a: &t ${secret} }\n  auth:\n    bearerAuth: *t`],
    ["in a block", `upstream:\n  auth:\n    bearerAuth: |\n      ${secret}`],
    ["with a hash", `upstream:\n  auth:\n    bearerAuth: "sk #4eC39HqLyjWDarjtT1zdp7dc"`],
    ["escaped", `upstream:\n  auth: { bearerAuth: "\\u0073k-live-4eC39HqLyjWDarjtT1zdp7dc" }`],
    ["beside a mistake", `upstream:\n  auth: { bearerAuth: ${secret}, bearerAuth: 2 }`],
    ["in what is no YAML", `upstream:\n  auth:\n    bearerAuth: '${secret}' + x`],
    ["where the quote stays open", `upstream:\n  auth:\n    bearerAuth: '${secret}`],
    [
      "as a webhook",
      `approvals:\n  notify: { slack: "https://hooks.slack.com/services/${secret}" }`,
    ],
    ["as a webhook in no YAML", `approvals:\n  notify:\n    slack: 'https://x/${secret}' + x`],
    [
      "as a mail server's password",
      `approvals:\n  notify:\n    email: { smtp: "smtps://me:${secret}@mail.example.com", from: a@b.c }`,
    ],
  ])("is reported and never shown: %s", (_, lines) => {
    const said = findings(withTop(lines));
    expect(said).not.toContain("4eC39HqLyjWDarjtT1zdp7dc");
    expect(said).toMatchSnapshot();
  });

  it("is shown as stars", () => {
    expect(
      findings(withTop(`upstream:\n  auth:\n    bearerAuth: ${secret}`)),
    ).toMatchInlineSnapshot(`
      "error[tool-map/literal-secret]: upstream.auth.bearerAuth holds a secret as it is
       --> tool-map.yaml:3:5
         |
      3  |     bearerAuth: ***
         |     ^^^^^^^^^^
         |
         = help: name an environment variable instead: \${env.API_TOKEN}
         = help: a secret that was committed has to be replaced by a new one
      "
    `);
  });

  it("is none where a variable is named", () => {
    const lines = `upstream:
  baseUrl: https://\${env.USER}:\${env.PASSWORD}@api.example.com
  headers: { X-Api-Key: "\${env.KEY}", X-Client: mcp }
  auth: { a: "Token \${env.TOKEN}" }`;
    expect(findings(withTop(lines))).toBe("");
  });

  it("is none where a user name has a password beside it", () => {
    const basic = 'basicAuth: { username: mcp, password: "${env.PASSWORD}" }';
    expect(findings(withTop(`upstream: { auth: { ${basic} } }`))).toBe("");
  });

  it("is none where an empty password is written beside a variable", () => {
    const basic = `basicAuth: { username: "\${env.API_KEY}", password: "" }`;
    expect(findings(withTop(`upstream: { auth: { ${basic} } }`))).toBe("");
  });

  it("may be an empty password, and has to be said to be", () => {
    const basic = `basicAuth: { username: "\${env.API_KEY}", password: }`;
    expect(findings(withTop(`upstream:\n  auth:\n    ${basic}`))).toMatchInlineSnapshot(`
      "error[tool-map/wrong-kind]: upstream.auth.basicAuth.password has to be text, not nothing
       --> tool-map.yaml:3:46
         |
      3  |     basicAuth: { username: "\${env.API_KEY}", password: }
         |                                              ^^^^^^^^
         |
         = help: where the API takes an empty one, write ""
      "
    `);
  });

  it("leaves lines readable that hold none", () => {
    const lines =
      "upstream:\n  auth:\n    bearerAuth: ${env.TOKEN} # from the vault\n    bearerAuth: ${env.B}";
    expect(findings(withTop(lines))).toContain("bearerAuth: ${env.TOKEN} # from the vault");
  });
});
