import { describe, expect, it } from "vitest";
import { catalogueEntry } from "../../src/emit/catalogue.js";
import { variablesOf } from "../../src/emit/environment.js";
import { packageJson } from "../../src/emit/package-json.js";
import { readmeView } from "../../src/emit/readme.js";
import { serverView } from "../../src/emit/server-file.js";
import { shownTool } from "../../src/emit/shown-tool.js";
import { functionsView, handlerFiles, handlerView } from "../../src/emit/stubs.js";
import { ToolIdentifiers } from "../../src/emit/tool-identifiers.js";
import { billing } from "./billing.js";
import { callOf, input, objectOf, server, text, tool } from "./models.js";

describe("package.json", () => {
  it("holds our own keys, and what the map adds", () => {
    const given = server({ name: "Acme Billing", dependencies: { "date-fns": "^4.0.0" } });
    expect(JSON.parse(packageJson(given))).toMatchObject({
      name: "acme-billing-mcp",
      version: "1.0.0",
      private: true,
      type: "module",
      scripts: {
        build: "tsc",
        start: "node dist/main.js",
        pretest: expect.stringMatching(
          /^mcpgen --version \|\| node --eval "[^"`$]*npm install [^"`$]*"$/,
        ),
        test: "mcpgen test ../../tool-map.yaml",
      },
    });
    expect(Object.keys(JSON.parse(packageJson(given)).dependencies)).toEqual([
      "@modelcontextprotocol/sdk",
      "date-fns",
      "pino",
      "zod",
    ]);
  });

  it("quotes the path of a map with odd characters", () => {
    const sources = { map: "a b.yaml", spec: "s.yaml", mapFromOutput: "../a $(b).yaml" };
    const { scripts } = JSON.parse(packageJson(server({ sources })));
    expect(scripts.test).toBe('mcpgen test "../a \\$(b).yaml"');
  });
});

describe("the catalogue", () => {
  it("advertises a tool as it is called", () => {
    const given = tool("find", {
      title: "Find",
      inputs: [input("q", text)],
      outputSchema: {
        type: ["object"],
        properties: { hits: { type: ["array"], items: text } },
        required: ["hits"],
      },
    });
    expect(catalogueEntry(shownTool(given))).toEqual({
      entry: {
        name: "find",
        title: "Find",
        description: "Does find.\nReturns { hits: [] }",
        inputSchema: {
          type: "object",
          properties: { q: { type: "string" } },
          required: ["q"],
          additionalProperties: false,
        },
        outputSchema: {
          type: "object",
          properties: {
            hits: { type: "array", items: { type: "string" } },
            notice: {
              type: "string",
              description: "Present when something was cut: what, and how to get the rest.",
            },
          },
          required: ["hits"],
        },
        annotations: given.annotations,
      },
      notes: [],
    });
  });

  it("has no notice where nothing can be cut", () => {
    const outputSchema = { type: ["object"], properties: { sent: { type: ["boolean"] } } } as const;
    expect(catalogueEntry(shownTool(tool("send", { outputSchema }))).entry.outputSchema).toEqual({
      type: "object",
      properties: { sent: { type: "boolean" } },
    });
  });
});

describe("the environment", () => {
  it("is read by first use, and knows what is secret", () => {
    expect(variablesOf(billing).map(({ name, secret }) => [name, secret])).toEqual([
      ["BILLING_API_BASE", false],
      ["BILLING_API_TOKEN", true],
      ["BILLING_ACCOUNT", false],
    ]);
  });

  it("counts what a header holds among the secrets", () => {
    const { upstream } = server();
    const headers = [{ name: "X-Key", value: [{ env: "KEY" }] }];
    expect(variablesOf(server({ upstream: { ...upstream, headers } })).at(-1)).toMatchObject({
      name: "KEY",
      secret: true,
    });
  });
});

