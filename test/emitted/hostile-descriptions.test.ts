import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { localUpstream, sendJson } from "../templates/local-upstream.js";
import { useGenerated } from "./golden-server.js";

type Json = Record<string, unknown>;

/** JSON of lists in lists. */
const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

/** References from one component to the next, each an object around it. */
const chain = Object.fromEntries(
  Array.from({ length: 1000 }, (_, level) => [
    `Level${level}`,
    level === 999
      ? { type: "object", properties: { end: { type: "integer" } } }
      : {
          type: "object",
          properties: { next: { $ref: `#/components/schemas/Level${level + 1}` } },
        },
  ]),
);

/** Objects in objects, written out. */
function inline(levels: number): object {
  return levels === 0
    ? { type: "integer" }
    : { type: "object", properties: { next: inline(levels - 1) } };
}

/** A schema of parts of parts. */
function parts(levels: number): object {
  return levels === 0
    ? { type: "object", properties: { a: { type: "string" } } }
    : { allOf: [parts(levels - 1), { type: "object", properties: { [`p${levels}`]: {} } }] };
}

const words = [
  "*/",
  "`${process.exit(1)}`",
  "\u2028\u2029",
  "</script>",
  "'\"\\",
  "{{{x}}}",
  "\r\n",
];

const body = (schema: object | boolean) => ({
  requestBody: { required: true, content: { "application/json": { schema } } },
});
const responses = { 200: { description: "OK.", content: { "application/json": { schema: {} } } } };
const query = (name: string, schema: object, more = {}) => ({ name, in: "query", schema, ...more });

const names = JSON.parse(`{
  "type": "object",
  "required": ["__proto__", "constructor"],
  "properties": {
    "__proto__": { "type": "string" },
    "constructor": { "type": "object", "properties": { "__proto__": { "type": "integer" }, "prototype": { "type": "string" } } },
    "hasOwnProperty": { "type": "boolean" },
    "toString": { "$ref": "#/components/schemas/__proto__" },
    "valueOf": { "$ref": "#/components/schemas/constructor" }
  }
}`);

const spec = {
  openapi: "3.1.0",
  info: { title: "Hostile", version: "1" },
  servers: [{ url: "https://api.test" }],
  paths: {
    "/names": { post: { operationId: "names", ...body(names), responses } },
    "/query": {
      get: {
        operationId: "query",
        parameters: [
          query("__proto__", { type: "string" }),
          query("constructor", { type: "array", items: { type: "string" } }),
          query("hasOwnProperty", names.properties.constructor, { style: "deepObject" }),
          query("toString", { type: "string" }),
        ],
        responses,
      },
    },
    "/chain": {
      post: { operationId: "chain", ...body({ $ref: "#/components/schemas/Level0" }), responses },
    },
    "/inline": { post: { operationId: "inline", ...body(inline(90)), responses } },
    "/parts": { post: { operationId: "parts", ...body(parts(90)), responses } },
    "/pattern": {
      get: {
        operationId: "pattern",
        parameters: [
          query("again", { type: "string", pattern: "^(a+)+$" }),
          query("either", { type: "string", pattern: "^(a|a)*b$" }),
          query("list", { type: "array", items: { type: "string", pattern: "^(\\w+\\s?)*$" } }),
        ],
        responses,
      },
    },
    "/words": {
      get: {
        operationId: "words",
        parameters: [query("word", { type: "string", enum: words.slice(0, 2) })],
        responses,
      },
      post: { operationId: "sendWord", ...body({ type: "string", enum: words }), responses },
    },
    "//evil.test/x": { get: { operationId: "slashes", responses } },
    "/a b?kind=c#d/{id}/": {
      get: {
        operationId: "odd",
        parameters: [
          query("q", { type: "string" }),
          { name: "id", in: "path", required: true, schema: { type: "string" } },
        ],
        responses,
      },
    },
    "/files/{name}": {
      get: {
        operationId: "file",
        parameters: [{ name: "name", in: "path", required: true, schema: { type: "string" } }],
        responses,
      },
    },
    "/answer": { get: { operationId: "answer", responses } },
  },
  components: {
    schemas: {
      ...chain,
      ...JSON.parse(`{
        "__proto__": { "type": "object", "properties": { "toString": { "$ref": "#/components/schemas/__proto__" } } },
        "constructor": { "type": "array", "items": { "$ref": "#/components/schemas/constructor" } }
      }`),
    },
  },
};

