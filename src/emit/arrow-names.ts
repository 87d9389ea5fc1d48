import type { Expression } from "../model/expression.js";

/** The names that functions within an expression give their parameters. */
export function arrowNames(expression: Expression): readonly string[] {
  const own = expression.kind === "arrow" ? expression.parameters.flat() : [];
  return [...own, ...childrenOf(expression).flatMap(arrowNames)];
}

/** The names that an expression reads or gives to parameters, those of inputs among them. */
export function variablesIn(expression: Expression): readonly string[] {
  const isInput =
    expression.kind === "field" && expression.of.kind === "name" && expression.of.name === "input";
  const own =
    expression.kind === "name" || isInput
      ? [expression.name]
      : expression.kind === "arrow"
        ? expression.parameters.flat()
        : [];
  return [...own, ...childrenOf(expression).flatMap(variablesIn)];
}

function childrenOf(expression: Expression): readonly Expression[] {
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
