import { describe, expect, it } from "vitest";
import { startMock } from "../../src/mock/mock.js";
import { ask, billingApi, describing, useMock } from "./mocked.js";

const json = (content: object) => ({ "application/json": content });
const answer = (content: object) => ({ description: "", content: json(content) });
const get = (responses: object) => ({ get: { responses } });
const thing = {
  type: "object",
  required: ["id"],
  properties: { id: { type: "string" }, size: { type: "integer", maximum: 5 } },
};

describe("examples", () => {
  const mock = useMock(() =>
    describing(
      {
        "/one": get({ 200: answer({ schema: thing, example: { id: "media", size: 1 } }) }),
        "/many": get({
          200: answer({
            schema: thing,
            examples: {
              large: { value: { id: "large", size: 9 } },
              small: { value: { id: "small", size: 2 } },
              other: { $ref: "#/components/examples/other" },
              elsewhere: { externalValue: "https://example.com/a.json" },
            },
          }),
          404: answer({ examples: { gone: { value: { why: "gone" } } } }),
        }),
        "/schema": get({ 200: answer({ schema: { ...thing, examples: [{ id: "schema" }] } }) }),
        "/property": get({
          200: answer({
            schema: {
              type: "object",
              required: ["a"],
              properties: { a: { type: "string", examples: ["part"] } },
            },
          }),
        }),
        "/broken": get({ 200: answer({ schema: thing, example: { id: 5 } }) }),
        "/bare": get({ 200: answer({ example: { any: ["thing"] } }) }),
      },
      { components: { examples: { other: { value: { id: "other" } } } } },
    ),
  );
  const cases: readonly (readonly [string, string | undefined, unknown, string])[] = [
    ["/one", undefined, { id: "media", size: 1 }, "example"],
    // The first one does not fit the schema.
    ["/many", undefined, { id: "small", size: 2 }, "example"],
    ["/many", "example=large", { id: "large", size: 9 }, "example"],
    ["/many", 'example="other"', { id: "other" }, "example"],
    ["/many", "code=404", { why: "gone" }, "example"],
    ["/many", "code=404, example=gone", { why: "gone" }, "example"],
    ["/schema", undefined, { id: "schema" }, "generated"],
    ["/property", undefined, { a: "part" }, "generated"],
    ["/bare", undefined, { any: ["thing"] }, "example"],
  ];
  for (const [path, prefer, want, source] of cases) {
    it(`${path} ${prefer ?? ""}`, async () => {
      const given = await ask(mock(), path, prefer === undefined ? {} : { prefer });
      expect(given.json).toEqual(want);
      expect(given.headers.get("x-mcpgen-mock")).toBe(source);
    });
  }

  it("that break their schema are passed over", async () => {
    const given = await ask(mock(), "/broken");
    expect(given.json).toMatchObject({ id: expect.any(String) });
    expect(given.headers.get("x-mcpgen-mock")).toBe("generated");
  });

  it("that are not there", async () => {
    expect(await ask(mock(), "/many", { prefer: "example=none" })).toMatchObject({ status: 400 });
  });

  it("are passed over for made-up values when these are preferred", async () => {
    const given = await ask(mock(), "/one", { prefer: "dynamic" });
    expect(given.headers.get("x-mcpgen-mock")).toBe("generated");
    expect(given.json).not.toEqual({ id: "media", size: 1 });
  });
});

describe("Swagger 2.0", () => {
  const mock = useMock(() =>
    describing({}, {
      openapi: undefined,
      swagger: "2.0",
      paths: {
        "/x": {
          get: {
            produces: ["application/json"],
            responses: {
              200: {
                description: "",
                schema: thing,
                examples: { "application/json": { id: "two" } },
              },
            },
          },
        },
      },
    } as object),
  );
  it("has its examples in the response", async () => {
    expect((await ask(mock(), "/x")).json).toEqual({ id: "two" });
  });
});

describe("pages", () => {
  const text = { type: "string" };
  const page = (links: object) => ({
    type: "object",
    properties: { data: { type: "array", items: { type: "object" } }, ...links },
  });
  const listing = (schema: object, example: object) => ({
    get: {
      responses: { 200: { description: "", content: { "application/json": { schema, example } } } },
    },
  });
  const next = { type: "object", properties: { next: text, last: text } };
  const mock = useMock(() =>
    describing({
      "/links": listing(page({ links: { type: "object", properties: { pages: next } } }), {
        data: [{ next: "kept" }],
        links: { pages: { next: "https://x.example/?page=2", last: "https://x.example/?page=2" } },
      }),
      "/null": listing(
        page({ nextCursor: { type: ["string", "null"] }, has_more: { type: "boolean" } }),
        {
          data: [],
          nextCursor: "c2",
          has_more: true,
        },
      ),
      "/empty": listing(
        { ...page({ next_page_token: text }), required: ["next_page_token"] },
        {
          data: [],
          next_page_token: "t2",
        },
      ),
      "/other": listing(page({ forward: text }), { data: [], forward: "f2" }),
      "/state": listing({ type: "object", properties: { next: text } }, { next: "shipped" }),
    }),
  );
  it.each([
    [
      "/links",
      { data: [{ next: "kept" }], links: { pages: { last: "https://x.example/?page=2" } } },
    ],
    ["/null", { data: [], nextCursor: null, has_more: false }],
    ["/empty", { data: [], next_page_token: "" }],
    ["/other", { data: [], forward: "f2" }],
    ["/state", { next: "shipped" }],
  ])("of an example are the last one: %s", async (path, json) => {
    expect(await ask(mock(), path)).toMatchObject({ status: 200 });
    expect((await ask(mock(), path)).json).toEqual(json);
  });
});

