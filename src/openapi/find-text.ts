import { Collector } from "../diagnostics/collector.js";
import type { Pointer } from "./api.js";
import { Context } from "./context.js";
import { child, children, type Node } from "./node.js";

/** A text of a document: a value, or the name of a member. */
export interface FoundText extends Pointer {
  readonly part: "key" | "value";
}

/**
 * The first text that is wanted in what nodes hold and refer to, nearest first; null where there is
 * none. What a reference does not lead to is reported by those who follow it.
 */
export function findText(
  starts: readonly Node[],
  { entry, documents, version }: Context,
  isWanted: (text: string) => boolean,
): FoundText | null {
  const silent = new Context(entry, documents, version, new Collector());
  const seen = new Set<unknown>();
  const nodes = [...starts];
  // It grows while it is walked.
  for (const node of nodes) {
    if (typeof node.value === "string" && isWanted(node.value)) {
      return { file: node.file, path: node.path, part: "value" };
    }
    if (typeof node.value !== "object" || node.value === null || seen.has(node.value)) {
      continue;
    }
    seen.add(node.value);
    for (const [key, member] of children(node)) {
      if (!Array.isArray(node.value) && isWanted(key)) {
        return { file: member.file, path: member.path, part: "key" };
      }
      nodes.push(member);
    }
    const reference = child(node, "$ref");
    const target =
      typeof reference?.value === "string" ? documents.follow(reference, silent) : null;
    if (target !== null) {
      nodes.push(target);
    }
  }
  return null;
}
