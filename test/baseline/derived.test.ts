import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compileDerived } from "../../src/baseline/server.js";
import { parseCatalogue } from "../../src/catalogue/catalogue.js";
import { Collector } from "../../src/diagnostics/collector.js";
import { compile } from "../../src/generate.js";

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

describe("a server with one tool for each operation", () => {
  it("has every operation that compiles, with all its inputs, and names the others", async () => {
    const request = { root, mapPath: "tool-map.yaml", strictLedger: false, validateSpec: false };
    const collector = new Collector();
    const compiled = await compile(request, collector);
    expect(collector.sorted().filter(({ severity }) => severity === "error")).toEqual([]);
    if (compiled === null) {
      throw new Error("the map does not compile");
    }
    const { leftOut, made } = await compileDerived(compiled, root, "tool-map.yaml");
    const tools = [...(parseCatalogue(made.catalogue) ?? new Map()).values()].map(
      ({ annotations, inputSchema, name }) => [
        name,
        Object.keys(inputSchema.properties ?? {}),
        annotations.readOnlyHint === true ? "read" : annotations.destructiveHint,
      ],
    );
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
});
