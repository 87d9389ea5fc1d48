import { isObject, type JsonValue, parsedJson } from "../model/json.js";
import { isSafePath } from "./output.js";

/** What the last run wrote. */
export interface Manifest {
  /** Path → the hashes by which we know the file: one, or one of each side of an unresolved merge. */
  readonly files: ReadonlyMap<string, ReadonlySet<string>>;
  /** Our keys of package.json, by JSON Pointer; null where they are not known. */
  readonly packageKeys: Readonly<Record<string, JsonValue>> | null;
  /** The map that it was written from, relative to the output folder; null where it is not known. */
  readonly map: string | null;
}

export const emptyManifest: Manifest = { files: new Map(), packageKeys: null, map: null };

const about = "What mcpgen wrote here, as SHA-256 of each file's text. Commit it, do not edit it.";

/** Stable bytes: sorted, one file a line, so that diffs and merges stay small. */
export function formatManifest(
  files: ReadonlyMap<string, string>,
  packageKeys: Readonly<Record<string, JsonValue>> | null,
  map: string,
): string {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const manifest = {
    about,
    map,
    files: Object.fromEntries(sorted),
    ...(packageKeys === null ? {} : { "package.json": packageKeys }),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Null for a text that is no manifest. One with the marks of an unresolved merge is read as both of its sides. */
export function parseManifest(text: string): Manifest | null {
  const parsed = parsedJson(text);
  if (parsed === undefined) {
    return /^<{7}/m.test(text) ? parseBothSides(text) : null;
  }
  if (!isObject(parsed) || !isObject(parsed.files)) {
    return null;
  }
  const files = new Map<string, ReadonlySet<string>>();
  for (const [path, hash] of Object.entries(parsed.files)) {
    if (!isSafePath(path) || typeof hash !== "string") {
      return null;
    }
    files.set(path, new Set([hash]));
  }
  const keys = parsed["package.json"];
  const map = typeof parsed.map === "string" ? parsed.map : null;
  return { files, packageKeys: isObject(keys) ? keys : null, map };
}

function parseBothSides(text: string): Manifest {
  const files = new Map<string, Set<string>>();
  for (const [, path = "", hash = ""] of text.matchAll(
    /^ *"([^"\\]+)": "([0-9a-f]{64})",?\r?$/gm,
  )) {
    if (isSafePath(path)) {
      files.set(path, (files.get(path) ?? new Set()).add(hash));
    }
  }
  return { files, packageKeys: null, map: null };
}
