import type { Collector } from "../diagnostics/collector.js";
import { hiddenExcerpt, hiddenIn, lengthAt } from "../diagnostics/hidden-text.js";
import { isList, type JsonObject, type JsonValue } from "../model/json.js";
import type { Server } from "../model/server.js";
import type { Api } from "../openapi/api.js";
import type { Span, Spanned } from "../source/source-file.js";
import type { ToolMap } from "../tool-map/tool-map.js";
import { hiddenInSpec } from "./input-problems.js";

/**
 * Reports what a model would read of a spec and a reviewer would not see. What the map itself says
 * has been looked through before, so that anything found here is the spec's.
 */
export function reportHiddenInSpec(
  listed: readonly { readonly tool: string; readonly entry: JsonObject }[],
  map: ToolMap,
  api: Api,
  server: Server,
  collector: Collector,
): void {
  const used = new Set(server.operations.map(({ key }) => key));
  const heads = api.operations.filter(({ key }) => used.has(key));
  const known = new Set<string>();
  for (const { tool, entry } of listed) {
    for (const { text, path } of textsOf(entry, [])) {
      const [first] = hiddenIn(text);
      if (first !== undefined && !known.has(text)) {
        known.add(text);
        const shownWith = placeInMap(tool, path, map);
        const inSpec = spanInSpec(text, first, api, heads);
        collector.add(
          hiddenInSpec(hiddenExcerpt(text, first), inSpec, shownWith, ownKeyword(path)),
        );
      }
    }
  }
}

interface ShownText {
  readonly text: string;
  /** Of the member that holds it; elements of a list have no part in it. */
  readonly path: readonly string[];
}

function* textsOf(value: JsonValue, path: readonly string[]): Generator<ShownText> {
  if (typeof value === "string") {
    yield { text: value, path };
  } else if (isList(value)) {
    for (const element of value) {
      yield* textsOf(element, path);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      yield { text: name, path };
      yield* textsOf(member, [...path, name]);
    }
  }
}

/** The input whose schema the text stands in, or else the tool. */
function placeInMap(tool: string, path: readonly string[], map: ToolMap): Spanned<string> {
  const entry = map.tools.find(({ name }) => name.value === tool);
  const [part, , name] = path;
  const input = entry?.inputs.find((each) => each.name.value === name);
  return part === "inputSchema" && input !== undefined
    ? input.name
    : (entry?.name ?? map.server.name);
}

/** The keyword of an input's own schema that the text stands in; null where it is deeper, or elsewhere. */
function ownKeyword([part, , , ...keywords]: readonly string[]): string | null {
  const [keyword, ...others] = keywords.filter((each) => each !== "anyOf");
  return part === "inputSchema" && others.length === 0 ? (keyword ?? null) : null;
}

/** How much of a text around such a character is looked for, on either side: what was cut off a description is not there. */
const contexts = [20, 4, 0];

/** The character where the spec writes it, or what holds it. */
function spanInSpec(
  text: string,
  at: number,
  api: Api,
  heads: Parameters<Api["findText"]>[0],
): Span | null {
  const character = text.slice(at, at + lengthAt(text, at));
  for (const context of contexts) {
    const before = /[^ ]*$/.exec(text.slice(Math.max(0, at - context), at))?.[0] ?? "";
    const end = at + character.length;
    const after = /^[^ ]*/.exec(text.slice(end, end + context))?.[0] ?? "";
    const wanted = `${before}${character}${after}`;
    const found = api.findText(heads, (one) => one.includes(wanted));
    if (found !== null) {
      return within(api.spanOf(found, found.part), character);
    }
  }
  return null;
}

/** The character in a stretch of the file; the whole stretch where it is written as an escape. */
function within(span: Span, character: string): Span {
  const start = span.file.text.indexOf(character, span.start);
  return start === -1 || start >= span.end
    ? span
    : { file: span.file, start, end: start + character.length };
}
