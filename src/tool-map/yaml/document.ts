import {
  type Alias,
  CST,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Collector } from "../../diagnostics/collector.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { nearest } from "../../diagnostics/suggest.js";
import type { JsonPrimitive } from "../../model/json.js";
import type { SourceFile, Span } from "../../source/source-file.js";
import { mergeEntries } from "./merge.js";
import {
  aliasesExplode,
  aliasOfItself,
  duplicateKey,
  keyNotText,
  nestedTooDeep,
  unknownAnchor,
} from "./problems.js";
import { decodeScalar } from "./scalar.js";
import type { Entry, ListNode, MappingNode, Node, ScalarNode } from "./tree.js";

/** What nests deeper is a mistake or an attack; the format itself needs some ten levels. */
export const deepest = 100;
/** How many nodes a document may have when every alias is written out. */
const mostNodes = 250_000;

/** What the `yaml` package composed, with aliases followed, `<<` merged and keys checked. */
export function readTree(
  contents: ParsedNode,
  file: SourceFile,
  collector: Collector,
): Node | null {
  const reader = new TreeReader(file, collector);
  const tree = reader.read(contents);
  return tree === undefined || reader.failed ? null : tree;
}

type YamlNode = ParsedNode | null;
/** Undefined where a problem was reported. */
type Read = Node | undefined;

/** Of a node with every alias in it written out. */
interface Extent {
  readonly nodes: number;
  readonly levels: number;
}

class TreeReader {
  readonly #file: SourceFile;
  readonly #collector: Collector;
  readonly #anchors = new Map<string, Read | "open">();
  readonly #extents = new WeakMap<Node, Extent>();
  /** Set once the document is too large or too deep; the rest is then left unread. */
  #stopped = false;
  failed = false;

  constructor(file: SourceFile, collector: Collector) {
    this.#file = file;
    this.#collector = collector;
  }

  read(node: YamlNode): Read {
    if (node === null || this.#stopped) {
      return undefined;
    }
    if (isAlias(node)) {
      return this.#follow(node);
    }
    const { anchor } = node;
    if (anchor !== undefined) {
      this.#anchors.set(anchor, "open");
    }
    const read = this.#readOwn(node);
    if (anchor !== undefined) {
      this.#anchors.set(anchor, read);
    }
    return read;
  }

