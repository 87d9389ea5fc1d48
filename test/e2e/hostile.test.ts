import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { documentOf, generated } from "../emitted/generated.js";
import { type LocalUpstream, localUpstream, sendJson } from "../templates/local-upstream.js";
import { programOf } from "./compiled.js";
import { Session } from "./session.js";

/** What ends a literal, a comment, a template, a tag or a line, or has a meaning of its own somewhere. */
const texts = [
  ...['"', "'", "`", "\\", "`${process.exit(1)}`", "${1}", "*/", "/*", "// x", "</script>"],
  ...["\r\n", "\n", "\t", "😀", "é", "__proto__", "constructor", "toString", "then", "{{x}}"],
  ...["{{{y}}}", "%", "$&", "#", "?a=b&c", "true", "null", "1", "01", " ", "- a: b", "<<", "~"],
];

/** What no reader can see. */
const hidden = ["\u2028", "\u2029", "\u0000", "\u202e\u200b", "\ufeff", "\ud800", "\udc00x"];

/** By member: the pattern, a text that fits it, and one over which a backtracking matcher takes for ever. */
const patterns: Readonly<Record<string, readonly [string, fits: string, slow: string]>> = {
  nested: ["^(a+)+$", "aaa", "a!"],
  either: ["^(a|a)*b$", "aab", "a!"],
  within: ["^((x[0-9])+y)*z+(z+z+)+q$", "x1yzzzq", "z!"],
  words: ["^(\\w+\\s?)*$", "two words", "a!"],
  unanchored: ["(.*)*=(.*)*=", "a=b=", "a!"],
  back: ["^(a+)\\1+b$", "aab", "a!"],
  ahead: ["^(?=(a+)+$)[^]*$", "aaa", "a!"],
  behind: ["(?<=(a+)+)!$", "aa!", "a?"],
  slashes: ["^a/b\\/c[/]$", "a/b/c/", "a/"],
  comment: ["^\\*/ // /\\*$", "*/ // /*", "*/"],
  template: ["^`\\$\\{process\\.exit\\(1\\)\\}`$", "`${process.exit(1)}`", "`"],
  separators: ["^[\\u2028\\u2029\\r\\n]+$", "\u2028\n\u2029", "\u2028!"],
  quotes: ["^[\"'\\\\]+$", "\"'\\", '"!'],
  script: ["^</script><!--$", "</script><!--", "<"],
};

const members = Object.fromEntries(
  Object.entries(patterns).map(([name, [pattern]]) => [name, { type: "string", pattern }]),
);

const named = Object.fromEntries([
  ...texts.map((text) => [text, { type: "string" }]),
  ["fixed", { const: texts.join("") }],
]);

const body = (schema: object) => ({
  requestBody: { required: true, content: { "application/json": { schema } } },
});

const spec = {
  ...documentOf({}),
  paths: {
    "/values": {
      post: {
        operationId: "sendValues",
        ...body({
          type: "object",
          properties: {
            one: { type: "string", enum: texts, examples: texts },
            many: { type: "array", items: { enum: texts }, example: texts },
            fixed: { const: texts.join("") },
            any: { anyOf: [{ const: "*/`" }, { type: "object", properties: named }] },
            named: { type: "object", properties: named, additionalProperties: false },
            standard: { type: "string" },
            free: { type: "string" },
            always: { type: "string" },
          },
        }),
        responses: { 204: { description: "*/ `${process.exit(1)}`" } },
      },
      get: {
        operationId: "askValue",
        parameters: [{ name: "one", in: "query", schema: { type: "string", enum: texts } }],
        responses: { 204: { description: "Done." } },
      },
    },
    "/patterns": {
      post: {
        operationId: "sendPatterns",
        ...body({
          type: "object",
          properties: {
            ...members,
            not: { type: "string", not: { pattern: "^(a+)+$" } },
            or_null: { anyOf: [{ type: "string", pattern: "^(a|a)*b$" }, { type: "null" }] },
            names: {
              type: "object",
              patternProperties: { "^(a+)+$": { type: "integer" }, "^[`/]$": {} },
              additionalProperties: false,
            },
          },
        }),
        responses: { 204: { description: "Done." } },
      },
    },
  },
};

/** A dollar sign before a brace begins an expression in a map. */
const always = texts.join("").replaceAll("${", () => "$${");

const map = `version: 1
server: { name: hostile }
spec: openapi.json
output: server
upstream: { baseUrl: "\${env.HOSTILE_API_BASE}" }
tools:
  send_values:
    description: Send values.
    call: sendValues
    with: { always: ${JSON.stringify(always)} }
    input:
      one: {}
      many: {}
      fixed: {}
      any: {}
      named: {}
      standard: { default: ${JSON.stringify(texts.join(""))} }
      free: {}
    output: {}
  ask_value: { description: Ask., call: askValue, input: { one: {} }, output: {} }
  send_patterns:
    description: Match.
    call: sendPatterns
    input: { ${[...Object.keys(patterns), "not", "or_null", "names"].map((name) => `${name}: {}`).join(", ")} }
    output: {}
operations: { effects: { sendValues: read, sendPatterns: read } }
`;

let session: Session;
let api: LocalUpstream;

