import type { JsonObject, JsonValue } from "../model/json.js";
import { type AdvertisedTool, asText, parseCatalogue } from "./catalogue.js";
import { schemaChanges } from "./schema-changes.js";
import { equal, textChange } from "./wording.js";

/**
 * What a model will find changed between two texts of `tools.json`, one sentence each: first what
 * takes a safeguard away, then by tool. `before` is null where there was no catalogue.
 */
export function catalogueChanges(before: string | null, after: string): readonly string[] {
  const old = (before === null ? null : parseCatalogue(before)) ?? new Map();
  const now = parseCatalogue(after) ?? new Map<string, AdvertisedTool>();
  const renamed = renamedTools(old, now);
  const weaker: string[] = [];
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
    const found = toolChanges(previous, tool);
    weaker.push(...found.weaker);
    changes.push(...found.changes);
  }
  const origins = new Set(renamed.values());
  for (const name of old.keys()) {
    if (!now.has(name) && !origins.has(name)) {
      changes.push(`tool "${name}" is gone`);
    }
  }
  changes.push(...orderChange(old, now, renamed));
  return [...ungated(old, now), ...weaker, ...changes];
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

/** Jobs that took a draft and a confirmation, and now run at once. */
function ungated(
  old: ReadonlyMap<string, AdvertisedTool>,
  now: ReadonlyMap<string, AdvertisedTool>,
): readonly string[] {
  return [...now.keys()]
    .filter((name) => !old.has(name) && old.has(`confirm_${name}`) && !now.has(`confirm_${name}`))
    .map((name) => `weaker: "${name}" runs at once; it had to be prepared and confirmed`);
}

function toolChanges(old: AdvertisedTool, now: AdvertisedTool) {
  const said = (text: string) => `${now.name}: ${text}`;
  const hints = hintChanges(old.annotations, now.annotations);
  const changes = [
    ...textChange("title", old.title, now.title),
    ...textChange("description", old.description, now.description),
    ...hints.changes,
    ...schemaChanges("argument", old.inputSchema, now.inputSchema),
    ...schemaChanges("result", old.outputSchema, now.outputSchema),
  ];
  return {
    weaker: hints.weaker.map((text) => `weaker: ${said(text)}`),
    changes: changes.map(said),
  };
}

interface Hint {
  readonly name: string;
  /** What a host assumes where the hint is missing. Source: MCP 2025-11-25, schema, "ToolAnnotations". */
  readonly assumed: boolean;
  /** The value that makes a host less careful. */
  readonly careless: boolean;
  readonly words: string;
}

const hints: readonly Hint[] = [
  { name: "readOnlyHint", assumed: false, careless: true, words: "read-only" },
  { name: "destructiveHint", assumed: true, careless: false, words: "destructive" },
  { name: "idempotentHint", assumed: false, careless: true, words: "idempotent" },
  { name: "openWorldHint", assumed: true, careless: false, words: "open to the world" },
];

function hintChanges(old: JsonObject, now: JsonObject) {
  const weaker: string[] = [];
  const changes: string[] = [];
  for (const { name, assumed, careless, words } of hints) {
    const before = flag(old[name], assumed);
    const after = flag(now[name], assumed);
    if (before !== after) {
      const list = after === careless ? weaker : changes;
      list.push(after ? `is now marked as ${words}` : `is no longer marked as ${words}`);
    }
  }
  changes.push(...textChange("title of the annotations", asText(old.title), asText(now.title)));
  return { weaker, changes };
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
