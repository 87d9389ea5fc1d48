import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { Collector } from "../../src/diagnostics/collector.js";
import type { Api, Operation, SchemaNode } from "../../src/openapi/api.js";
import { loadApi } from "../../src/openapi/load.js";

const checkout = resolve(import.meta.dirname, "../..");
const specs = resolve(checkout, "../shared/specs");
const examples = join(checkout, "node_modules/@readme/oas-examples");

const documents: readonly (readonly [root: string, path: string])[] = [
  [join(specs, "stripe"), "spec3.yaml"],
  [join(specs, "github"), "api.github.com.json"],
  [join(specs, "recurly"), "api.yaml"],
  [join(specs, "chargebee"), "chargebee_api_v1_spec.json"],
  [join(specs, "paypal"), "invoicing_v2.json"],
  [join(specs, "digitalocean"), "specification/DigitalOcean-public.v2.yaml"],
  [join(specs, "killbill"), "kbswagger.yaml"],
  [join(specs, "openapi-3.2"), "3.2-tags-example.yaml"],
  ...exampleDocuments(examples),
];

function exampleDocuments(root: string): readonly (readonly [string, string])[] {
  if (!existsSync(root)) {
    return [];
  }
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /^\d\.\d[/\\].*\.(?:json|yaml)$/.test(path))
    .sort()
    .map((path) => [root, path]);
}

function schemasOf(operation: Operation): readonly SchemaNode[] {
  const contents = [operation.requestBody, ...operation.responses].flatMap(
    (holder) => holder?.contents ?? [],
  );
  return [
    ...operation.parameters.map((parameter) => parameter.schema),
    ...contents.flatMap((content) => content.schema ?? []),
  ];
}

interface Visit {
  readonly operations: number;
  readonly schemas: number;
  /** What did not answer as its type says. Counted here, as an `expect` for each would take most of the time. */
  readonly wrong: readonly string[];
}

/** Asks every schema that the operations reach everything that can be asked of it. */
function visitAll(api: Api): Visit {
  const seen = new Set<SchemaNode>();
  const whole = new Set<SchemaNode>();
  const wrong: string[] = [];
  for (const head of api.operations) {
    const operation = api.resolve(head);
    const left = operation === null ? [] : [...schemasOf(operation)];
    for (const schema of left.filter((each) => !whole.has(each))) {
      whole.add(schema);
      if (typeof schema.toSchema() !== "object") {
        wrong.push(`${head.key}: a schema that is no object`);
      }
    }
    for (let node = left.pop(); node !== undefined; node = left.pop()) {
      if (seen.has(node)) {
        continue;
      }
      seen.add(node);
      const answers: readonly unknown[] = [node.name, node.types, node.enum, node.format];
      if (typeof node.nullable !== "boolean" || answers.includes(undefined)) {
        wrong.push(`${head.key}: ${node.name}`);
      }
      const others = [node.items(), node.additional()];
      left.push(
        ...[...node.properties().values()].map((property) => property.schema),
        ...(node.variants()?.schemas ?? []),
        ...others.filter((other) => other !== null && typeof other !== "boolean"),
      );
    }
  }
  return { operations: api.operations.length, schemas: seen.size, wrong };
}

/** The only findings: what is really wrong in the documents. */
const known: Readonly<Record<string, readonly string[]>> = {
  "api.yaml": ["openapi/unused-path-parameter", "openapi/other-type"],
};

describe("every operation of real documents is read, or diagnosed", () => {
  for (const [root, path] of documents) {
    const isThere = existsSync(join(root, path));
    it.skipIf(!isThere)(isThere ? path : `${path} (not beside the checkout)`, () => {
      const collector = new Collector();
      const api = loadApi({ root, path, namedAt: null }, collector);
      expect(api).not.toBeNull();
      const started = performance.now();
      const { wrong, ...counts } = api === null ? { wrong: ["nothing read"] } : visitAll(api);
      const took = Math.round(performance.now() - started);
      if (took > 100) {
        console.info(`${path}: ${JSON.stringify(counts)} in ${took} ms`);
      }
      expect(wrong).toEqual([]);
      expect(collector.sorted().map(({ code }) => code)).toEqual(known[path] ?? []);
    });
  }
});
