import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compileDerived } from "../../src/baseline/server.js";
import { parseCatalogue } from "../../src/catalogue/catalogue.js";
import { Collector } from "../../src/diagnostics/collector.js";
import { type Compiled, compile } from "../../src/generate.js";

const ok = { responses: { 200: { description: "ok" } } };
const text = { type: "string" };

const spec = {
  openapi: "3.1.0",
  info: { title: "t", version: "1" },
  components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
  paths: {
    "/things": {
      get: {
        operationId: "listThings",
        description: "Lists the things.",
        parameters: [
          { name: "filter[day]", in: "query", schema: text },
          { name: "account", in: "query", required: true, schema: text },
        ],
        ...ok,
      },
      post: {
        operationId: "findThings",
        summary: "Finds things.",
        parameters: [{ name: "Idempotency-Key", in: "header", schema: text }],
        requestBody: {
          content: { "application/json": { schema: { type: "object", properties: { q: text } } } },
        },
        ...ok,
      },
    },
    "/things/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: text }],
      put: { operationId: "LISTThings", ...ok },
      delete: { ...ok },
    },
    "/broken": {
      get: { operationId: "broken", parameters: [{ $ref: "#/components/parameters/none" }], ...ok },
      put: {
        operationId: "brokenBody",
        requestBody: {
          content: { "application/json": { schema: { $ref: "#/components/schemas/none" } } },
        },
        ...ok,
      },
    },
  },
};

const map = `version: 1
server: { name: things, instructions: Ask before anything is deleted. }
spec: spec.json
output: out
upstream:
  baseUrl: \${env.API_BASE}
  auth: { key: "\${env.API_TOKEN}" }
  with: { account: "\${env.ACCOUNT}" }
  idempotency: { header: Idempotency-Key, operations: [findThings] }
tools:
  find_things: { description: Finds things., call: findThings, input: { q: {} } }
operations:
  effects: { findThings: write, LISTThings: destructive }
`;

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mcpgen-derived-"));
  writeFileSync(join(root, "tool-map.yaml"), map);
  writeFileSync(join(root, "spec.json"), JSON.stringify(spec));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function compiledMap(): Promise<Compiled> {
  const request = { root, mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };
  const collector = new Collector();
  const compiled = await compile(request, collector);
  expect(collector.sorted().filter(({ severity }) => severity === "error")).toEqual([]);
  if (compiled === null) {
    throw new Error("the map does not compile");
  }
  return compiled;
}

function toolsOf({ catalogue }: Compiled) {
  return [...(parseCatalogue(catalogue) ?? new Map()).values()];
}

describe("a server with one tool for each operation", () => {
  it("has every operation that compiles, with all its inputs, and names the others", async () => {
    const compiled = await compiledMap();
    const { leftOut, made } = await compileDerived(compiled, root, "tool-map.yaml");
    const tools = toolsOf(made).map(({ annotations, inputSchema, name }) => [
      name,
      Object.keys(inputSchema.properties ?? {}),
      annotations.readOnlyHint === true ? "read" : annotations.destructiveHint,
    ]);
    expect(tools).toEqual([
      // `account` and the key of a repetition are the server's own matter.
      ["list_things", ["filter_day"], "read"],
      ["find_things", ["q"], false],
      ["listthings", ["id"], true],
      ["delete_things_id", ["id"], true],
    ]);
    expect(leftOut.map((name) => name.split(" ")[0])).toEqual(["broken", "brokenBody"]);
    expect(made.bound.server.instructions).toBe(null);
  });

  it("has what the body holds under a name that the server fills elsewhere, and no header that it sends", async () => {
    const { key, ...schemes } = spec.components.securitySchemes;
    const bodyOf = (schema: object) => ({ content: { "application/json": { schema } } });
    const members = { account: text, "idempotency-key": text, "x-api-key": text };
    const required = Object.keys(members);
    const header = (name: string) => ({ name, in: "header", required: true, schema: text });
    const described = {
      ...spec,
      components: {
        securitySchemes: { ...schemes, key: { type: "apiKey", in: "header", name: "X-API-Key" } },
      },
      security: [{ key: [] }],
      paths: {
        "/things": {
          post: {
            operationId: "findThings",
            description: `${"a".repeat(999)}\u{1f4c5} and more.`,
            parameters: [header("idempotency-key"), header("x-api-key"), header("Account")],
            requestBody: bodyOf({ type: "object", properties: { q: text, ...members }, required }),
            ...ok,
          },
          get: { operationId: "listThings", parameters: [header("account")], ...ok },
        },
      },
    };
    writeFileSync(join(root, "spec.json"), JSON.stringify(described));
    const given = required.map((name, at) => `b${at}: { to: body.${name} }`).join(", ");
    const own = map.replace("{ q: {} }", `{ q: {}, a: { to: header.Account }, ${given} }`);
    writeFileSync(join(root, "tool-map.yaml"), own.replace(", LISTThings: destructive", ""));
    const { leftOut, made } = await compileDerived(await compiledMap(), root, "tool-map.yaml");
    expect(leftOut).toEqual([]);
    const [finds, lists] = toolsOf(made);
    const names = ["Account", "q", "account", "idempotency_key", "x_api_key"];
    expect(Object.keys(finds?.inputSchema.properties ?? {})).toEqual(names);
    expect(finds?.description.isWellFormed()).toBe(true);
    expect(Object.keys(lists?.inputSchema.properties ?? {})).toEqual([]);
  });

  it("leaves out each operation that the description is wrong about, wherever it stands", async () => {
    const wrong = [0, 3, 4, 8];
    const operation = (at: number) => ({
      operationId: `getThing${at}`,
      parameters: [
        {
          name: "day",
          in: "query",
          schema: wrong.includes(at) ? { $ref: "#/components/schemas/none" } : text,
        },
      ],
      ...ok,
    });
    const more = Array.from({ length: 9 }, (_, at) => [`/things/${at}`, { get: operation(at) }]);
    const paths = { "/things": spec.paths["/things"], ...Object.fromEntries(more) };
    writeFileSync(join(root, "spec.json"), JSON.stringify({ ...spec, paths }));
    writeFileSync(join(root, "tool-map.yaml"), map.replace(", LISTThings: destructive", ""));
    const { leftOut, made } = await compileDerived(await compiledMap(), root, "tool-map.yaml");
    const why = 'reference "#/components/schemas/none" leads nowhere';
    expect(leftOut).toEqual(wrong.map((at) => `getThing${at} (${why})`));
    expect(toolsOf(made)).toHaveLength(2 + 9 - wrong.length);
  });
});
