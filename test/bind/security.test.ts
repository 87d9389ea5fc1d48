import { describe, expect, it } from "vitest";
import { bound, server } from "./bound.js";

const operation = (id: string, security: string) => `
/${id}:
  get:
    operationId: ${id}
    security: ${security}
    responses: { "204": { description: Done. } }`;

const components = `
securitySchemes:
  oauth: { type: oauth2, flows: {} }
  key: { type: apiKey, in: query, name: k }
  login: { type: http, scheme: basic }
`;

function given(security: Readonly<Record<string, string>>, auth: string) {
  const names = Object.keys(security);
  return {
    paths: Object.entries(security)
      .map(([id, text]) => operation(id, text))
      .join(""),
    components,
    tools: names.map((id) => `${id}_tool: { description: W., call: ${id} }`).join("\n"),
    top: auth === "" ? "" : `upstream: { auth: { ${auth} } }`,
  };
}

const token = 'oauth: "${env.TOKEN}"';

describe("the scopes that a token needs", () => {
  it("are those of the used operations, by scheme, each once", () => {
    const security = { a: "[{ oauth: [read, list] }]", b: "[{ oauth: [read, write] }]", c: "[]" };
    expect(server(given(security, token)).scopes).toEqual([
      { scheme: "oauth", scopes: ["list", "read", "write"] },
    ]);
  });

  it("are those of the first alternative that the credentials meet", () => {
    const security = { a: "[{ login: [] }, { oauth: [read] }, { oauth: [all] }]" };
    expect(server(given(security, token)).scopes).toEqual([{ scheme: "oauth", scopes: ["read"] }]);
  });

  it("are none where an operation may be called without", () => {
    expect(server(given({ a: "[{}, { oauth: [read] }]" }, "")).scopes).toEqual([]);
  });
});

describe("credentials", () => {
  it("are of the kind that the spec declares, by code unit", () => {
    const auth = 'login: { username: "${env.USER}", password: "${env.WORD}" }, key: "k-${env.KEY}"';
    expect(server(given({ a: "[{ login: [], key: [] }]" }, auth)).upstream.auth).toEqual([
      { kind: "apiKey", scheme: "key", location: "query", name: "k", key: ["k-", { env: "KEY" }] },
      { kind: "basic", scheme: "login", username: [{ env: "USER" }], password: [{ env: "WORD" }] },
    ]);
  });

  it("that several operations lack are reported once", () => {
    expect(
      bound(given({ a: "[{ oauth: [x] }]", b: "[{ oauth: [y] }]", c: "[{ key: [] }]" }, ""))
        .messages,
    ).toEqual([
      'bind/missing-credentials: upstream.auth does not hold what "a", "b" asks for'.replace(
        "asks",
        "ask",
      ),
      'bind/missing-credentials: upstream.auth does not hold what "c" asks for',
    ]);
  });
});
