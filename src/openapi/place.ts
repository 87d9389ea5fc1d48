import type { SourceFile, Span } from "../source/source-file.js";
import type { Pointer } from "./api.js";
import { jsonRoot } from "./json-places.js";
import { keysOf } from "./node.js";
import { syntaxOf } from "./parse.js";
import { yamlRoot } from "./yaml-places.js";

/** Where a value was written; its container is read when it is asked for, and only once. */
export interface Place extends Stretch {
  readonly key: Stretch | null;
  /** The members or elements; null for a scalar. */
  container(): Container | null;
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export type Container = ReadonlyMap<string, Place>;

const roots = new WeakMap<SourceFile, Place>();

/**
 * The stretch of the file where a node was written: its key, or its value. Without `part`, what
 * shows it best: a scalar itself, the key of anything larger. What a node does not hold is shown
 * at the nearest node around it.
 */
export function spanOf(pointer: Pointer, part?: "key" | "value"): Span {
  let place = rootOf(pointer.file);
  for (const key of keysOf(pointer.path)) {
    const next = place.container()?.get(key);
    if (next === undefined) {
      break;
    }
    place = next;
  }
  const wanted = part ?? (place.container() === null ? "value" : "key");
  const stretch = wanted === "key" && place.key !== null ? place.key : place;
  return { file: pointer.file, start: stretch.start, end: stretch.end };
}

function rootOf(file: SourceFile): Place {
  const known = roots.get(file);
  if (known !== undefined) {
    return known;
  }
  const root = syntaxOf(file) === "json" ? jsonRoot(file) : yamlRoot(file);
  roots.set(file, root);
  return root;
}
