import type { BinaryExpression, Expression, ExpressionOperator } from "../model/expression.js";

/** The condition that holds where this one does not, as one would write it. */
export function opposite(condition: Expression): Expression {
  return plainOpposite(condition) ?? { kind: "not", of: condition };
}

const opposites: Partial<Record<ExpressionOperator, ExpressionOperator>> = {
  "===": "!==",
  "!==": "===",
  "==": "!=",
  "!=": "==",
};

const orderings: Partial<Record<ExpressionOperator, ExpressionOperator>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
};

/** Without a `!` around the whole; null where there is no such opposite. */
function plainOpposite(condition: Expression): Expression | null {
  if (condition.kind === "not") {
    return condition.of;
  }
  if (condition.kind !== "binary") {
    return null;
  }
  const { operator } = condition;
  if (operator === "&&" || operator === "||") {
    return oppositeOfBoth(condition, operator === "&&" ? "||" : "&&");
  }
  if (operator === ">" && isCount(condition.left) && isZero(condition.right)) {
    return { ...condition, operator: "===" };
  }
  const other = opposites[operator] ?? (condition.total ? orderings[operator] : undefined);
  return other === undefined ? null : { ...condition, operator: other };
}

/** Nothing has fewer elements than none. */
function isCount(expression: Expression): boolean {
  return expression.kind === "field" && expression.isCount === true;
}

function isZero(expression: Expression): boolean {
  return expression.kind === "literal" && expression.value === 0;
}

function oppositeOfBoth(
  condition: BinaryExpression,
  operator: ExpressionOperator,
): Expression | null {
  const left = plainOpposite(condition.left);
  const right = plainOpposite(condition.right);
  return left === null || right === null ? null : { ...condition, operator, left, right };
}