beforeAll(async () => {
  const { output, printed } = await generated({ spec, map });
  if (output === null) {
    throw new Error(printed);
  }
  api = await localUpstream((_, response) => sendJson(response, 204, undefined));
  const files = [...output.files, ...output.stubs].map(
    (file) => [file.path, file.content] as const,
  );
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [await programOf(new Map(files))],
    env: { HOSTILE_API_BASE: api.url },
    stderr: "pipe",
  });
  const client = new Client({ name: "e2e", version: "1.0.0" });
  session = new Session(client, transport);
  await client.connect(transport);
}, 60_000);

afterAll(async () => {
  await session?.close();
  await api?.[Symbol.asyncDispose]();
});

let before = 0;
beforeEach(() => {
  before = api.received.length;
});

/** What the API has received since the test began. */
const received = () => api.received.slice(before);
const bodies = () => received().map(({ body }) => JSON.parse(body.toString() || "null"));

/** Errors hold no control characters but tabs and ends of lines. */
const visible = (text: string) => text.replaceAll("\r", "");

describe("values that are code elsewhere", () => {
  it("are shown as they are", async () => {
    const { tools } = await session.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(["send_values", "ask_value", "send_patterns"]);
    expect(tools[0]?.inputSchema.properties).toMatchObject({
      one: { enum: texts, examples: texts },
      many: { items: { enum: texts } },
      fixed: { enum: [texts.join("")] },
      standard: { default: texts.join("") },
    });
    expect(tools[1]?.inputSchema.properties).toEqual({ one: { type: "string", enum: texts } });
  });

  it("are accepted, and reach the API exactly", async () => {
    for (const text of texts) {
      await session.result("send_values", { one: text, many: [text, "*/"], free: text });
      await session.result("ask_value", { one: text });
    }
    const fixed = texts.join("");
    expect(bodies()).toEqual(
      texts.flatMap((text) => [
        { one: text, many: [text, "*/"], free: text, standard: fixed, always: fixed },
        null,
      ]),
    );
    const asked = received().filter(({ method }) => method === "GET");
    expect(asked.map(({ target }) => new URL(target, api.url).searchParams.get("one"))).toEqual(
      texts,
    );
  });

  it("are names of members, and constants", async () => {
    const fixed = texts.join("");
    const named = Object.fromEntries(texts.map((text) => [text, text]));
    const given = { fixed, any: { ...named, fixed }, standard: "" };
    await session.result("send_values", given);
    expect(bodies()).toEqual([{ ...given, always: fixed }]);
    await session.result("send_values", { any: "*/`" });
    expect(await session.failure("send_values", { fixed: "x" })).toMatchObject({
      error: "invalid_fixed",
      allowed: [visible(fixed)],
    });
    expect(await session.failure("send_values", { one: "x" })).toMatchObject({
      allowed: texts.map(visible),
    });
  });

  it("are texts that a model gives, whatever is in them", async () => {
    for (const free of hidden) {
      await session.result("send_values", { free });
    }
    expect(bodies().map(({ free }) => free)).toEqual(hidden);
    for (const one of hidden) {
      expect(await session.failure("send_values", { one })).toMatchObject({ error: "invalid_one" });
    }
  });
});

describe("values that nobody can see", () => {
  it("are refused where a model would be shown them", async () => {
    for (const text of hidden) {
      const schema = { type: "string", enum: ["a", text] };
      const { output, diagnostics } = await generated({
        spec: documentOf({ parameters: [{ name: "one", in: "query", schema }] }),
        map: "  op: { description: Ask., call: op, input: { one: {} }, output: {} }\n",
      });
      expect(output).toBeNull();
      expect(diagnostics.map(({ code }) => code)).toContain("bind/hidden-characters");
    }
  });
});

/** Patterns that only backtracking can check are the API's business. */
const leftToTheApi = new Set(["back", "ahead", "behind"]);

describe("patterns over which a matcher could take for ever", () => {
  it("take what fits", async () => {
    const fitting = Object.entries(patterns).map(([name, [, fits]]) => [name, fits]);
    const given = { ...Object.fromEntries(fitting), not: "b", or_null: "aab", names: { aaa: 1 } };
    await session.result("send_patterns", given);
    await session.result("send_patterns", { names: { "/": 1, "`": "x" }, or_null: null });
    expect(bodies()[0]).toEqual(given);
  });

  it("are told at once from a long text", async () => {
    const started = performance.now();
    for (const [name, [, , slow]] of Object.entries(patterns)) {
      const given = { [name]: `${slow.charAt(0).repeat(50_000)}${slow.slice(1)}` };
      if (leftToTheApi.has(name)) {
        await session.result("send_patterns", given);
      } else {
        expect(await session.failure("send_patterns", given)).toMatchObject({
          error: `invalid_${name}`,
        });
      }
    }
    const long = "a".repeat(50_000);
    await session.result("send_patterns", { not: `${long}!` });
    expect(await session.failure("send_patterns", { not: long })).toMatchObject({
      error: "invalid_not",
    });
    expect(await session.failure("send_patterns", { or_null: `${long}!` })).toMatchObject({
      error: "invalid_or_null",
    });
    expect(await session.failure("send_patterns", { names: { [`${long}!`]: 1 } })).toMatchObject({
      argument: expect.stringMatching(/^names/),
    });
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