describe("answers", () => {
  const token = { authorization: "Bearer t" };

  it("are the same for the same request, also of another process's mock, and others for another seed", async () => {
    const texts: string[] = [];
    for (const seed of [1, 1, 2]) {
      const mock = await startMock(billingApi(), { seed });
      texts.push((await ask(mock, "/v1/customers/CUS-10001", { headers: token })).text);
      texts.push(
        (await ask(mock, "/v1/customers/CUS-10001", { headers: { ...token, "x-request-id": "7" } }))
          .text,
      );
      await mock.close();
    }
    expect(new Set(texts.slice(0, 4)).size).toBe(1);
    expect(texts[4]).not.toBe(texts[0]);
  });

  const mock = useMock(billingApi);

  it("have the ID that was asked for", async () => {
    const { json } = await ask(mock(), "/v1/customers/CUS-54321", { headers: token });
    expect(json).toMatchObject({ id: "CUS-54321" });
  });

  it("have what was filtered by, and no more elements than the limit", async () => {
    const path = "/v1/invoices?customer_id=CUS-54321&status=overdue&limit=1";
    const { json } = await ask(mock(), path, { headers: token });
    expect(json).toMatchObject({
      items: [{ customer_id: "CUS-54321", status: "overdue" }],
      next_cursor: null,
      total: 1,
    });
  });

  it("have what was sent, and the ID of what it was added to", async () => {
    const headers = { ...token, "content-type": "application/json" };
    const customer = { name: "Initech", email: "office@initech.example", currency: "USD" };
    const created = await ask(mock(), "/v1/customers", {
      method: "POST",
      headers,
      body: JSON.stringify(customer),
    });
    expect(created).toMatchObject({ status: 201, json: customer });
    const reminder = await ask(mock(), "/v1/invoices/INV-77/reminders", {
      method: "POST",
      headers,
      body: JSON.stringify({ channel: "letter" }),
    });
    expect(reminder.json).toMatchObject({ invoice_id: "INV-77", channel: "letter" });
    expect(reminder.json).not.toMatchObject({ id: "INV-77" });
  });

  it("have the status in a problem", async () => {
    const { json } = await ask(mock(), "/v1/customers", { headers: token, prefer: "code=429" });
    expect(json).toMatchObject({ status: 429 });
  });

  it("are files where the description says so", async () => {
    const { text, headers } = await ask(mock(), "/v1/invoices/INV-1/pdf", { headers: token });
    expect(headers.get("content-type")).toBe("application/pdf");
    expect(text).toMatch(/^%PDF-/);
  });
});

describe("a redirect", () => {
  const mock = useMock(() =>
    describing({
      "/file": get({
        302: {
          description: "",
          headers: { Location: { schema: { type: "string", format: "uri" } } },
        },
      }),
    }),
  );
  it("leads to a file of the mock", async () => {
    const { status, headers } = await ask(mock(), "/file");
    expect(status).toBe(302);
    expect(headers.get("location")).toBe(`${mock().url}/__mcpgen/landing`);
    expect((await ask(mock(), "/__mcpgen/landing")).text).toBe("mock");
  });
});

describe("what is of one direction alone", () => {
  const schema = {
    type: "object",
    required: ["id", "password", "name"],
    properties: {
      id: { type: "string", readOnly: true },
      password: { type: "string", writeOnly: true },
      name: { type: "string" },
    },
  };
  const mock = useMock(() =>
    describing({
      "/users": {
        post: {
          requestBody: { content: json({ schema }) },
          responses: { 201: answer({ schema: { ...schema, additionalProperties: false } }) },
        },
      },
    }),
  );
  it("is neither asked of the other nor told it", async () => {
    const { status, json } = await ask(mock(), "/users", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "Ada", password: "secret" }),
    });
    expect(status).toBe(201);
    expect(Object.keys(json as object)).toEqual(["id", "name"]);
  });
});

