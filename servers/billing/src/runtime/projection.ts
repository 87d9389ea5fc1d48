import { shorten, shortenStart } from "./text.js";

/** What a result shows of a list or a text that was longer. */
export interface Cut {
  readonly total: number;
  readonly unit: "elements" | "characters";
  readonly kept: "start" | "end";
}

const cutLists = new WeakMap<object, Cut>();

/** A text cannot be a WeakMap's key: the last cut texts are remembered by value. */
const cutTexts = new Map<string, Cut>();
const MAX_CUT_TEXTS = 1000;

/** The first `max` elements, projected. The result will say how many there were. */
export function firstOf<T>(list: readonly T[], max: number): T[];
export function firstOf<T, R>(list: readonly T[], max: number, project: (item: T) => R): R[];
export function firstOf<T>(
  list: readonly T[],
  max: number,
  project: (item: T) => unknown = (item) => item,
): unknown[] {
  const first = list.slice(0, max).map(project);
  if (list.length > max) {
    cutLists.set(first, { total: list.length, unit: "elements", kept: "start" });
  }
  return first;
}

/** At most `max` UTF-16 units of the text, with "…" where it was cut. The result will say so. */
export function cutText(text: string, max: number, keep?: "start" | "end"): string;
export function cutText(text: string | null, max: number, keep?: "start" | "end"): string | null;
export function cutText(
  text: string | null,
  max: number,
  keep: "start" | "end" = "start",
): string | null {
  if (text === null || text.length <= max) {
    return text;
  }
  const kept = keep === "start" ? shorten(text, max) : shortenStart(text, max);
  cutTexts.set(kept, { total: text.length, unit: "characters", kept: keep });
  if (cutTexts.size > MAX_CUT_TEXTS) {
    const [oldest] = cutTexts.keys();
    cutTexts.delete(oldest ?? kept);
  }
  return kept;
}

/** Remembers of a copy what was cut from the list that it is a copy of. */
export function copyCut(list: readonly unknown[], copy: readonly unknown[]): void {
  const cut = cutLists.get(list);
  if (cut !== undefined) {
    cutLists.set(copy, cut);
  }
}

/** What was cut from the value, if it is a list or a text that was. */
export function cutOf(value: unknown): Cut | undefined {
  if (typeof value === "string") {
    return cutTexts.size === 0 ? undefined : cutTexts.get(value);
  }
  return Array.isArray(value) ? cutLists.get(value) : undefined;
}
