import {
  align,
  type Doc,
  group,
  hardline,
  ifBreak,
  indent,
  joinDocs,
  line,
  softBlock,
  softline,
  willBreak,
  withoutLines,
} from "./document.js";
import { layoutArrow } from "./layout-arrow.js";
import { layoutAssignment } from "./layout-assignment.js";
import { layoutBinary } from "./layout-binary.js";
import { layoutCall } from "./layout-chain.js";
import { layoutMethod } from "./layout-function.js";
import { type Path, parentKind, within } from "./layout-path.js";
import { layoutType } from "./layout-type.js";
import {
  commentLines,
  numberLiteral,
  propertyName,
  regexLiteral,
  stringLiteral,
  templateText,
} from "./literal.js";
import { needsParentheses } from "./parentheses.js";
import type {
  TsArray,
  TsConditional,
  TsExpression,
  TsMember,
  TsObject,
  TsObjectMember,
  TsTemplate,
} from "./syntax.js";

/** How Biome 2.6 lays an expression out, which is how Prettier does. */
export function layoutExpression(node: TsExpression, path: Path): Doc {
  const doc = layoutBare(node, path);
  return needsParentheses(node, path) ? ["(", doc, ")"] : doc;
}

function layoutBare(node: TsExpression, path: Path): Doc {
  switch (node.kind) {
    case "identifier":
      return node.name;
    case "string":
      return stringLiteral(node.value);
    case "number":
      return numberLiteral(node.value);
    case "constant":
      return node.value;
    case "regex":
      return regexLiteral(node.pattern, node.flags);
    case "template":
      return layoutTemplate(node, path);
    case "array":
      return layoutArray(node, path);
    case "object":
      return layoutObject(node, path);
    case "member":
      return layoutMember(node, path);
    case "index":
      return [layoutExpression(node.of, within(node, "of", path)), layoutLookup(node, path)];
    case "call":
      return layoutCall(node, path);
    case "arrow":
      return layoutArrow(node, path, false);
    case "unary": {
      const operand = layoutExpression(node.of, within(node, "of", path));
      return [node.operator, node.operator === "typeof" ? " " : "", operand];
    }
    case "binary":
      return layoutBinary(node, path);
    case "conditional":
      return layoutConditional(node, path);
    case "await":
      return layoutAwait(node, path);
    case "spread":
      return ["...", layoutExpression(node.of, within(node, "of", path))];
    case "as-const":
      return [layoutExpression(node.of, within(node, "of", path)), " as const"];
    case "satisfies":
      return [
        layoutExpression(node.of, within(node, "of", path)),
        " satisfies ",
        layoutType(node.type, within(node, "type", path)),
      ];
    default:
      return node satisfies never;
  }
}

/** A template is broken only where something in it always is: else it goes past the edge. */
function layoutTemplate(node: TsTemplate, path: Path): Doc {
  const parts = node.parts.map((part): Doc => {
    if (typeof part === "string") {
      return templateText(part);
    }
    const doc = layoutExpression(part, within(node, "part", path));
    if (!willBreak(doc)) {
      return ["${", withoutLines(doc), "}"];
    }
    return group(["${", ownLineInTemplate.has(part.kind) ? softBlock(doc) : doc, "}"]);
  });
  return ["`", ...parts, "`"];
}

const ownLineInTemplate: ReadonlySet<TsExpression["kind"]> = new Set([
  "member",
  "index",
  "conditional",
  "as-const",
  "satisfies",
  "binary",
  "identifier",
]);

function layoutArray(node: TsArray, path: Path): Doc {
  if (node.items.length === 0) {
    return "[]";
  }
  const id = Symbol("array");
  const items = node.items.map((item) => layoutExpression(item, within(node, "item", path)));
  const trailing = ifBreak(",", "", id);
  if (isNumbers(node)) {
    const last = items.length - 1;
    const entries = items.map(
      (item, index): Doc => (index === last ? [item, trailing] : [item, ","]),
    );
    const fill: Doc = { kind: "fill", items: entries, separator: line };
    return ["[", group(softBlock(fill), { id }), "]"];
  }
  const separated = joinDocs(
    items.map((item) => group(item)),
    [",", line],
  );
  const inTemplate = parentKind(path) === "template";
  const expand = !inTemplate && isTable(node);
  return ["[", group(softBlock([separated, trailing]), { id, expand }), "]"];
}

/** Numbers share lines; everything else has a line each where one line does not do. */
export function isNumbers(node: TsArray): boolean {
  return (
    node.items.length > 0 &&
    node.items.every(
      (item) => (item.kind === "unary" && item.operator === "-" ? item.of : item).kind === "number",
    )
  );
}

/** Two or more objects, or lists, of two or more members each. */
function isTable(node: TsArray): boolean {
  const kind = node.items[0]?.kind;
  return (
    node.items.length > 1 &&
    node.items.every((item) => {
      if (item.kind === "array" && kind === "array") {
        return item.items.length > 1;
      }
      return item.kind === "object" && kind === "object" && item.members.length > 1;
    })
  );
}