describe("server.ts", () => {
  const codeOf = (given: ReturnType<typeof server>) =>
    serverView(given, new ToolIdentifiers(given)).server.toString();

  it("names two tools apart whose names would be one", () => {
    const code = codeOf(server({ tools: [tool("text"), tool("text_tool")] }));
    expect(code).toContain("tools: [textTool2, textTool],");
  });

  it("joins text and variables, and states credentials by scheme", () => {
    const { upstream } = server();
    const code = codeOf(
      server({
        upstream: {
          ...upstream,
          baseUrl: [{ env: "BASE" }, "/v2"],
          auth: [
            { kind: "basic", scheme: "basicAuth", username: ["me"], password: [{ env: "PASS" }] },
            { kind: "basic", scheme: "keyAlone", username: [{ env: "USER_KEY" }], password: [] },
            {
              kind: "apiKey",
              scheme: "key",
              location: "header",
              name: "X-Key",
              key: [{ env: "KEY" }],
            },
          ],
        },
      }),
    );
    expect(code).toContain('baseUrl: join(env("BASE"), "/v2"),');
    expect(code).toContain('basicAuth: basic("me", env("PASS")),');
    expect(code).toContain('keyAlone: basic(env("USER_KEY"), ""),');
    expect(code).toContain('key: apiKey({ in: "header", name: "X-Key" }, env("KEY")),');
  });
});

describe("the README", () => {
  it("says what is destructive, why nobody confirms it, and what the token must allow", () => {
    const purge = tool("purge", {
      effect: "destructive",
      unconfirmed: "Test data alone.",
      body: {
        kind: "steps",
        statements: [callOf("gone", "createReminder"), callOf("seen", "getPlan")],
        output: objectOf({}),
      },
    });
    const view = readmeView({ ...billing, tools: [purge] }, []);
    expect(view.changes.map((row) => Object.values(row).join(" | "))).toEqual([
      "`purge` | `POST /v1/invoices/{id}/reminders` | writes | none; the map's reason: Test data alone. | sent again under its idempotency key",
    ]);
    expect(view.requiredScopes.map(({ scheme, list }) => `${scheme}: ${list}`)).toEqual([
      "`bearerAuth`: `invoices:read`, `reminders:write`",
    ]);
  });

  it.each([
    ["to standard error", "stderr"],
    ["to `calls.jsonl`", { file: "calls.jsonl" }],
    ["to standard error and to `calls.jsonl`", { both: "calls.jsonl" }],
  ] as const)("says that the log goes %s", (words, to) => {
    expect(String(readmeView({ ...billing, audit: { to, redact: [] } }, []).logsTo)).toBe(words);
  });

  it("registers the server with every host by its variables", () => {
    const view = readmeView(billing, []);
    expect(JSON.parse(String(view.claudeCode)).mcpServers.billing.env.BILLING_API_TOKEN).toBe(
      `\${BILLING_API_TOKEN}`,
    );
    const vsCode = JSON.parse(String(view.vsCode));
    expect(vsCode.servers.billing.env.BILLING_API_TOKEN).toBe(`\${input:BILLING_API_TOKEN}`);
    expect(
      vsCode.inputs.map(({ id, password }: { id: string; password: boolean }) => [id, password]),
    ).toEqual([
      ["BILLING_API_BASE", false],
      ["BILLING_API_TOKEN", true],
      ["BILLING_ACCOUNT", false],
    ]);
  });
});

describe("stubs", () => {
  const handled = (name: string) =>
    tool(name, { body: { kind: "handler", file: "shared", operations: [], output: null } });

  it("hold every handler of their file", () => {
    const given = server({ tools: [handled("one"), handled("two")] });
    const files = handlerFiles(given);
    expect([...files.keys()]).toEqual(["shared"]);
    const { handlers } = handlerView(files.get("shared") ?? [], new ToolIdentifiers(given));
    expect(handlers.map(String)).toEqual([
      "/** Does one. */\nexport const one: One = async (_input, _context) => notImplemented();",
      "/** Does two. */\nexport const two: Two = async (_input, _context) => notImplemented();",
    ]);
  });

  it("take what functions are declared to take", () => {
    const functions = [
      { name: "label", args: ["string", "integer", "json"], returns: "boolean" } as const,
    ];
    expect(functionsView(server({ functions })).functions.map(String)).toEqual([
      'export function label(_a: string, _b: number, _c: JsonValue): boolean {\n  throw notWritten("label");\n}',
    ]);
  });
});
