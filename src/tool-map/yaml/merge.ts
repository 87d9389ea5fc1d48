import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { mergeNotMapping } from "./problems.js";
import { describe, type Entry, type MappingNode, type Node } from "./tree.js";

type Report = (problem: Diagnostic) => void;

/**
 * Puts what `<<` brings in where it stands. A key of the mapping's own wins over one that is
 * brought in, and an earlier source over a later one.
 *
 * Source: https://yaml.org/type/merge.html
 */
export function mergeEntries(own: readonly Entry[], report: Report): readonly Entry[] {
  if (!own.some(isMerge)) {
    return own;
  }
  const taken = new Set(own.map(({ key }) => key.value));
  return own.flatMap((entry) => {
    if (!isMerge(entry)) {
      return [entry];
    }
    return sourcesOf(entry.value, report).flatMap(({ entries }) =>
      entries.filter(({ key }) => {
        const isNew = !taken.has(key.value);
        taken.add(key.value);
        return isNew;
      }),
    );
  });
}

function isMerge({ key }: Entry): boolean {
  const { file, start, end } = key.span;
  return key.value === "<<" && file.text.slice(start, end) === "<<";
}

function sourcesOf(value: Node, report: Report): readonly MappingNode[] {
  const sources = value.kind === "list" ? value.items : [value];
  return sources.filter((source): source is MappingNode => {
    if (source.kind !== "mapping") {
      report(mergeNotMapping(describe(source), source.span));
    }
    return source.kind === "mapping";
  });
}