const map = `
  names:
    description: Send names.
    call: names
    input:
      body: {}
    output: { got: "\${response}" }
  fields:
    description: Send names one by one.
    call: names
    input:
      proto: { to: body.__proto__ }
      maker: { to: body.constructor }
      owner: { to: body.hasOwnProperty }
    output: { got: "\${response}" }
  query:
    description: Ask by names.
    call: query
    input:
      proto: { to: query.__proto__ }
      maker: { to: query.constructor }
      owner: { to: query.hasOwnProperty }
      text: { to: query.toString }
    output: { constructor: { hasOwnProperty: "\${response}" } }
  steps:
    description: Take steps.
    input: { of: { type: string } }
    steps:
      constructor: { call: answer }
      prototype: { call: query, with: { toString: "\${input.of}" } }
    let: { valueof: input.of }
    output: { constructor: "\${constructor}", prototype: "\${prototype}", valueof: "\${valueof}" }
  chain: { description: Send a chain., call: chain, input: { next: {} }, output: {} }
  inline: { description: Send objects., call: inline, input: { next: {} }, output: {} }
  parts: { description: Send parts., call: parts, input: { a: {}, p90: {} }, output: {} }
  pattern: { description: Match., call: pattern, input: { again: {}, either: {}, list: {} }, output: {} }
  words: { description: Say., call: words, input: { word: {} }, output: {} }
  slashes: { description: Go., call: slashes, output: {} }
  odd: { description: Go., call: odd, with: { id: x }, input: { q: {} }, output: {} }
  file: { description: Get., call: file, input: { name: {} }, output: {} }
  answer: { description: Ask., call: answer, output: { got: "\${response}" } }
operations: { effects: { names: read, chain: read, inline: read, parts: read } }
`;

const hostile = useGenerated("descriptions", { spec, map });

function echo() {
  return localUpstream((request, response) => sendJson(response, 200, request.target));
}

/** The JSON of a value `levels` deep. */
const deepNext = (levels: number): object =>
  Array.from({ length: levels }).reduce<object>((inner) => ({ next: inner }), {});

describe("names that every object has", () => {
  const given = JSON.parse(
    '{ "__proto__": "p", "constructor": { "__proto__": 1, "prototype": "q" }, "hasOwnProperty": true, "toString": { "toString": { "toString": {} } }, "valueOf": [[], [[]]] }',
  );

  it("are members of a body", async () => {
    await using api = await echo();
    await using server = hostile.start(api.url);
    const result = await server.result("names", { body: given });
    expect(JSON.stringify(api.received.map(({ body }) => JSON.parse(String(body))))).toBe(
      JSON.stringify([given]),
    );
    expect(Object.keys(result)).toEqual(["got"]);
    expect(({} as Record<string, unknown>).prototype).toBeUndefined();
  });

  it("are checked as any other", async () => {
    await using api = await echo();
    await using server = hostile.start(api.url);
    expect(await server.failure("names", { body: JSON.parse('{ "constructor": {} }') })).toEqual(
      expect.objectContaining({ argument: "body", reason: 'must have the member "__proto__"' }),
    );
    const wrong = JSON.parse('{ "__proto__": "p", "constructor": { "__proto__": "one" } }');
    expect(await server.failure("names", { body: wrong })).toEqual(
      expect.objectContaining({ argument: "body.constructor.__proto__" }),
    );
    expect(api.received).toEqual([]);
  });

  it("are inputs, parameters, steps and members of results", async () => {
    await using api = await echo();
    await using server = hostile.start(api.url);
    const some = JSON.parse(
      '{ "proto": "p", "maker": ["a", "b"], "owner": { "__proto__": 1 }, "text": "t" }',
    );
    const result = await server.result("query", some);
    expect(api.received[0]?.target).toBe(
      "/query?__proto__=p&constructor=a&constructor=b&hasOwnProperty%5B__proto__%5D=1&toString=t",
    );
    expect(Object.keys(result)).toEqual(["constructor"]);
    const fields = JSON.parse('{ "__proto__": "p", "constructor": {}, "hasOwnProperty": false }');
    await server.result("fields", { proto: "p", maker: {}, owner: false });
    expect(JSON.parse(String(api.received.at(-1)?.body))).toEqual(fields);
    await server.result("steps", { of: "c" });
    expect(api.received.at(-1)?.target).toBe("/query?toString=c");
  });
});

