import type { Collector } from "../diagnostics/collector.js";
import type { InputEntry } from "../tool-map/tool-map.js";
import { oldWords } from "./input-problems.js";
import type { Declared } from "./narrow.js";

const bounds = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
] as const;

/**
 * Reports a bound that the map has narrowed, where the spec's own words, which the model reads, still
 * name the old one. `words` are those words; "" where the map has its own.
 */
export function reportOldWords(
  { keywords }: InputEntry,
  words: string,
  { schema, spanOf }: Declared,
  collector: Collector,
): void {
  const narrowed = keywords.flatMap(({ name, value: { value } }) => {
    const bound = bounds.find((each) => each === name.value);
    const old = bound === undefined ? undefined : schema[bound];
    const isNew = typeof value === "number" && String(old) !== String(value);
    return old !== undefined && isNew && numberIn(String(old)).test(words)
      ? [{ name, old: String(old), value: String(value) }]
      : [];
  });
  const [first] = narrowed;
  if (first !== undefined) {
    const values = new Map(narrowed.map(({ old, value }) => [old, value]));
    const mended = words.replace(numberIn(...values.keys()), (old) => values.get(old) ?? old);
    const names = narrowed.map(({ name }) => name);
    collector.add(oldWords(names, first.value, words, mended, spanOf(first.name.value)));
  }
}

/** Finds the numbers themselves, not within longer ones. */
function numberIn(...numbers: readonly string[]): RegExp {
  const any = numbers.map((number) => number.replace(/[.+]/g, "\\$&")).join("|");
  return new RegExp(`(?<![\\w.])(?:${any})(?!\\w|[.,]\\d)`, "g");
}
