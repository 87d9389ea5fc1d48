import { asObject, asText, isList, type JsonObject, type JsonValue } from "../model/json.js";

/** A tool as it is advertised. Source: MCP 2025-11-25, server/tools, "Tool". */
export interface AdvertisedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  readonly outputSchema: JsonObject;
  readonly annotations: JsonObject;
}

/**
 * The tools of a `tools.json`, by name, in its order: the answer to `tools/list`, or its `tools`
 * alone. What is missing reads as empty. Null for a text that is neither.
 */
export function parseCatalogue(text: string): ReadonlyMap<string, AdvertisedTool> | null {
  let parsed: JsonValue;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const tools = isList(parsed) ? parsed : asObject(parsed).tools;
  if (tools === undefined || !isList(tools)) {
    return null;
  }
  const byName = new Map<string, AdvertisedTool>();
  for (const tool of tools.map(asObject)) {
    const name = asText(tool.name);
    byName.set(name, {
      name,
      title: asText(tool.title),
      description: asText(tool.description),
      inputSchema: asObject(tool.inputSchema),
      outputSchema: asObject(tool.outputSchema),
      annotations: asObject(tool.annotations),
    });
  }
  return byName;
}
