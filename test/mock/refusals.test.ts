import { describe, expect, it } from "vitest";
import { ask, billingApi, describing, useMock } from "./mocked.js";

const token = { authorization: "Bearer anything" };
const json = { ...token, "content-type": "application/json" };

describe("what the description does not allow is refused", () => {
  const mock = useMock(billingApi);

  const refusals: readonly (readonly [string, string, RequestInit, number, readonly object[]])[] = [
    ["a path that is not there", "/v1/customer", { headers: token }, 404, []],
    ["a path below the last", "/v1/customers/CUS-10001/x", { headers: token }, 404, []],
    ["another method", "/v1/customers", { method: "PUT", headers: token }, 405, []],
    [
      "no credentials",
      "/v1/customers",
      {},
      401,
      [{ pointer: "/security", detail: "credentials are missing" }],
    ],
    [
      "a number that is too large",
      "/v1/invoices?limit=1000",
      { headers: token },
      400,
      [{ pointer: "/query/limit", detail: "must be at most 100" }],
    ],
    [
      "a text for a number",
      "/v1/invoices?limit=many",
      { headers: token },
      400,
      [{ pointer: "/query/limit", detail: "must be an integer" }],
    ],
    [
      "a parameter that is not there",
      "/v1/invoices?colour=blue",
      { headers: token },
      400,
      [{ pointer: "/query/colour", detail: "is no parameter of this operation" }],
    ],
    [
      "an element that is none of the values",
      "/v1/customers?status=active&status=asleep",
      { headers: token },
      400,
      [
        {
          pointer: "/query/status/1",
          detail: 'must be one of "active", "past_due", "closed"',
        },
      ],
    ],
    [
      "a missing body",
      "/v1/customers",
      { method: "POST", headers: json },
      400,
      [{ pointer: "/body", detail: "is required" }],
    ],
    [
      "a body that is no JSON",
      "/v1/customers",
      { method: "POST", headers: json, body: "{" },
      400,
      [{ pointer: "/body", detail: "must be JSON" }],
    ],
    [
      "a body with a member of another type, and one missing",
      "/v1/customers",
      {
        method: "POST",
        headers: json,
        body: JSON.stringify({ name: "Ada", email: "ada@example.com", currency: 5 }),
      },
      400,
      [{ pointer: "/body/currency", detail: "must be a string" }],
    ],
    [
      "a text of another format",
      "/v1/customers",
      {
        method: "POST",
        headers: json,
        body: JSON.stringify({ name: "Ada", email: "nobody", currency: "EUR" }),
      },
      400,
      [{ pointer: "/body/email", detail: 'must be of the format "email"' }],
    ],
    [
      "another media type",
      "/v1/customers",
      { method: "POST", headers: { ...token, "content-type": "text/plain" }, body: "x" },
      415,
      [{ pointer: "/header/Content-Type", detail: "must be application/json" }],
    ],
    [
      "a compressed body",
      "/v1/customers",
      { method: "POST", headers: { ...json, "content-encoding": "gzip" }, body: "{}" },
      415,
      [{ pointer: "/header/Content-Type", detail: "must be application/json" }],
    ],
    [
      "a body where none belongs",
      "/v1/customers/CUS-10001",
      { method: "DELETE", headers: json, body: "{}" },
      400,
      [{ pointer: "/body", detail: "is not part of this operation" }],
    ],
    [
      "an answer that is not there",
      "/v1/customers",
      { headers: { ...token, accept: "text/csv" } },
      406,
      [],
    ],
  ];
  for (const [what, path, init, status, errors] of refusals) {
    it(`${what}: ${status}`, async () => {
      const answer = await ask(mock(), path, init);
      expect(answer.status).toBe(status);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.json).toMatchObject({ status, ...(errors.length > 0 && { errors }) });
    });
  }

  it("keeps what nothing acceptable could be answered to among the refused", async () => {
    await ask(mock(), "/v1/customers", { headers: { ...token, accept: "text/html" } });
    expect(mock().requests().at(-1)?.problems).toEqual([
      { at: "/header/Accept", why: "names none of the media types of the answer" },
    ]);
  });

  it.each([
    "application/vnd.billing.v2021-02-25",
    "application/vnd.billing+json",
    "application/problem+json, */*;q=0",
  ])("takes %s, by which an API's version is chosen, for JSON", async (accept) => {
    const answer = await ask(mock(), "/v1/customers", { headers: { ...token, accept } });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
  });

  it("tells the methods that there are", async () => {
    const answer = await ask(mock(), "/v1/customers", { method: "DELETE", headers: token });
    expect(answer.headers.get("allow")).toBe("GET, POST");
  });

  it("challenges", async () => {
    const answer = await ask(mock(), "/v1/customers");
    expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="mock"');
  });
});

