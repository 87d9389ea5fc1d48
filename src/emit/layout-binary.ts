import { type Doc, group, indent, line, softBlock } from "./document.js";
import { layoutExpression } from "./layout.js";
import { type Path, parentKind, within } from "./layout-path.js";
import { canFlatten, isLogical } from "./parentheses.js";
import type { TsBinary, TsExpression } from "./syntax.js";

/** A chain of one precedence is laid out as one, an operand a line where it does not fit. */
export function layoutBinary(node: TsBinary, path: Path): Doc {
  const inCondition = parentKind(path) === "if";
  const parts = chainParts(node, path, inCondition);
  if (inCondition) {
    return parts;
  }
  const kind = parentKind(path);
  if ((kind === "call" && path.key === "callee") || kind === "unary" || kind === "member") {
    return group(softBlock(parts));
  }
  const inline = isInlined(node);
  const flattened = parts.length > 2;
  if (
    parentIndents(path) ||
    (inline && !flattened) ||
    (!inline && (kind === "property" || kind === "const"))
  ) {
    return group(parts);
  }
  return group([parts[0] ?? "", indent(parts.slice(1))]);
}

/** `a && { … }`: the object opens on the operator's line. */
export function isInlined(node: TsExpression): boolean {
  if (node.kind !== "binary" || !isLogical(node)) {
    return false;
  }
  const { right } = node;
  return (
    (right.kind === "object" && right.members.length > 0) ||
    (right.kind === "array" && right.items.length > 0)
  );
}

function chainParts(node: TsBinary, path: Path, inCondition: boolean): Doc[] {
  const left = node.left;
  const leftPath = within(node, "left", path);
  const flattens = left.kind === "binary" && canFlatten(node.operator, left.operator);
  const head = flattens
    ? chainParts(left, leftPath, inCondition)
    : [group(layoutExpression(left, leftPath))];
  return [...head, chainPart(node, path, inCondition)];
}

function chainPart(node: TsBinary, path: Path, inCondition: boolean): Doc {
  const right = layoutExpression(node.right, within(node, "right", path));
  const doc: Doc = [" ", node.operator, isInlined(node) ? " " : line, right];
  const parent = path.parent;
  const shares =
    (parent?.kind === "binary" && isLogical(parent) === isLogical(node)) ||
    (node.left.kind === "binary" && isLogical(node.left) === isLogical(node)) ||
    (node.right.kind === "binary" && isLogical(node.right) === isLogical(node)) ||
    (inCondition && isLogical(node));
  return shares ? doc : group(doc);
}

function parentIndents(path: Path): boolean {
  switch (path.parent?.kind) {
    case "return":
    case "throw":
    case "template":
      return true;
    case "arrow":
      return path.key === "body";
    case "conditional": {
      const grand = path.up === null ? "" : parentKind(path.up);
      return grand !== "return" && grand !== "throw" && grand !== "call";
    }
    default:
      return false;
  }
}
