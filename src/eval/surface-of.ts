import { parseCatalogue } from "../catalogue/catalogue.js";
import { asObject, isList, type JsonValue } from "../model/json.js";
import type { Effect, Operation } from "../model/operation.js";
import type { Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import type { Surface, SurfaceTool } from "./surface.js";

/** The two tools of a job that has a gate. */
const gateTool = /^(prepare|confirm)_(.+)$/;

/** The surface of a server: `catalogue` is its `tools.json`, `known` names every operation of its API. */
export function surfaceOf(server: Server, catalogue: string, known: Iterable<string>): Surface {
  const advertised = [...(parseCatalogue(catalogue) ?? new Map()).values()];
  return {
    name: server.name,
    version: server.version,
    tools: advertised.map(({ name, inputSchema, annotations }): SurfaceTool => {
      const tool = jobOf(name, server);
      const effect = effectOf(annotations);
      return {
        name,
        inputSchema,
        effect,
        operations: tool === null ? [] : operationsOf(bodyOf(tool, name), server),
        errors: tool === null ? [] : tool.failures.map(({ error }) => error),
        job: tool?.name ?? name,
      };
    }),
    operations: server.operations.map(({ key, method, path, effect }) => ({
      key,
      method,
      path,
      effect,
    })),
    known: new Set(known),
  };
}

function jobOf(name: string, { tools }: Server): Tool | null {
  const job = gateTool.exec(name)?.[2];
  return (
    tools.find((tool) => tool.name === name) ?? tools.find((tool) => tool.name === job) ?? null
  );
}

function effectOf(annotations: { readonly [name: string]: JsonValue }): Effect {
  if (annotations.readOnlyHint === true) {
    return "read";
  }
  return annotations.destructiveHint === false ? "write" : "destructive";
}

/** What runs when the tool is called: of a gate's first half not what its second half sends. */
function bodyOf({ body, name }: Tool, called: string): object {
  if (called === name || called.startsWith("confirm_")) {
    return body;
  }
  switch (body.kind) {
    case "gate":
      return { statements: body.statements, draft: body.apiDraft?.call ?? null };
    case "gate-handler":
      return { reads: body.reads };
    case "steps":
    case "handler":
      return body;
    default:
      return body satisfies never;
  }
}

/** Keys of the operations that a tool's body names, wherever it does. */
function operationsOf(body: object, { operations }: Server): readonly string[] {
  const named = new Set<string>();
  const visit = (value: JsonValue): void => {
    if (typeof value === "string") {
      named.add(value);
    } else if (isList(value)) {
      value.forEach(visit);
    } else if (typeof value === "object" && value !== null) {
      Object.values(asObject(value)).forEach(visit);
    }
  };
  visit(operationNames(JSON.parse(JSON.stringify(body))));
  return operations.filter(({ identifier }) => named.has(identifier)).map(keyOf);
}

function keyOf({ key }: Operation): string {
  return key;
}

/** What stands under the keys that name operations in any kind of body. */
function operationNames(value: JsonValue): JsonValue {
  if (isList(value)) {
    return value.map(operationNames);
  }
  if (typeof value !== "object" || value === null) {
    return null;
  }
  return Object.entries(asObject(value)).map(([key, member]) => {
    const names = ["operation", "operations", "reads", "calls"].includes(key);
    const isName = typeof member === "string" || (isList(member) && member.every(isText));
    return names && isName ? member : operationNames(member);
  });
}

function isText(value: JsonValue): boolean {
  return typeof value === "string";
}