function layoutObject(node: TsObject, path: Path): Doc {
  if (node.members.length === 0) {
    return "{}";
  }
  const members = node.members.map((member) =>
    layoutObjectMember(member, within(node, "member", path)),
  );
  return group(["{", indent([line, joinDocs(members, [",", line]), ifBreak(",")]), line, "}"], {
    expand: node.expanded || path.expanded.has(node),
    tag: node,
  });
}

function layoutObjectMember(member: TsObjectMember, path: Path): Doc {
  switch (member.kind) {
    case "spread":
      return ["...", layoutExpression(member.of, within(member, "of", path))];
    case "method":
      return layoutMethod(member, path);
    case "property": {
      const comment = member.comment === "" ? [] : [layoutLineComment(member.comment), hardline];
      if (member.value.kind === "identifier" && member.value.name === member.name) {
        return [...comment, member.name];
      }
      const name = propertyName(member.name);
      const value = { node: member.value, path: within(member, "value", path) };
      return [
        ...comment,
        layoutAssignment(
          { left: name, operator: ":", keyWidth: name.length, mayBreak: false },
          value,
        ),
      ];
    }
    default:
      return member satisfies never;
  }
}

export function layoutLineComment(text: string): Doc {
  const lines = commentLines(text).map((each) => `// ${each}`.trimEnd());
  return joinDocs(lines, hardline);
}

/** `/** … *\/`, on one line where the text has one. */
export function layoutDocComment(text: string): Doc {
  const [first = "", ...others] = commentLines(text);
  if (others.length === 0) {
    return `/** ${first} */`;
  }
  const lines = [first, ...others].map((each) => ` * ${each}`.trimEnd());
  return joinDocs(["/**", ...lines, " */"], hardline);
}

function layoutMember(node: TsMember, path: Path): Doc {
  const object = layoutExpression(node.of, within(node, "of", path));
  const lookup: Doc = [node.optional ? "?." : ".", node.name];
  const nested =
    parentKind(path) === "member" || (parentKind(path) === "index" && path.key === "of");
  const initializer = parentKind(path) === "const";
  const calls = node.of.kind === "call" && node.of.args.length > 0;
  if ((initializer && calls) || (!nested && node.of.kind === "identifier")) {
    return [object, lookup];
  }
  return [object, group(indent([softline, lookup]))];
}

export function layoutLookup(node: TsExpression & { kind: "index" }, path: Path): Doc {
  const index = layoutExpression(node.index, within(node, "index", path));
  const open = node.optional ? "?.[" : "[";
  return node.index.kind === "number" ? [open, index, "]"] : group([open, softBlock(index), "]"]);
}

function layoutConditional(node: TsConditional, path: Path): Doc {
  const part = (key: "consequent" | "alternate"): Doc =>
    align(2, layoutExpression(node[key], within(node, key, path)));
  const nested: Doc = [ifBreak("", "("), part("consequent"), ifBreak("", ")")];
  const consequent = node.consequent.kind === "conditional" ? nested : part("consequent");
  const tail: Doc = [line, "? ", consequent, line, ": ", part("alternate")];
  const test = layoutExpression(node.test, within(node, "test", path));
  const inside = parentKind(path) === "conditional" ? path.key : "root";
  switch (inside) {
    case "test":
      return group(softBlock([test, indent(tail)]));
    case "consequent":
      return [test, tail];
    case "alternate":
      return [align(2, test), tail];
    default:
      return layoutRootConditional(group([test, indent(tail), closing(path)]), path);
  }
}

function closing(path: Path): Doc {
  return parentKind(path) === "member" && !opensChain(path) ? softline : "";
}

function layoutRootConditional(doc: Doc, path: Path): Doc {
  return opensChain(path) ? group(softBlock(doc)) : doc;
}

/** `const x = (a ? b : c).d()`: the whole conditional goes one level in. */
function opensChain(path: Path): boolean {
  let at: Path = path;
  let chained = false;
  while (
    at.up !== null &&
    ((parentKind(at) === "call" && at.key === "callee") ||
      ((parentKind(at) === "member" || parentKind(at) === "index") && at.key === "of"))
  ) {
    at = at.up;
    chained = true;
  }
  const kind = parentKind(at);
  return chained && (kind === "const" || kind === "return" || kind === "throw" || kind === "unary");
}

function layoutAwait(node: TsExpression & { kind: "await" }, path: Path): Doc {
  const doc: Doc = ["await ", layoutExpression(node.of, within(node, "of", path))];
  const kind = parentKind(path);
  const head =
    (kind === "call" && path.key === "callee") ||
    ((kind === "member" || kind === "index") && path.key === "of");
  return head ? group(softBlock(doc)) : doc;
}
