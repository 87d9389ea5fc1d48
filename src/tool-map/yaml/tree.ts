import type { JsonPrimitive } from "../../model/json.js";
import type { Span, Spanned } from "../../source/source-file.js";
import type { SourceText } from "../../source/source-text.js";

/** A YAML document with its aliases followed and its `<<` merged; a node that is aliased is shared. */
export type Node = ScalarNode | ListNode | MappingNode;

export interface ScalarNode {
  readonly kind: "scalar";
  /** By the rules of YAML 1.2's core schema; an infinite number or NaN stays text. */
  readonly value: JsonPrimitive;
  readonly style: "empty" | "plain" | "single" | "double" | "literal" | "folded";
  /** What was written, decoded: `0x1F` for the number 31. */
  readonly text: SourceText;
  /** For a scalar that is not there, the key that has no value. */
  readonly span: Span;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly Node[];
  readonly span: Span;
}

export interface MappingNode {
  readonly kind: "mapping";
  /** Keys are unique. */
  readonly entries: readonly Entry[];
  readonly span: Span;
}

export interface Entry {
  readonly key: Spanned<string>;
  readonly value: Node;
}

/** What a person would call the node. */
export function describe(node: Node): string {
  if (node.kind === "list") {
    return node.items.length === 0 ? "an empty list" : "a list";
  }
  if (node.kind === "mapping") {
    return node.entries.length === 0 ? "an empty mapping" : "a mapping";
  }
  switch (typeof node.value) {
    case "number":
      return "a number";
    case "boolean":
      return "a boolean";
    case "string":
      return node.value === "" ? "an empty text" : "text";
    default:
      return node.style === "empty" ? "nothing" : "null";
  }
}
