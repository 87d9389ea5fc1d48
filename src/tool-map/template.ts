import { nearest } from "../diagnostics/suggest.js";
import type { Spanned } from "../source/source-file.js";
import { refuseEnvIn } from "./expression-text.js";
import { inexactNumber, projectionOfNothing, wrongKind } from "./problems.js";
import { readProjection } from "./projection.js";
import { all, type Context, entries, mappingNode, type Reader } from "./reading.js";
import type { MemberTemplate, Template } from "./tool-map.js";
import type { MappingNode, Node, ScalarNode } from "./yaml/tree.js";

/** A value in which text may hold `${ expression }`, as in `with` and in error rules. */
export const template: Reader<Template> = (node, context) => read(node, context, template);

/** The same in an output, where a mapping with the key `from` is a projection. */
export const outputTemplate: Reader<Template> = (node, context) => {
  if (node.kind !== "mapping") {
    return read(node, context, outputTemplate);
  }
  if (node.entries.some(({ key }) => key.value === "from")) {
    return readProjection(node, context);
  }
  const [only, ...others] = node.entries;
  const isEscaped = only?.key.value === "object" && only.value.kind === "mapping";
  if (isEscaped && others.length === 0) {
    return read(only.value, context, outputTemplate);
  }
  return refuseHalfProjection(node, context) ? undefined : read(node, context, outputTemplate);
};

/** Keys that only a projection has; `keep` may well be a field. */
const projectionKeys = ["pick", "maxItems", "maxLength"];

/** A projection whose `from` is misspelt or missing would be a constant object. */
function refuseHalfProjection(node: MappingNode, { collector, where }: Context): boolean {
  const key = node.entries.find(({ key }) => projectionKeys.includes(key.value))?.key;
  if (key !== undefined) {
    const meant = node.entries.find((entry) => nearest(entry.key.value, ["from"]) !== null);
    collector.add(projectionOfNothing(key, where, meant?.key ?? null));
  }
  return key !== undefined;
}

/** The members of a mapping, as templates. */
export const memberTemplates: Reader<readonly MemberTemplate[]> = entries((name, value, context) =>
  member(name, value, context, template),
);

/** The members of a mapping that has other keys besides. */
export function otherMembers(
  node: Node,
  known: readonly string[],
  context: Context,
): readonly MemberTemplate[] | undefined {
  const mapping = mappingNode(node, context);
  if (mapping === undefined) {
    return undefined;
  }
  const others = mapping.entries.filter(({ key }) => !known.includes(key.value));
  return memberTemplates({ ...mapping, entries: others }, context);
}

function read(node: Node, context: Context, child: Reader<Template>): Template | undefined {
  const { span } = node;
  switch (node.kind) {
    case "scalar":
      return readScalar(node, context);
    case "list": {
      const items = all(node.items.map((item) => child(item, context)));
      return items === undefined ? undefined : { kind: "list", items, span };
    }
    case "mapping": {
      const members = readMembers(node, context, child);
      return members === undefined ? undefined : { kind: "object", members, span };
    }
    default:
      return node satisfies never;
  }
}

function readMembers(
  node: MappingNode,
  context: Context,
  child: Reader<Template>,
): readonly MemberTemplate[] | undefined {
  return entries((name, value, inner) => member(name, value, inner, child))(node, context);
}

function member(
  name: Spanned<string>,
  node: Node,
  context: Context,
  child: Reader<Template>,
): MemberTemplate | undefined {
  const value = child(node, context);
  return value === undefined ? undefined : { name, value };
}

function readScalar(node: ScalarNode, context: Context): Template | undefined {
  const { value, text, span, style } = node;
  if (style === "empty") {
    context.collector.add(
      wrongKind(context.where, "a value", "nothing", span, ["write null, if that is meant"]),
    );
    return undefined;
  }
  if (typeof value === "string") {
    return refuseEnvIn(text, context) ? undefined : { kind: "text", source: text };
  }
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    context.collector.add(inexactNumber(text.text, span));
    return undefined;
  }
  return { kind: "literal", value, span };
}