describe("preferences", () => {
  const mock = useMock(billingApi);
  const headers = { authorization: "Bearer t" };

  it("a status by its class", async () => {
    const given = await ask(mock(), "/v1/customers", { headers, prefer: "code=503" });
    expect(given.status).toBe(503);
    expect(given.headers.get("x-mcpgen-mock")).not.toBe("refused");
  });

  it("a status that is not documented", async () => {
    const given = await ask(mock(), "/v1/customers", { headers, prefer: "code=418" });
    expect(given).toMatchObject({ status: 418, json: { status: 418 } });
    expect(await ask(mock(), "/v1/customers", { headers, prefer: "code=299" })).toMatchObject({
      status: 400,
    });
  });

  it("a delay", async () => {
    const start = performance.now();
    await ask(mock(), "/v1/customers", { headers, prefer: "delay=150ms" });
    expect(performance.now() - start).toBeGreaterThan(140);
  });

  it("a size, in a form that the description has", async () => {
    const { text, json } = await ask(mock(), "/v1/customers", { headers, prefer: "huge=300kB" });
    expect(text.length).toBeGreaterThan(300 * 1024);
    expect((json as { items: unknown[] }).items.length).toBeGreaterThan(100);
    const one = await ask(mock(), "/v1/customers/CUS-1", { headers, prefer: "huge=300kB" });
    expect(one.text.length).toBeGreaterThan(300 * 1024);
    const file = await ask(mock(), "/v1/invoices/INV-1/pdf", { headers, prefer: "huge=300kB" });
    expect(file.text.length).toBeGreaterThan(300 * 1024);
  });

  it("no answer", async () => {
    mock().forget();
    await expect(ask(mock(), "/v1/customers", { headers, prefer: "drop" })).rejects.toThrow();
    expect(mock().requests()).toMatchObject([{ operation: "listCustomers", status: null }]);
  });

  it("of others are passed over", async () => {
    const prefer = "respond-async, wait=10; foo=bar, return=minimal";
    expect(await ask(mock(), "/v1/customers", { headers, prefer })).toMatchObject({ status: 200 });
  });

  for (const prefer of [
    "code=abc",
    "code=99",
    "delay=soon",
    "delay=3600s",
    "huge=1GB",
    "huge=65MB",
  ]) {
    it(`that cannot be met are refused: ${prefer}`, async () => {
      expect(await ask(mock(), "/v1/customers", { headers, prefer })).toMatchObject({
        status: 400,
      });
    });
  }

  it("of a test hold for the operations that it names, and give way to a request's", async () => {
    mock().prefer("getCustomer", "code=404");
    mock().prefer("*", "code=503");
    expect(await ask(mock(), "/v1/customers/CUS-1", { headers })).toMatchObject({ status: 404 });
    expect(await ask(mock(), "/v1/customers", { headers })).toMatchObject({ status: 503 });
    expect(await ask(mock(), "/v1/customers", { headers, prefer: "code=200" })).toMatchObject({
      status: 200,
    });
    mock().prefer("getCustomer", null);
    expect(await ask(mock(), "/v1/customers/CUS-1", { headers })).toMatchObject({ status: 503 });
    mock().forget();
    expect(await ask(mock(), "/v1/customers/CUS-1", { headers })).toMatchObject({ status: 200 });
  });

  it("come from another process too", async () => {
    const put = (body: string) => ask(mock(), "/__mcpgen/preferences", { method: "PUT", body });
    expect(await put('{"getCustomer":"code=404"}')).toMatchObject({ status: 204 });
    expect(await ask(mock(), "/v1/customers/CUS-1", { headers })).toMatchObject({ status: 404 });
    expect(await put('["code=404"]')).toMatchObject({ status: 400 });
    expect(await put('{"getCustomer":404}')).toMatchObject({ status: 400 });
    expect(await put("{}")).toMatchObject({ status: 204 });
    expect(await ask(mock(), "/v1/customers/CUS-1", { headers })).toMatchObject({ status: 200 });
  });

  it("that cannot be met are refused with the reason, and none of the others is taken", async () => {
    const put = (preferences: object) =>
      ask(mock(), "/__mcpgen/preferences", { method: "PUT", body: JSON.stringify(preferences) });
    expect(await put({ "*": "code=503" })).toMatchObject({ status: 204 });
    const given = {
      listInvoices: "code=404",
      nope: "code=404",
      "GET /v1/nope": "drop",
      getInvoice: "code=9",
      getCustomer: "code=302",
      listCustomers: "cod=404",
      createCustomer: "example=nobody",
      "*": "delay=2h",
    };
    expect(await put(given)).toMatchObject({
      status: 400,
      json: {
        errors: [
          { pointer: "/nope", detail: "is no operation of the description" },
          { pointer: "/GET ~1v1~1nope", detail: "is no operation of the description" },
          { pointer: "/getInvoice", detail: "code must be a status from 200 to 599" },
          { pointer: "/getCustomer", detail: "the description documents no answer 302" },
          {
            pointer: "/listCustomers",
            detail: '"cod" is none of the preferences code, example, dynamic, delay, huge, drop',
          },
          { pointer: "/createCustomer", detail: 'the answer has no example "nobody"' },
          {
            pointer: "/*",
            detail: "delay must be a time such as 500ms or 2s, of at most 60s",
          },
        ],
      },
    });
    expect(await ask(mock(), "/v1/invoices", { headers })).toMatchObject({ status: 503 });
    expect(await put({})).toMatchObject({ status: 204 });
  });
});
