import { Collector } from "../../src/diagnostics/collector.js";
import { renderText } from "../../src/diagnostics/render-text.js";
import { parseToolMap } from "../../src/tool-map/parse.js";
import type { ToolEntry, ToolMap } from "../../src/tool-map/tool-map.js";

const head = `version: 1
server: { name: billing }
spec: specs/billing.yaml
output: servers/billing
`;

/** A whole map around the given lines, which follow `tools:` and stand two blanks to the left of it. */
export function withTools(lines: string): string {
  return `${head}tools:\n${indented(lines, 2)}\n`;
}

/** A whole map with one tool, `search`, of which the lines are given. */
export function withTool(lines: string): string {
  return withTools(`search:\n  description: Search.\n${indented(lines, 2)}`);
}

/** A whole map with one tool that is as simple as can be, and other keys at the top. */
export function withTop(lines: string): string {
  return `${lines}\n${withTool("call: listInvoices")}`;
}

/** A whole map with the given `server`. */
export function withServer(server: string): string {
  return `version: 1
server: ${server}
spec: specs/billing.yaml
output: servers/billing
tools: { search: { description: Search., call: listInvoices } }
`;
}

function indented(lines: string, by: number): string {
  return lines
    .trim()
    .split("\n")
    .map((line) => (line === "" ? line : " ".repeat(by) + line))
    .join("\n");
}

/** What is said about a map, as a person reads it. */
export function findings(text: string): string {
  const collector = new Collector();
  parseToolMap({ path: "tool-map.yaml", text }, collector);
  return renderText(collector.sorted(), { colour: false });
}

/** The codes and messages alone. */
export function messages(text: string): readonly string[] {
  const collector = new Collector();
  parseToolMap({ path: "tool-map.yaml", text }, collector);
  return collector.sorted().map(({ code, message }) => `${code}: ${message}`);
}

/** What a sound map yields. */
export function parsed(text: string): ToolMap {
  const map = parseToolMap({ path: "tool-map.yaml", text }, new Collector());
  if (map === null) {
    throw new Error(findings(text));
  }
  return map;
}

/** The tool of a map that has one. */
export function parsedTool(lines: string): ToolEntry {
  const [tool] = parsed(withTool(lines)).tools;
  if (tool === undefined) {
    throw new Error("the map has no tool");
  }
  return tool;
}
