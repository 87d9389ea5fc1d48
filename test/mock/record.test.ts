import { describe, expect, it } from "vitest";
import { ask, describing, useMock } from "./mocked.js";

const secret = "s3cr3t-value";

describe("the record", () => {
  const mock = useMock(() =>
    describing(
      {
        "/things/{id}": {
          post: {
            operationId: "addThing",
            parameters: [
              { name: "id", in: "path", required: true, schema: { type: "integer" } },
              { name: "X-Tenant", in: "header", schema: { type: "string" } },
              { name: "session", in: "cookie", schema: { type: "string" } },
              { name: "page_token", in: "query", schema: { type: "string" } },
            ],
            requestBody: { content: { "application/json": {} } },
            responses: { 204: { description: "" } },
            security: [{ header: [], query: [] }],
          },
        },
      },
      {
        components: {
          securitySchemes: {
            header: { type: "apiKey", in: "header", name: "X-Pass" },
            query: { type: "apiKey", in: "query", name: "k" },
          },
        },
      },
    ),
  );

  it("has every request, without its credentials", async () => {
    await ask(mock(), `/things/7?k=${secret}&page_token=p2`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-tenant": "eu",
        "x-pass": secret,
        "x-auth-token": secret,
        authorization: `Bearer ${secret}`,
        cookie: `session=${secret}`,
      },
      body: '{"a":[1,2]}',
    });
    await ask(mock(), `/nothing?api_key=${secret}`);

    expect(mock().requests()).toEqual([
      {
        number: 1,
        method: "POST",
        path: "/things/7",
        query: "k=[redacted]&page_token=p2",
        headers: expect.objectContaining({
          "content-type": "application/json",
          "x-tenant": "eu",
          "x-pass": "[redacted]",
          "x-auth-token": "[redacted]",
          authorization: "[redacted]",
          cookie: "[redacted]",
        }),
        body: { a: [1, 2] },
        bodyBytes: 11,
        operation: "addThing",
        parameters: {
          path: { id: 7 },
          query: { page_token: "p2" },
          header: { "X-Tenant": "eu" },
          cookie: { session: "[redacted]" },
        },
        status: 204,
        problems: [],
      },
      expect.objectContaining({
        number: 2,
        path: "/nothing",
        query: "api_key=[redacted]",
        operation: null,
        parameters: null,
        status: 404,
      }),
    ]);
    expect(JSON.stringify(mock().requests())).not.toContain(secret);
  });

  it("is read and forgotten over HTTP, and does not record that", async () => {
    const { json, text } = await ask(mock(), "/__mcpgen/requests");
    expect(json).toEqual({ requests: mock().requests() });
    expect(text).not.toContain(secret);
    expect(await ask(mock(), "/__mcpgen/requests", { method: "DELETE" })).toMatchObject({
      status: 204,
    });
    expect(mock().requests()).toEqual([]);
    expect(await ask(mock(), "/__mcpgen/requests", { method: "POST" })).toMatchObject({
      status: 405,
    });
    expect(await ask(mock(), "/__mcpgen/other")).toMatchObject({ status: 404 });
  });

  it("gives tokens to clients that fetch their own", async () => {
    const form = {
      method: "POST",
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    };
    const { status, json } = await ask(mock(), "/__mcpgen/token", form);
    expect({ status, json }).toEqual({
      status: 200,
      json: { access_token: "mock", token_type: "Bearer", expires_in: 3600 },
    });
    expect(mock().requests()).toEqual([]);
  });
});