  #readOwn(node: Exclude<ParsedNode, Alias.Parsed>): Read {
    if (isScalar(node)) {
      return this.#scalar(node);
    }
    if (isSeq(node)) {
      return this.#list(node);
    }
    return isMap(node) ? this.#mapping(node) : undefined;
  }

  #follow(alias: Alias.Parsed): Read {
    const target = this.#anchors.get(alias.source);
    const span = this.#spanOf(alias.range);
    if (target === "open") {
      this.#report(aliasOfItself(alias.source, span));
      return undefined;
    }
    if (target === undefined && !this.#anchors.has(alias.source)) {
      const suggestion = nearest(alias.source, this.#anchors.keys());
      this.#report(unknownAnchor(alias.source, span, suggestion));
    }
    return target;
  }

  #scalar(node: Scalar.Parsed): ScalarNode {
    const { srcToken } = node;
    if (srcToken === undefined || !CST.isScalar(srcToken) || isAbsent(srcToken)) {
      const span = this.#spanOf(node.range);
      const text = { text: "", span, offsets: span.start };
      return { kind: "scalar", value: null, style: "empty", text, span };
    }
    const text = decodeScalar(this.#file, srcToken);
    return {
      kind: "scalar",
      value: primitive(node.value, text.text),
      style: styleOf(srcToken),
      text,
      span: text.span,
    };
  }

  #list(node: YAMLSeq.Parsed): ListNode | undefined {
    const items: Node[] = [];
    for (const item of node.items) {
      const read = isPair(item) ? undefined : this.read(item);
      if (read !== undefined) {
        items.push(read);
      }
    }
    const list: ListNode = { kind: "list", items, span: this.#collectionSpan(node, items.at(-1)) };
    return this.#measured(list, items);
  }

  #mapping(node: YAMLMap.Parsed): MappingNode | undefined {
    const own: Entry[] = [];
    const places = new Map<string, Span>();
    for (const pair of node.items) {
      const key = this.#key(pair.key);
      const value = this.read(pair.value ?? null) ?? null;
      if (key === null) {
        continue;
      }
      const first = places.get(key.value);
      if (first !== undefined) {
        this.#report(duplicateKey(key.value, key.span, first));
        continue;
      }
      places.set(key.value, key.span);
      if (value !== null || pair.value === null) {
        own.push({ key, value: value === null || isMissing(value) ? missing(key.span) : value });
      }
    }
    const entries = mergeEntries(own, (problem) => this.#report(problem));
    const last = own.at(-1)?.value;
    const mapping: MappingNode = {
      kind: "mapping",
      entries,
      span: this.#collectionSpan(node, last),
    };
    return this.#measured(
      mapping,
      entries.map(({ value }) => value),
    );
  }

  #key(node: YamlNode): Entry["key"] | null {
    if (!isScalar(node) || node.srcToken === undefined || !CST.isScalar(node.srcToken)) {
      this.#report(keyNotText(this.#spanOf(node?.range ?? [0, 0])));
      return null;
    }
    const { text, span } = decodeScalar(this.#file, node.srcToken);
    return { value: text, span };
  }

  /** Refuses what is deeper than any map, or made larger by aliases than anything that was written. */
  #measured<T extends ListNode | MappingNode>(node: T, children: readonly Node[]): T | undefined {
    if (this.#stopped) {
      return undefined;
    }
    let nodes = 1;
    let levels = 0;
    for (const child of children) {
      const extent = this.#extents.get(child);
      nodes += extent?.nodes ?? 1;
      levels = Math.max(levels, extent?.levels ?? 0);
    }
    this.#extents.set(node, { nodes, levels: levels + 1 });
    if (levels < deepest && nodes <= mostNodes) {
      return node;
    }
    this.#stopped = true;
    const { span } = node;
    this.#report(levels < deepest ? aliasesExplode(mostNodes, span) : nestedTooDeep(deepest, span));
    return undefined;
  }

  #report(problem: Diagnostic): void {
    this.failed = true;
    this.#collector.add(problem);
  }

  #spanOf(range: readonly [number, number, ...number[]]): Span {
    return { file: this.#file, start: range[0], end: range[1] };
  }

  /** A block collection's own range takes in the comments and blank lines after it. */
  #collectionSpan(node: YAMLSeq.Parsed | YAMLMap.Parsed, last: Node | undefined): Span {
    const span = this.#spanOf(node.range);
    if (node.flow === true || last === undefined) {
      return span;
    }
    const isInside = last.span.start >= span.start && last.span.end <= span.end;
    return isInside ? { ...span, end: last.span.end } : trimmed(span);
  }
}

function trimmed(span: Span): Span {
  const text = span.file.text.slice(span.start, span.end);
  return { ...span, end: span.start + text.trimEnd().length };
}

function isAbsent(token: CST.FlowScalar | CST.BlockScalar): boolean {
  return token.type === "scalar" && token.source === "";
}

function isMissing(node: Node): boolean {
  return node.kind === "scalar" && node.style === "empty";
}

/** Stands for the value of a key that has none. */
function missing(key: Span): ScalarNode {
  const text = { text: "", span: key, offsets: key.end };
  return { kind: "scalar", value: null, style: "empty", text, span: key };
}

function primitive(value: unknown, text: string): JsonPrimitive {
  if (typeof value === "number") {
    return Number.isFinite(value) ? value : text;
  }
  return typeof value === "boolean" || value === null ? value : text;
}

function styleOf(token: CST.FlowScalar | CST.BlockScalar): ScalarNode["style"] {
  switch (token.type) {
    case "block-scalar":
      return token.props.some((part) => "source" in part && part.source.startsWith(">"))
        ? "folded"
        : "literal";
    case "single-quoted-scalar":
      return "single";
    case "double-quoted-scalar":
      return "double";
    default:
      return "plain";
  }
}