describe("credentials", () => {
  const schemes = {
    header: { type: "apiKey", in: "header", name: "X-Key" },
    query: { type: "apiKey", in: "query", name: "key" },
    cookie: { type: "apiKey", in: "cookie", name: "session" },
    basic: { type: "http", scheme: "basic" },
    bearer: { type: "http", scheme: "bearer" },
  };
  const responses = { 204: { description: "done" } };
  const mock = useMock(() =>
    describing(
      {
        ...Object.fromEntries(
          Object.keys(schemes).map((name) => [
            `/${name}`,
            { get: { responses, security: [{ [name]: [] }] } },
          ]),
        ),
        "/both": { get: { responses, security: [{ header: [], bearer: [] }, { basic: [] }] } },
        "/free": { get: { responses, security: [{}, { basic: [] }] } },
      },
      { components: { securitySchemes: schemes } },
    ),
  );

  const cases: readonly (readonly [string, Record<string, string>, number])[] = [
    ["/header", {}, 401],
    ["/header", { "x-key": "k" }, 204],
    ["/query", {}, 401],
    ["/query?key=k", {}, 204],
    ["/query?key=", {}, 401],
    ["/cookie", { cookie: "other=1" }, 401],
    ["/cookie", { cookie: "other=1; session=k" }, 204],
    ["/basic", { authorization: "Bearer k" }, 401],
    ["/basic", { authorization: "Basic dTpw" }, 204],
    ["/bearer", { authorization: "Bearer" }, 401],
    ["/bearer", { authorization: "bearer k" }, 204],
    ["/both", { "x-key": "k" }, 401],
    ["/both", { "x-key": "k", authorization: "Bearer k" }, 204],
    ["/both", { authorization: "Basic dTpw" }, 204],
    ["/free", {}, 204],
  ];
  for (const [path, headers, want] of cases) {
    it(`${path} with ${JSON.stringify(headers)}: ${want}`, async () => {
      expect((await ask(mock(), path, { headers })).status).toBe(want);
    });
  }
});

describe("paths", () => {
  const get = (id: string) => ({
    get: { operationId: id, responses: { 204: { description: "" } } },
  });
  const mock = useMock(() =>
    describing({
      "/things/{id}": get("thing"),
      "/things/search": get("search"),
      "/things/{id}/parts": get("parts"),
      "/files/{name}.{ending}": get("file"),
      "/spans/{from}...{to}": get("span"),
      "/": get("root"),
    }),
  );
  const cases: readonly (readonly [string, string | null, object])[] = [
    ["/things/search", "search", {}],
    ["/things/searching", "thing", { id: "searching" }],
    ["/things/a%2Fb", "thing", { id: "a/b" }],
    ["/things/a/parts", "parts", { id: "a" }],
    ["/things/a/parting", null, {}],
    ["/things/", null, {}],
    ["/files/report.pdf", "file", { name: "report", ending: "pdf" }],
    ["/files/report", null, {}],
    ["/spans/a...b", "span", { from: "a", to: "b" }],
    ["/thing%73/search", "search", {}],
    ["/", "root", {}],
  ];
  for (const [path, operation, values] of cases) {
    it(`${path}: ${operation}`, async () => {
      mock().forget();
      const answer = await ask(mock(), path);
      expect(answer.status).toBe(operation === null ? 404 : 204);
      const [request] = mock().requests();
      expect(request?.operation).toBe(operation);
      expect(request?.parameters?.path ?? {}).toEqual(values);
    });
  }
});

describe("the paths of servers", () => {
  const responses = { 204: { description: "" } };
  const mock = useMock(() =>
    describing(
      {
        "/things": { get: { responses } },
        "/other": { get: { responses, servers: [{ url: "/v9" }] } },
      },
      { servers: [{ url: "https://api.example.com/v2/" }] } as object,
    ),
  );
  for (const [path, status] of [
    ["/things", 204],
    ["/v2/things", 204],
    ["/v3/things", 404],
    ["/v9/other", 204],
  ] as const) {
    it(`${path}: ${status}`, async () => {
      expect((await ask(mock(), path)).status).toBe(status);
    });
  }
});
