import { type Path, parentKind } from "./layout-path.js";
import type { BinaryOperator, TsBinary, TsExpression } from "./syntax.js";

const precedences: readonly (readonly BinaryOperator[])[] = [
  ["??"],
  ["||"],
  ["&&"],
  ["===", "!==", "==", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];

function precedence(operator: BinaryOperator): number {
  return precedences.findIndex((operators) => operators.includes(operator));
}

export function isLogical(node: TsBinary): boolean {
  return node.operator === "&&" || node.operator === "||" || node.operator === "??";
}

/** Whether a chain of the two reads without parentheses, as `a + b - c` does and `a * b / c` does not. */
export function canFlatten(outer: BinaryOperator, inner: BinaryOperator): boolean {
  if (precedence(outer) !== precedence(inner)) {
    return false;
  }
  const level = precedences[precedence(outer)] ?? [];
  if (level.includes("===")) {
    return false;
  }
  return !level.includes("*") || (outer === inner && outer !== "%");
}

/** Parentheses where the grammar or the formatter wants them. */
export function needsParentheses(node: TsExpression, path: Path): boolean {
  switch (node.kind) {
    case "binary":
      return binaryNeeds(node, path);
    case "conditional":
    case "as-const":
    case "satisfies":
      return (
        isOperand(path) ||
        (parentKind(path) === "conditional" &&
          path.key === "test" &&
          node.kind === "conditional") ||
        parentKind(path) === "binary" ||
        (node.kind === "conditional" && isCast(path))
      );
    case "arrow":
      return (
        isOperand(path) ||
        isCast(path) ||
        parentKind(path) === "binary" ||
        (parentKind(path) === "conditional" && path.key === "test")
      );
    case "await":
      return (
        isOperand(path, true) ||
        isCast(path) ||
        parentKind(path) === "binary" ||
        (parentKind(path) === "conditional" && path.key === "test")
      );
    case "unary":
      return isHead(path) || (sameUnary(node, path) && node.operator === "-");
    case "number":
      return path.key === "of" && parentKind(path) === "member";
    case "object":
      return startsStatementOrBody(path);
    default:
      return false;
  }
}

function binaryNeeds(node: TsBinary, path: Path): boolean {
  if (isOperand(path) || isCast(path)) {
    return true;
  }
  const { parent } = path;
  if (parent?.kind === "conditional") {
    return node.operator === "??";
  }
  if (parent?.kind !== "binary") {
    return false;
  }
  if (isLogical(node) && isLogical(parent)) {
    return parent.operator !== node.operator || path.key === "right";
  }
  const outer = precedence(parent.operator);
  const inner = precedence(node.operator);
  if (outer > inner || (outer === inner && path.key === "right")) {
    return true;
  }
  if (outer === inner) {
    return !canFlatten(parent.operator, node.operator);
  }
  return node.operator === "%" && (parent.operator === "+" || parent.operator === "-");
}

/** What is selected from, called, negated or spread. */
function isOperand(path: Path, exceptAwait = false): boolean {
  const kind = parentKind(path);
  return (
    isHead(path) || kind === "unary" || kind === "spread" || (kind === "await" && !exceptAwait)
  );
}

function isHead(path: Path): boolean {
  const kind = parentKind(path);
  return (
    (kind === "call" && path.key === "callee") ||
    ((kind === "member" || kind === "index") && path.key === "of")
  );
}

function isCast(path: Path): boolean {
  return parentKind(path) === "as-const" || parentKind(path) === "satisfies";
}

function sameUnary(node: { readonly operator: string }, path: Path): boolean {
  return path.parent?.kind === "unary" && path.parent.operator === node.operator;
}

/** Whether an opening brace here would be read as a block. */
function startsStatementOrBody(path: Path): boolean {
  for (let at: Path | null = path; at !== null; at = at.up) {
    switch (at.parent?.kind) {
      case "arrow":
        return at.key === "body";
      case "expression":
        return true;
      case "member":
      case "index":
        if (at.key !== "of") {
          return false;
        }
        break;
      case "call":
        if (at.key !== "callee") {
          return false;
        }
        break;
      case "binary":
        if (at.key !== "left") {
          return false;
        }
        break;
      case "conditional":
        if (at.key !== "test") {
          return false;
        }
        break;
      case "as-const":
      case "satisfies":
        break;
      default:
        return false;
    }
  }
  return false;
}

/** What stands first in the text of an expression. */
export function leftmost(node: TsExpression): TsExpression {
  switch (node.kind) {
    case "member":
    case "index":
    case "as-const":
    case "satisfies":
      return leftmost(node.of);
    case "call":
      return leftmost(node.callee);
    case "binary":
      return leftmost(node.left);
    case "conditional":
      return leftmost(node.test);
    default:
      return node;
  }
}
