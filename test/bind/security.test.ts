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

  it("are those of a credential that is given, though the operation may be called without", () => {
    const { operations, scopes } = server(given({ a: "[{}, { oauth: [read] }]" }, token));
    expect(operations[0]?.security).toEqual([[{ scheme: "oauth", scopes: ["read"] }], []]);
    expect(scopes).toEqual([{ scheme: "oauth", scopes: ["read"] }]);
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

describe("two schemes that write the same header", () => {
  const login = 'login: { username: "${env.USER}", password: "${env.WORD}" }';
  const person = components.replace("key:", "person: { type: http, scheme: bearer }\n  key:");
  const clash =
    'bind/clashing-credentials: "a" asks for login and oauth at once, and both go into the header Authorization';

  it("are an error where nothing else will do", () => {
    expect(
      bound(given({ a: "[{ login: [], oauth: [] }]" }, `${token}, ${login}`)).messages,
    ).toEqual([clash]);
    const key = person.replace("in: query, name: k", "in: header, name: authorization");
    expect(
      bound({
        ...given({ a: "[{ key: [], oauth: [] }]" }, `${token}, key: "\${env.KEY}"`),
        components: key,
      }).messages,
    ).toEqual([clash.replace("login", "key").replace("Authorization", "Authorization")]);
  });

  it("are passed over for an alternative that can be sent", () => {
    const security = { a: "[{ login: [], oauth: [all] }, { oauth: [read] }]" };
    const { operations, scopes } = server(given(security, `${token}, ${login}`));
    expect(operations.map((operation) => operation.security)).toEqual([
      [[{ scheme: "oauth", scopes: ["read"] }]],
    ]);
    expect(scopes).toEqual([{ scheme: "oauth", scopes: ["read"] }]);
  });

  it("are one where their credential is the same", () => {
    const security = { a: "[{ oauth: [], person: [] }]" };
    const auth = `${token}, person: "\${env.TOKEN}"`;
    expect(bound({ ...given(security, auth), components: person }).messages).toEqual([]);
  });
});

describe("a scheme that the map can hold nothing for", () => {
  const more = components.replace("login:", "tls: { type: mutualTLS }\n  login:");
  const without = (id: string, schemes: string) =>
    `bind/unsupported-security: "${id}" asks for ${schemes}, for which upstream.auth can hold nothing: it is called without`;
  const securityOf = (security: string, auth = "") => {
    const { server, messages } = bound({ ...given({ a: security }, auth), components: more });
    return { messages, security: server.operations[0]?.security };
  };

  it("is left out, with a warning, where no alternative is free of one", () => {
    const want = { messages: [without("a", '"tls"')], security: [] };
    expect(securityOf("[{ tls: [] }]")).toEqual(want);
    expect(securityOf("[{ tls: [] }, { undeclared: [] }]")).toEqual({
      messages: [without("a", '"tls", "undeclared"')],
      security: [],
    });
    const both = [[{ scheme: "oauth", scopes: ["read"] }]];
    expect(securityOf("[{ tls: [], oauth: [read] }]", token)).toEqual({
      messages: [without("a", '"tls"')],
      security: both,
    });
    expect(securityOf("[{ tls: [] }, { tls: [], oauth: [read] }]", token)).toEqual({
      messages: [without("a", '"tls"')],
      security: [...both, []],
    });
  });

  it("leaves what else is asked for to be given", () => {
    expect(securityOf("[{ tls: [], oauth: [read] }]").messages).toEqual([
      without("a", '"tls"'),
      'bind/missing-credentials: upstream.auth does not hold what "a" asks for',
    ]);
  });

  it("is passed over for an alternative that credentials meet", () => {
    expect(securityOf("[{ tls: [] }, { oauth: [read] }]", token)).toMatchObject({ messages: [] });
    expect(securityOf("[{ tls: [] }, { oauth: [read] }]").messages).toEqual([
      'bind/missing-credentials: upstream.auth does not hold what "a" asks for',
    ]);
  });
});

describe("an operation at an address that gets no credentials", () => {
  const there = (security: string, auth: string) => ({
    ...given({ a: "[{ oauth: [read] }]", b: security }, ""),
    paths: [
      operation("a", "[{ oauth: [read] }]"),
      operation("b", security).replace(
        "    security",
        "    servers: [{ url: https://b.example }]\n    security",
      ),
    ].join(""),
    top: `upstream: { auth: { ${auth} }, servers: { https://b.example: {} } }`,
  });

  it("adds no scope to what the others need", () => {
    expect(server(there("[{ oauth: [all] }, {}]", token)).scopes).toEqual([
      { scheme: "oauth", scopes: ["read"] },
    ]);
  });

  it("is one mistake where it asks for credentials", () => {
    expect(bound(there("[{ key: [] }]", token)).messages).toEqual([
      'bind/withheld-credentials: b asks for key, and "https://b.example" gets no credentials',
    ]);
  });
});

describe("a parameter that is where a credential goes", () => {
  const key = 'key: "${env.KEY}"';
  const about = (
    security: string,
    auth: string,
    { required = false, input = "", at = "" } = {},
  ) => {
    const parameter = `{ name: k, in: query, required: ${required}, schema: { type: string } }`;
    const from = operation("a", security).replace(
      "    responses",
      `    parameters: [${parameter}]\n    responses`,
    );
    const { tools, ...rest } = given({ a: security }, auth);
    const { messages, server } = bound({
      ...rest,
      paths:
        at === ""
          ? from
          : from.replace("    security", `    servers: [{ url: ${at} }]\n    security`),
      components: components.replace("login:", "tls: { type: mutualTLS }\n  login:"),
      tools: tools.replace("call: a", `call: a${input}`),
      ...(at === "" ? {} : { top: `upstream: { auth: { ${auth} }, servers: { ${at}: {} } }` }),
    });
    return messages.length > 0
      ? messages
      : server.operations[0]?.parameters.map(({ name }) => name);
  };
  const input = ", input: { k: {} }";
  const twice = [
    'bind/supplied-twice: query.k gets two values: the credential of "key" goes there',
  ];

  it("is the credential's where one is sent", () => {
    for (const security of ["[{ key: [] }]", "[{ key: [] }, {}]", "[{}, { key: [] }]"]) {
      expect(about(security, key, { required: true })).toEqual([]);
      expect(about(security, key, { input })).toEqual(twice);
    }
  });

  it("… beside what nothing can be held for", () => {
    const left =
      'bind/unsupported-security: "a" asks for "tls", for which upstream.auth can hold nothing: it is called without';
    expect(about("[{ tls: [], key: [] }]", key, { required: true })).toEqual([left]);
  });

  it("is the map's to fill where none is", () => {
    const missing = ['bind/missing-parameter: a requires "query.k", and nothing supplies it'];
    for (const security of ["[{ key: [] }, {}]", "[{}, { key: [] }]", "[]"]) {
      expect(about(security, "", { input })).toEqual(["k"]);
      expect(about(security, "", { required: true })).toEqual(missing);
    }
  });

  it("… as at a server that gets no credentials", () => {
    const at = "https://b.example";
    expect(about("[{ key: [] }, {}]", key, { at, input, required: true })).toEqual(["k"]);
    expect(about("[{ key: [] }, {}]", key, { at, required: true })).toEqual([
      'bind/missing-parameter: a requires "query.k", and nothing supplies it',
    ]);
  });
});
