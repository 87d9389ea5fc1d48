import { connect } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ask, describing, useMock } from "./mocked.js";

const injected = "a\r\nX-Injected: yes";

describe("a hostile description", () => {
  const mock = useMock(() =>
    describing(
      {
        "/headers": {
          get: {
            operationId: "headers\r\nforged line \u001b[31m",
            responses: {
              200: {
                description: "",
                headers: {
                  "X-Good": { schema: { type: "string", examples: [injected, "fine"] } },
                  "X-Bad": { schema: { type: "string", const: injected } },
                  "X-Name\r\nX-Injected": { schema: { type: "string" } },
                  "Content-Length": { schema: { type: "integer", const: 3 } },
                  "Transfer-Encoding": { schema: { type: "string", const: "chunked" } },
                  "Set-Cookie": { schema: { type: "string", const: "a=b" } },
                  Location: { schema: { type: "string", const: "https://evil.example/" } },
                  "Retry-After": { schema: { type: "integer" } },
                },
                content: { "text/plain\r\nX-Injected: yes": { schema: { type: "string" } } },
              },
            },
          },
        },
        "/slow": {
          get: {
            parameters: [
              { name: "q", in: "query", schema: { type: "string", pattern: "^(a+)+(?!b)$" } },
            ],
            responses: {
              200: {
                description: "",
                content: {
                  "application/json": {
                    schema: { type: "string", pattern: "^(?:(a+)+)+(?=c)c$", minLength: 60 },
                  },
                },
              },
            },
          },
        },
        "/endless": {
          get: {
            responses: {
              200: {
                description: "",
                content: {
                  "application/json": { schema: { $ref: "#/components/schemas/Endless" } },
                },
              },
            },
          },
        },
        "/wide": {
          get: {
            responses: {
              200: {
                description: "",
                content: {
                  "application/json": {
                    schema: {
                      type: "array",
                      minItems: 1_000_000_000,
                      items: { type: "string", minLength: 1_000_000_000 },
                    },
                  },
                },
              },
            },
          },
        },
        "/never": {
          get: {
            responses: {
              200: {
                description: "",
                content: {
                  "application/json": {
                    schema: { type: "object", required: ["a"], properties: { a: false } },
                  },
                },
              },
            },
          },
        },
        "/names": {
          get: {
            responses: {
              200: {
                description: "",
                content: {
                  "application/json": {
                    schema: {
                      type: "object",
                      required: ["__proto__", "constructor", "toString"],
                      properties: JSON.parse(
                        '{"__proto__":{"type":"integer"},"constructor":{"type":"string"},"toString":{"type":"boolean"}}',
                      ),
                      additionalProperties: false,
                    },
                  },
                },
              },
            },
          },
        },
      },
      {
        components: {
          schemas: {
            Endless: {
              type: "object",
              required: ["left", "right"],
              properties: {
                left: { $ref: "#/components/schemas/Endless" },
                right: {
                  anyOf: [
                    { $ref: "#/components/schemas/Endless" },
                    { type: "array", minItems: 2, items: { $ref: "#/components/schemas/Endless" } },
                  ],
                },
              },
            },
          },
        },
      },
    ),
  );

  it("writes no header of its own making", async () => {
    const { status, headers } = await ask(mock(), "/headers");
    expect(status).toBe(200);
    expect(headers.get("x-injected")).toBeNull();
    expect(headers.get("x-bad")).toBeNull();
    expect(headers.get("set-cookie")).toBeNull();
    expect(headers.get("location")).toBeNull();
    expect(headers.get("retry-after")).toBe("1");
    expect(headers.get("content-type")).toBe("application/octet-stream");
  });

  it("keeps nobody waiting with a pattern", async () => {
    await ask(mock(), `/slow?q=${"a".repeat(60)}!`);
    await ask(mock(), "/slow");
  });

  for (const path of ["/endless", "/wide", "/never"]) {
    it(`gets an answer where no value fits: ${path}`, async () => {
      const { status, headers } = await ask(mock(), path);
      expect(status).toBe(200);
      expect(headers.get("x-mcpgen-mock")).toBe("nearest");
    });
  }

  it("may name its properties as every object does", async () => {
    const { text } = await ask(mock(), "/names");
    expect(text).toMatch(/^\{"__proto__":\d+,"constructor":".+","toString":(?:true|false)\}$/);
  });
});

describe("a hostile client", () => {
  const mock = useMock(() =>
    describing({
      "/x/{id}": {
        post: {
          parameters: [
            { name: "id", in: "path", required: true, schema: { type: "string" } },
            { name: "f", in: "query", style: "deepObject", schema: { type: "object" } },
          ],
          requestBody: {
            content: { "*/*": {}, "application/json": { schema: { type: "object" } } },
          },
          responses: {
            200: {
              description: "",
              content: {
                "application/json": {
                  schema: { type: "object", properties: { id: { type: "string" } } },
                },
              },
            },
          },
        },
      },
    }),
  );

  const send = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { port, hostname } = new URL(mock().url);
      const socket = connect(Number(port), hostname);
      let answer = "";
      socket.on("data", (chunk) => {
        answer += chunk.toString("latin1");
      });
      socket.on("close", () => resolve(answer));
      socket.on("error", reject);
      socket.end(Buffer.from(text, "latin1"));
    });

  const requests = [
    "nonsense\r\n\r\n",
    "GET http://other.example/x/1?a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "POST /x/%E0%A4%A HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "POST /x/1?%E0%A4%A=%FF&f[a][b][][c]=1&f[=2&f[__proto__][x]=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "POST /x/1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{",
    'POST /x/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n{"__proto__":{"a":"b"},"c":',
    'POST /x/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nPrefer: code="\\\\", huge==, delay=-1, ;;,,\r\nContent-Length: 0\r\n\r\n',
    "POST /x/1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    `GET /${"a/".repeat(5000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    `GET /x HTTP/1.1\r\nHost: a\r\nX: ${"a".repeat(40_000)}\r\n\r\n`,
  ];
  for (const request of requests) {
    it(`${JSON.stringify(request.slice(0, 60))} leaves the mock standing`, async () => {
      const answer = await send(request);
      expect(answer).toMatch(/^(?:HTTP\/1\.1 [2345]\d\d |$)/);
      expect(answer).not.toContain("HTTP/1.1 500");
      expect(await ask(mock(), "/x/1", { method: "POST" })).toMatchObject({ status: 200 });
    });
  }

  it("gets an answer to whatever it sends", async () => {
    const texts = fc.string({ unit: "binary", maxLength: 40 });
    const types = fc.constantFrom(
      "application/json",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=a",
      "text/plain",
    );
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, types, async (id, query, body, type) => {
        const path = `/x/${encoded(id)}?f[${encoded(query)}]=1`;
        const { status } = await ask(mock(), path, {
          method: "POST",
          headers: { "content-type": type },
          body,
        });
        return status < 500;
      }),
      { numRuns: 60 },
    );
  });
});

/** Half a pair of surrogates cannot be encoded. */
function encoded(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "?"));
}
