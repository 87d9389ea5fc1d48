import type { Expression } from "../model/expression.js";

/** Whether a lowered expression reads a name; one that an arrow function inside hides counts too. */
export function mentions(expression: Expression, name: string): boolean {
  return expression.kind === "name"
    ? expression.name === name
    : partsOf(expression).some((part) => mentions(part, name));
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "bigint":
    case "undefined":
    case "name":
    case "regex":
      return [];
    case "field":
    case "spread":
    case "not":
    case "negate":
      return [expression.of];
    case "list":
      return expression.items;
    case "object":
      return expression.members.map((member) => member.value);
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.test, expression.consequent, expression.alternate];
    case "template":
      return expression.parts.filter((part) => typeof part !== "string");
    case "method":
      return [expression.of, ...expression.args];
    case "arrow":
      return [expression.body];
    case "builtin":
    case "runtime":
    case "function":
      return expression.args;
    default:
      return expression satisfies never;
  }
}
