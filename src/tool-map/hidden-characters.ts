import type { Collector } from "../diagnostics/collector.js";
import { hiddenExcerpt, hiddenIn, lengthAt } from "../diagnostics/hidden-text.js";
import type { Span } from "../source/source-file.js";
import { spanWithin } from "../source/source-text.js";
import { hiddenCharacters } from "./problems.js";
import type { Node } from "./yaml/tree.js";

/** Reports every text of the tree, and every key, that holds such a character. */
export function reportHiddenCharacters(root: Node, collector: Collector): void {
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) {
      return;
    }
    seen.add(node);
    switch (node.kind) {
      case "scalar": {
        const { text } = node;
        report(text.text, (start, end) => spanWithin(text, start, end), collector);
        break;
      }
      case "list":
        node.items.forEach(visit);
        break;
      case "mapping":
        for (const { key, value } of node.entries) {
          report(key.value, () => key.span, collector);
          visit(value);
        }
        break;
      default:
        node satisfies never;
    }
  };
  visit(root);
}

function report(
  text: string,
  spanOf: (start: number, end: number) => Span,
  collector: Collector,
): void {
  const [first] = hiddenIn(text);
  if (first !== undefined) {
    const span = spanOf(first, first + lengthAt(text, first));
    collector.add(hiddenCharacters(hiddenExcerpt(text, first), span));
  }
}
