import { nearest } from "../diagnostics/suggest.js";
import type { Spanned } from "../source/source-file.js";
import type { SourceText } from "../source/source-text.js";
import { unknownKey } from "./problems.js";
import {
  all,
  type Context,
  entries,
  mapping,
  mappingNode,
  optional,
  type Reader,
} from "./reading.js";
import { boolean, matching, sourceText } from "./scalars.js";
import { inputKeywords, readKeyword } from "./schema-keywords.js";
import type { InputEntry } from "./tool-map.js";
import type { MappingNode, Node } from "./yaml/tree.js";

const to: Reader<SourceText> = (node, context) => {
  const help = ['say where it goes: path.id, query.limit, body.customer.name, query."statuses[]"'];
  const form = /^(path|query|header|cookie|body)(\.("[^"]+"|[^."]+))*$/;
  return matching(form, "a place in a request", help)(node, context) && sourceText(node, context);
};

const like = matching(/^.+\..+$/, "an operation with one of its parameters", [
  "write listInvoices.customer_id",
]);

const own = {
  to: optional(to),
  like: optional(like),
  required: optional(boolean),
  clamp: optional(boolean),
  secret: optional(boolean),
};
const readOwn = mapping(own);

/** The arguments of a tool, in the order in which the model sees them. */
export const inputs: Reader<readonly InputEntry[]> = entries(readInput);

function readInput(name: Spanned<string>, node: Node, context: Context): InputEntry | undefined {
  const mapping = isNothing(node) ? nothing(node) : mappingNode(node, context);
  if (mapping === undefined) {
    return undefined;
  }
  const ours = mapping.entries.filter(({ key }) => Object.hasOwn(own, key.value));
  const others = mapping.entries.filter(({ key }) => !Object.hasOwn(own, key.value));
  const values = readOwn({ ...mapping, entries: ours }, context);
  const keywords = all(others.map((entry) => readOther(entry, context)));
  return values === undefined || keywords === undefined
    ? undefined
    : { name, span: mapping.span, ...values, keywords };
}

function readOther(
  entry: MappingNode["entries"][number],
  context: Context,
): InputEntry["keywords"][number] | undefined {
  if (Object.hasOwn(inputKeywords, entry.key.value)) {
    return readKeyword(entry, inputKeywords, context);
  }
  const known = [...Object.keys(own), ...Object.keys(inputKeywords)];
  const { value, span } = entry.key;
  context.collector.add(unknownKey(value, context.where, span, known, nearest(value, known)));
  return undefined;
}

/** An input may be named and no more. */
function isNothing(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}

function nothing({ span }: Node): MappingNode {
  return { kind: "mapping", entries: [], span };
}
