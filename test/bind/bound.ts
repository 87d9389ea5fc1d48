import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bind } from "../../src/bind/bind.js";
import { Collector } from "../../src/diagnostics/collector.js";
import type { Expression } from "../../src/model/expression.js";
import type { Operation } from "../../src/model/operation.js";
import type { Server } from "../../src/model/server.js";
import type { CallStatement, RequestValue, Statement, Tool } from "../../src/model/tool.js";
import type { Member, Value } from "../../src/model/value.js";
import { loadApi } from "../../src/openapi/load.js";
import { parseToolMap } from "../../src/tool-map/parse.js";

/** A map and an API, in the parts that a test is about. */
export interface Given {
  /** The lines under `paths:`. */
  readonly paths: string;
  /** The lines under `components:`. */
  readonly components?: string;
  /** The lines under `tools:`. */
  readonly tools: string;
  /** More lines at the top of the map. */
  readonly top?: string;
  readonly ledger?: string;
}

export interface Result {
  readonly server: Server;
  readonly ledger: string;
  /** `code: message`, for everything but notes. */
  readonly messages: readonly string[];
  readonly notes: readonly string[];
  /** What is said to mend it. */
  readonly helps: readonly string[];
}

/** What the map comes to; the server means something only if there is no error among the messages. */
export function bound({ paths, components, tools, top = "", ledger }: Given): Result {
  const root = mkdtempSync(join(tmpdir(), "bind-"));
  try {
    const more = components === undefined ? "" : `components:\n${indented(components, 2)}\n`;
    const servers = "servers: [{ url: https://example.com }]";
    const spec = `openapi: 3.1.0\ninfo: { title: T, version: 1.0.0 }\n${servers}\npaths:\n${indented(paths, 2)}\n${more}`;
    const text = `version: 1\nserver: { name: test }\nspec: openapi.yaml\noutput: out\n${top}\ntools:\n${indented(tools, 2)}\n`;
    writeFileSync(join(root, "openapi.yaml"), spec);
    const collector = new Collector();
    const map = parseToolMap({ path: "tool-map.yaml", text }, collector);
    const api = map && loadApi({ root, path: "openapi.yaml", namedAt: map.spec.span }, collector);
    if (map === null || api === null) {
      throw new Error(JSON.stringify(collector.sorted().map(({ message }) => message)));
    }
    const result = bind(map, api, { ledger: ledger ?? null, strictLedger: false }, collector);
    const said = (isNote: boolean) =>
      collector
        .sorted()
        .filter(({ severity }) => (severity === "note") === isNote)
        .map(({ code, message }) => `${code}: ${message}`);
    const helps = collector.sorted().flatMap(({ help }) => help);
    return { ...result, messages: said(false), notes: said(true), helps };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The server of a map without mistakes. */
export function server(given: Given): Server {
  const result = bound(given);
  if (result.messages.length > 0) {
    throw new Error(result.messages.join("\n"));
  }
  return result.server;
}

/** The one tool of a map without mistakes. */
export function tool(given: Given): Tool {
  const [only] = server(given).tools;
  if (only === undefined) {
    throw new Error("the map has no tool");
  }
  return only;
}

/** The operation of that identifier. */
export function operation(given: Given, identifier: string): Operation {
  const found = server(given).operations.find((one) => one.identifier === identifier);
  if (found === undefined) {
    throw new Error(`no tool uses ${identifier}`);
  }
  return found;
}

/** The calls of a tool, in order. */
export function calls({ body }: Tool): readonly CallStatement[] {
  const callsOf = (statement: Statement): readonly CallStatement[] =>
    statement.kind === "call" ? [statement] : statement.kind === "together" ? statement.calls : [];
  return body.kind === "steps" ? body.statements.flatMap(callsOf) : [];
}

/** A request as one would write it: `{ query: { id: input.id }, body: { a: "x" } }`. */
export function shownRequest(request: RequestValue): string {
  const parts = (["path", "query", "header", "cookie"] as const).flatMap((location) =>
    request[location].length === 0 ? [] : [`${location}: ${shownMembers(request[location])}`],
  );
  const body = request.body === null ? [] : [`body: ${shown(request.body)}`];
  return `{ ${[...parts, ...body].join(", ")} }`;
}

export function shownMembers(members: readonly Member[]): string {
  return members.length === 0
    ? "{}"
    : `{ ${members.map(({ name, value }) => `${name}: ${shown(value)}`).join(", ")} }`;
}

/** A value as one would write it; `?` after what is left out when it is empty, `??` before a fallback. */
export function shown(value: Value): string {
  switch (value.kind) {
    case "literal":
      return JSON.stringify(value.value);
    case "expression":
      return `${expressed(value.expression)}${value.fallback === "none" ? "" : ` ?? ${value.fallback}`}`;
    case "text":
      return `text(${value.parts.map((part) => (part.kind === "literal" ? JSON.stringify(part.text) : expressed(part.expression))).join(", ")})`;
    case "list":
      return `[${value.items.map(shown).join(", ")}]${value.leavesOut ? "?" : ""}`;
    case "object":
      return `${shownMembers(value.members)}${value.leftOutWhenEmpty ? "?" : ""}`;
    case "projection": {
      const { from, pick, maxItems } = value.projection;
      const cut = maxItems === null ? "" : ` first ${maxItems}`;
      return `${expressed(from)}${cut}${pick === null ? "" : ` ${shownMembers(pick)}`}`;
    }
    default:
      return value satisfies never;
  }
}

function expressed(expression: Expression): string {
  switch (expression.kind) {
    case "name":
      return expression.name;
    case "field":
      return `${expressed(expression.of)}${expression.optional ? "?." : "."}${expression.name}`;
    case "literal":
      return JSON.stringify(expression.value);
    case "runtime":
    case "function":
      return `${expression.name}(${expression.args.map(expressed).join(", ")})`;
    case "binary":
      return `${expressed(expression.left)} ${expression.operator} ${expressed(expression.right)}`;
    default:
      return expression.kind;
  }
}

function indented(lines: string, by: number): string {
  return lines
    .trim()
    .split("\n")
    .map((line) => (line === "" ? line : " ".repeat(by) + line))
    .join("\n");
}
