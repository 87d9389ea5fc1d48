import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Collector } from "../../src/diagnostics/collector.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Api, Operation, SchemaNode } from "../../src/openapi/api.js";
import { loadApi, readApi } from "../../src/openapi/load.js";
import type { Span } from "../../src/source/source-file.js";
import { positionOf } from "../../src/source/source-file.js";

/** An Api of a text, with what was found wrong in it. */
export function apiOf(text: string, path = "api.yaml"): { api: Api | null; collector: Collector } {
  const collector = new Collector();
  return { api: readApi({ path, text }, "/nowhere", collector), collector };
}

/** An Api of files in a folder of their own; the first is the entry. */
export function apiOfFiles(files: Readonly<Record<string, string>>): {
  api: Api | null;
  collector: Collector;
} {
  const root = mkdtempSync(join(tmpdir(), "mcpgen-openapi-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const collector = new Collector();
  const [path = ""] = Object.keys(files);
  return { api: loadApi({ root, path, namedAt: null }, collector), collector };
}

export function operationOf(api: Api | null, key: string): Operation {
  const head = api?.operations.find((operation) => operation.key === key);
  const operation = head && api?.resolve(head);
  if (!operation) {
    throw new Error(`no operation ${key}`);
  }
  return operation;
}

/** A schema written in YAML (or as a value), read as the body of an operation. */
export function schemaOf(
  schema: unknown,
  { openapi = "3.1.0", components = {} }: { openapi?: string; components?: unknown } = {},
): { schema: SchemaNode; found: readonly string[] } {
  const content = { "application/json": { schema } };
  const post = { operationId: "op", requestBody: { content }, responses: {} };
  const document = {
    openapi,
    info: {},
    paths: { "/x": { post } },
    components: { schemas: components },
  };
  const { api, collector } = apiOf(JSON.stringify(document), "api.json");
  const node = operationOf(api, "op").requestBody?.contents[0]?.schema;
  if (!node) {
    throw new Error("no schema");
  }
  node.toSchema();
  return { schema: node, found: codes(collector) };
}

export function codes(collector: Collector): readonly string[] {
  return collector.sorted().map((diagnostic) => diagnostic.code);
}

/** A diagnostic on a few lines, as a person would note it down. */
export function noted(diagnostic: Diagnostic | undefined): readonly string[] {
  if (diagnostic === undefined) {
    return [];
  }
  return [
    `${diagnostic.severity}[${diagnostic.code}] ${diagnostic.message}`,
    ...diagnostic.labels.map(({ span, text }) => `${place(span)} ${shown(span)} ${text}`.trim()),
    ...diagnostic.help.map((help) => `help: ${help}`),
  ];
}

export function place(span: Span): string {
  const { line, column } = positionOf(span.file, span.start);
  return `${span.file.path}:${line}:${column}`;
}

export function shown(span: Span): string {
  return span.file.text.slice(span.start, span.end);
}
