import type { JsonObject } from "../model/json.js";
import type { Schema, SchemaOrBoolean } from "../model/schema.js";
import type { Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import { advertisedInputs } from "./inputs.js";
import { advertisedRoot } from "./json-schema.js";
import { canBeCut } from "./output-cuts.js";
import type { Note } from "./project.js";
import { descriptionFor } from "./tool-description.js";

/** The answer to `tools/list`, byte for byte, and what its reader should know about it. */
export function catalogue(server: Server): {
  readonly json: string;
  readonly notes: readonly Note[];
} {
  const entries = server.tools.map(catalogueEntry);
  return {
    json: `${JSON.stringify({ tools: entries.map(({ entry }) => entry) }, null, 2)}\n`,
    notes: entries.flatMap(({ notes }) => notes),
  };
}

/** Source: MCP 2025-11-25, Tool. */
export function catalogueEntry(tool: Tool): {
  readonly entry: JsonObject;
  readonly notes: readonly Note[];
} {
  const input = advertisedInputs(tool.inputs);
  const output =
    tool.outputSchema === null ? null : advertisedRoot(withNotice(tool, tool.outputSchema));
  const { text, notes } = descriptionFor(tool);
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations;
  const entry: JsonObject = {
    name: tool.name,
    ...(tool.title !== null && { title: tool.title }),
    description: text,
    inputSchema: input.schema,
    ...(output !== null && { outputSchema: output.schema }),
    annotations: { readOnlyHint, destructiveHint, idempotentHint, openWorldHint },
  };
  const all = [...notes, ...input.notes, ...(output?.notes ?? [])];
  return { entry, notes: all.map((text) => ({ tool: tool.name, text })) };
}

/** A result that can be cut says so in `notice`. */
function withNotice(tool: Tool, schema: Schema): Schema {
  const properties: Readonly<Record<string, SchemaOrBoolean>> = schema.properties ?? {};
  if (!canBeCut(tool) || Object.hasOwn(properties, "notice")) {
    return schema;
  }
  const notice: Schema = {
    type: ["string"],
    description: "Present when something was cut: what, and how to get the rest.",
  };
  return { ...schema, properties: { ...properties, notice } };
}
