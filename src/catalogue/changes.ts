import { asText, type JsonObject, type JsonValue } from "../model/json.js";
import { type AdvertisedTool, parseCatalogue } from "./catalogue.js";
import { schemaChanges } from "./schema-changes.js";
import { equal, textChange } from "./wording.js";

/**
 * What a model will find changed between two texts of `tools.json`, one sentence each, by tool.
 * `before` is null where there was no catalogue. What is a weaker safeguard, weaker.ts says.
 */
export function catalogueChanges(before: string | null, after: string): readonly string[] {
  const old = (before === null ? null : parseCatalogue(before)) ?? new Map();
  const now = parseCatalogue(after) ?? new Map<string, AdvertisedTool>();
  const renamed = renamedTools(old, now);
  const changes: string[] = [];
  for (const tool of now.values()) {
    const previous = old.get(renamed.get(tool.name) ?? tool.name);
    if (previous === undefined) {
      changes.push(`tool "${tool.name}" is new`);
      continue;
    }
    if (previous.name !== tool.name) {
      changes.push(`tool "${previous.name}" is now called "${tool.name}"`);
    }
    changes.push(...toolChanges(previous, tool));
  }
  const origins = new Set(renamed.values());
  for (const name of old.keys()) {
    if (!now.has(name) && !origins.has(name)) {
      changes.push(`tool "${name}" is gone`);
    }
  }
  changes.push(...orderChange(old, now, renamed));
  return changes;
}

/** New name → old name, where everything but the name (or all of the words) stayed. */
function renamedTools(
  old: ReadonlyMap<string, AdvertisedTool>,
  now: ReadonlyMap<string, AdvertisedTool>,
): ReadonlyMap<string, string> {
  const gone = [...old.values()].filter(({ name }) => !now.has(name));
  const renamed = new Map<string, string>();
  for (const tool of now.values()) {
    if (old.has(tool.name)) {
      continue;
    }
    const index = gone.findIndex(
      ({ description, inputSchema }) =>
        description === tool.description && equal(inputSchema, tool.inputSchema),
    );
    const origin = index === -1 ? undefined : gone.splice(index, 1)[0];
    if (origin !== undefined) {
      renamed.set(tool.name, origin.name);
    }
  }
  return renamed;
}

function toolChanges(old: AdvertisedTool, now: AdvertisedTool): readonly string[] {
  return [
    ...textChange("title", old.title, now.title),
    ...textChange("description", old.description, now.description),
    ...hintChanges(old.annotations, now.annotations),
    ...schemaChanges("argument", old.inputSchema, now.inputSchema),
    ...schemaChanges("result", old.outputSchema, now.outputSchema),
  ].map((change) => `${now.name}: ${change}`);
}

interface Hint {
  readonly name: string;
  /** What a host assumes where the hint is missing. Source: MCP 2025-11-25, schema, "ToolAnnotations". */
  readonly assumed: boolean;
  readonly words: string;
}

const hints: readonly Hint[] = [
  { name: "readOnlyHint", assumed: false, words: "read-only" },
  { name: "destructiveHint", assumed: true, words: "destructive" },
  { name: "idempotentHint", assumed: false, words: "idempotent" },
  { name: "openWorldHint", assumed: true, words: "open to the world" },
];

function hintChanges(old: JsonObject, now: JsonObject): readonly string[] {
  const changes: string[] = [];
  for (const { name, assumed, words } of hints) {
    const before = flag(old[name], assumed);
    const after = flag(now[name], assumed);
    if (before !== after) {
      changes.push(after ? `is now marked as ${words}` : `is no longer marked as ${words}`);
    }
  }
  return [
    ...changes,
    ...textChange("title of the annotations", asText(old.title), asText(now.title)),
  ];
}

function flag(value: JsonValue | undefined, assumed: boolean): boolean {
  return typeof value === "boolean" ? value : assumed;
}

function orderChange(
  old: ReadonlyMap<string, AdvertisedTool>,
  now: ReadonlyMap<string, AdvertisedTool>,
  renamed: ReadonlyMap<string, string>,
): readonly string[] {
  const kept = [...now.keys()].map((name) => renamed.get(name) ?? name);
  const before = [...old.keys()].filter((name) => kept.includes(name));
  const after = kept.filter((name) => old.has(name));
  return equal(before, after) ? [] : ["the tools are listed in another order"];
}
