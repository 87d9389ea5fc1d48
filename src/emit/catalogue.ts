import type { JsonObject } from "../model/json.js";
import type { Schema, SchemaOrBoolean } from "../model/schema.js";
import type { Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import { isGate, needsDesk } from "./gates.js";
import { groupedNotes } from "./grouped-notes.js";
import { advertisedInputs } from "./inputs.js";
import { advertisedRoot } from "./json-schema.js";
import type { ListedTool, Note } from "./project.js";
import { shownGate } from "./shown-gate.js";
import { type ShownTool, shownTool } from "./shown-tool.js";
import { statedSchema } from "./stated-schema.js";
import { descriptionFor } from "./tool-description.js";

/** The answer to `tools/list`, byte for byte, and what its reader should know about it. */
export function catalogue(server: Server): {
  readonly json: string;
  readonly listed: readonly ListedTool[];
  readonly notes: readonly Note[];
} {
  const hasDesk = needsDesk(server);
  const entries = server.tools.flatMap((tool) =>
    entriesOf(tool, hasDesk).map((one) => ({ tool: tool.name, ...one })),
  );
  return {
    json: `${JSON.stringify({ tools: entries.map(({ entry }) => entry) }, null, 2)}\n`,
    listed: entries.map(({ tool, entry }) => ({ tool, entry })),
    notes: entries.flatMap(({ notes }) => notes),
  };
}

interface Entry {
  readonly entry: JsonObject;
  readonly notes: readonly Note[];
}

/** One, or the two of a gate, whose notes are about the job. */
function entriesOf(tool: Tool, hasDesk: boolean): readonly Entry[] {
  if (!isGate(tool)) {
    return [catalogueEntry(shownTool(tool))];
  }
  return shownGate(tool, hasDesk).map((half) => {
    const { entry, notes } = catalogueEntry(half);
    const about = (note: Note): Note => ({ tool: tool.name, text: `${half.name}: ${note.text}` });
    return { entry, notes: notes.map(about) };
  });
}

/** Source: MCP 2025-11-25, Tool. */
export function catalogueEntry(tool: ShownTool): Entry {
  const input = advertisedInputs(tool.inputs);
  const output =
    tool.outputSchema === null ? null : advertisedRoot(withNotice(tool, tool.outputSchema));
  const { text, notes } = descriptionFor(tool);
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool.annotations;
  const entry: JsonObject = {
    name: tool.name,
    ...(tool.title !== null && { title: tool.title }),
    description: text,
    inputSchema: statedSchema(input.schema),
    ...(output !== null && { outputSchema: statedSchema(output.schema) }),
    annotations: { readOnlyHint, destructiveHint, idempotentHint, openWorldHint },
  };
  const all = groupedNotes([...notes, ...input.notes, ...(output?.notes ?? [])]);
  return { entry, notes: all.map((text) => ({ tool: tool.name, text })) };
}

/** A result that can be cut says so in `notice`. */
function withNotice(tool: ShownTool, schema: Schema): Schema {
  const properties: Readonly<Record<string, SchemaOrBoolean>> = schema.properties ?? {};
  if (!tool.canBeCut || Object.hasOwn(properties, "notice")) {
    return schema;
  }
  const notice: Schema = {
    type: ["string"],
    description: "Present when something was cut: what, and how to get the rest.",
  };
  return { ...schema, properties: { ...properties, notice } };
}
