import type { TsExpression } from "./syntax.js";

const DEEPEST = 2;

/** Whether a reader takes the argument in at a glance, so that it may share a line with others. */
export function isSimpleArgument(node: TsExpression, depth = 0): boolean {
  if (depth >= DEEPEST) {
    return false;
  }
  switch (node.kind) {
    case "identifier":
    case "string":
    case "number":
    case "constant":
      return true;
    case "regex":
      return node.pattern.length <= 5;
    case "template":
      return node.parts.every(
        (part) => typeof part === "string" || isSimpleArgument(part, depth + 1),
      );
    case "object":
      return node.members.every(
        (member) =>
          member.kind === "property" &&
          member.name !== "__proto__" &&
          (isShorthand(member) || isSimpleArgument(member.value, depth + 1)),
      );
    case "array":
      return node.items.every((item) => isSimpleArgument(item, depth + 1));
    case "unary":
      return node.operator !== "typeof" && isSimpleArgument(node.of, depth);
    case "member":
      return isSimpleArgument(node.of, depth);
    case "index":
      return isSimpleArgument(node.index, depth) && isSimpleArgument(node.of, depth);
    case "call":
      return (
        isSimpleArgument(node.callee, depth) &&
        node.args.length + depth <= DEEPEST &&
        node.args.every((argument) => isSimpleArgument(argument, depth + 1))
      );
    default:
      return false;
  }
}

function isShorthand(member: { readonly name: string; readonly value: TsExpression }): boolean {
  return member.value.kind === "identifier" && member.value.name === member.name;
}
