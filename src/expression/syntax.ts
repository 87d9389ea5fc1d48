import type { Span } from "../source/source-file.js";
import type { SourceText } from "../source/source-text.js";

/** An expression as written, with its macros recognised and every part placed. */
export interface SyntaxTree {
  readonly text: SourceText;
  readonly root: Syntax;
  /** Of the whole expression. */
  readonly span: Span;
}

export type Syntax = { readonly span: Span } & SyntaxKind;

type SyntaxKind =
  | { readonly kind: "null" }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "double"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "select";
      readonly of: Syntax;
      readonly field: string;
      readonly fieldSpan: Span;
    }
  | {
      readonly kind: "has";
      readonly of: Syntax;
      readonly field: string;
      readonly fieldSpan: Span;
    }
  | { readonly kind: "index"; readonly of: Syntax; readonly index: Syntax }
  | {
      readonly kind: "call";
      /** What it is called on; null for a function. */
      readonly of: Syntax | null;
      readonly name: string;
      readonly nameSpan: Span;
      readonly args: readonly Syntax[];
    }
  | { readonly kind: "not"; readonly of: Syntax }
  | { readonly kind: "negate"; readonly of: Syntax }
  | {
      readonly kind: "binary";
      readonly operator: SyntaxOperator;
      readonly left: Syntax;
      readonly right: Syntax;
    }
  | {
      readonly kind: "conditional";
      readonly test: Syntax;
      readonly consequent: Syntax;
      readonly alternate: Syntax;
    }
  | { readonly kind: "list"; readonly items: readonly Syntax[] }
  | {
      readonly kind: "map";
      readonly entries: readonly { readonly key: Syntax; readonly value: Syntax }[];
    }
  | {
      readonly kind: "macro";
      readonly name: Macro;
      readonly of: Syntax;
      /** One, or two in the two-variable forms (index or key, and value). */
      readonly variables: readonly { readonly name: string; readonly span: Span }[];
      /** Of `map` with three arguments, and its like. */
      readonly filter: Syntax | null;
      readonly body: Syntax;
    };

export type SyntaxOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "<"
  | "<="
  | ">"
  | ">="
  | "=="
  | "!="
  | "&&"
  | "||"
  | "in";

export type Macro =
  | "all"
  | "exists"
  | "exists_one"
  | "filter"
  | "map"
  | "transformList"
  | "transformMap";

/** Names that a tree takes from its scope: not those that its macros bind, nor functions. */
export function freeNames(tree: SyntaxTree): ReadonlySet<string> {
  const free = new Set<string>();
  collect(tree.root, new Set(), free);
  return free;
}

function collect(node: Syntax, bound: ReadonlySet<string>, free: Set<string>): void {
  if (node.kind === "name") {
    if (!bound.has(node.name)) {
      free.add(node.name);
    }
  } else if (node.kind === "macro") {
    collect(node.of, bound, free);
    const inner = new Set([...bound, ...node.variables.map((variable) => variable.name)]);
    for (const part of [node.filter, node.body]) {
      if (part !== null) {
        collect(part, inner, free);
      }
    }
  } else if (node.kind === "call" && node.of?.kind === "name" && namespaces.has(node.of.name)) {
    for (const argument of node.args) {
      collect(argument, bound, free);
    }
  } else {
    for (const child of childrenOf(node)) {
      collect(child, bound, free);
    }
  }
}

/** `fn.label(x)` calls a declared function; `strings.quote(x)` is CEL's own long name. */
export const namespaces: ReadonlySet<string> = new Set(["fn", "strings"]);

export function childrenOf(node: Syntax): readonly Syntax[] {
  switch (node.kind) {
    case "null":
    case "boolean":
    case "int":
    case "double":
    case "string":
    case "name":
      return [];
    case "select":
    case "has":
    case "not":
    case "negate":
      return [node.of];
    case "index":
      return [node.of, node.index];
    case "call":
      return node.of === null ? node.args : [node.of, ...node.args];
    case "binary":
      return [node.left, node.right];
    case "conditional":
      return [node.test, node.consequent, node.alternate];
    case "list":
      return node.items;
    case "map":
      return node.entries.flatMap((entry) => [entry.key, entry.value]);
    case "macro":
      return node.filter === null ? [node.of, node.body] : [node.of, node.filter, node.body];
    default:
      return node satisfies never;
  }
}