describe("schemas without an end in sight", () => {
  it("are checked as deep as arguments may go", async () => {
    await using api = await echo();
    await using server = hostile.start(api.url);
    await server.result("chain", { next: deepNext(150) });
    await server.result("inline", { next: deepNext(80) });
    await server.result("parts", { a: "a", p90: 1 });
    expect(await server.failure("inline", { next: { next: 1 } })).toMatchObject({
      argument: "next.next",
    });
    expect(await server.failure("chain", { next: JSON.parse(nested(100_000)) })).toEqual({
      error: "invalid_next",
      argument: "next",
      reason: "is nested too deeply: at most 200 levels",
    });
  });

  it("are shown in part", async () => {
    const tools = readFileSync(join(hostile.folder, "tools.json"), "utf8");
    expect(tools.length).toBeLessThan(100_000);
  });

  it("may be in an answer, of which nothing is read then", async () => {
    await using api = await localUpstream((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(nested(100_000));
    });
    await using server = hostile.start(api.url);
    expect(await server.result("answer")).toEqual({ got: null });
  });
});

describe("patterns that take for ever", () => {
  it("are checked at once", async () => {
    await using api = await echo();
    await using server = hostile.start(api.url);
    const started = performance.now();
    for (const given of [
      { again: `${"a".repeat(50_000)}!` },
      { either: `${"a".repeat(50_000)}!` },
      { list: [`${"word ".repeat(10_000)}!`] },
    ]) {
      const [name = ""] = Object.keys(given);
      expect(await server.failure("pattern", given)).toMatchObject({ error: `invalid_${name}` });
    }
    expect(performance.now() - started).toBeLessThan(5_000);
    await server.result("pattern", { again: "aaa", either: "aab", list: ["two words"] });
  });
});

describe("texts that end texts elsewhere", () => {
  it("are values", async () => {
    await using api = await echo();
    await using server = hostile.start(api.url);
    await server.result("words", { word: "*/" });
    await server.result("words", { word: "`${process.exit(1)}`" });
    expect(api.received.map(({ target }) => target)).toEqual([
      "/words?word=%2A%2F",
      "/words?word=%60%24%7Bprocess.exit%281%29%7D%60",
    ]);
    const tools = readFileSync(join(hostile.folder, "tools.json"), "utf8");
    const listed: readonly { name: string; inputSchema: { properties: Json } }[] =
      JSON.parse(tools).tools;
    const shown = listed.find(({ name }) => name === "words");
    expect(shown?.inputSchema.properties).toEqual({
      word: { type: "string", enum: words.slice(0, 2) },
    });
  });
});

describe("odd paths", () => {
  it("stay where they are", async () => {
    await using api = await echo();
    await using server = hostile.start(api.url);
    await server.result("slashes");
    await server.result("odd", { q: "?#/.." });
    await server.result("file", { name: "a/b?c#d\\e%2e" });
    expect(api.received.map(({ target }) => target)).toEqual([
      "//evil.test/x",
      "/a%20b?kind=c&q=%3F%23%2F..",
      "/files/a%2Fb%3Fc%23d%5Ce%252e",
    ]);
    for (const name of ["..", ".", "", "../x", "x\\.."]) {
      expect(await server.failure("file", { name })).toMatchObject({ error: "invalid_path_value" });
    }
  });
});
