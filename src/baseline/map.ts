import { parse } from "yaml";
import { isObject } from "../openapi/node.js";
import type { SourceFile } from "../source/source-file.js";
import type { OperationTool } from "./operation-tools.js";

/** A map as text, of which each tool is one line. */
export interface DerivedMap {
  readonly file: SourceFile;
  /** The tool that stands at an offset of the text; null between. */
  toolAt(offset: number): OperationTool | null;
}

/** Of the user's map: what a server needs to speak to the API at all. How pages are walked is the map's art. */
const keptOfUpstream = [
  "baseUrl",
  "servers",
  "auth",
  "headers",
  "with",
  "timeout",
  "deadline",
  "retries",
  "idempotency",
  "contract",
];

/** A map that has one tool for each operation, and speaks to the API as the user's map does. */
export function derivedMap(
  user: SourceFile,
  { spec, output }: { readonly spec: string; readonly output: string },
  tools: readonly OperationTool[],
): DerivedMap {
  const head = {
    version: 1,
    server: { name: "one-tool-each" },
    spec,
    output,
    upstream: upstreamOf(user.text),
    operations: {
      effects: Object.fromEntries(
        tools.filter(({ isStated }) => isStated).map((tool) => [tool.operation, tool.effect]),
      ),
    },
  };
  // JSON is YAML.
  const start = `${JSON.stringify(head).slice(0, -1)},\n"tools": {\n`;
  const lines = tools.map(({ entry, name }) => `${JSON.stringify(name)}: ${JSON.stringify(entry)}`);
  let offset = start.length;
  const ends = lines.map((line) => {
    offset += line.length + 2;
    return offset;
  });
  return {
    file: { path: user.path, text: `${start}${lines.join(",\n")}\n}}\n` },
    toolAt: (at) => (at < start.length ? null : (tools[ends.findIndex((end) => at < end)] ?? null)),
  };
}

/** The text has been parsed as a map before. */
function upstreamOf(text: string): object {
  const map: unknown = parse(text, { logLevel: "silent" });
  const upstream: unknown = isObject(map) ? map.upstream : null;
  return isObject(upstream)
    ? Object.fromEntries(Object.entries(upstream).filter(([key]) => keptOfUpstream.includes(key)))
    : {};
}
