import type { Expression } from "../model/expression.js";
import { binary, literal } from "./lowered.js";

/** `a && b` of two conditions: `x !== null && x.includes("y")` is written `x?.includes("y") === true`. */
export function both(left: Expression, right: Expression): Expression {
  if (right.kind === "binary" && right.operator === "&&") {
    return both(both(left, right.left), right.right);
  }
  const [before, last] =
    left.kind === "binary" && left.operator === "&&" ? [left.left, left.right] : [null, left];
  const tested = testedBy(last);
  const chain = tested === null ? null : chainedOn(tested, right);
  if (chain === null) {
    return binary("&&", left, right);
  }
  const holds = binary("===", chain, literal(true));
  return before === null ? holds : binary("&&", before, holds);
}

/** What `x !== null` says to be there. */
function testedBy(test: Expression): Expression | null {
  const isTest = test.kind === "binary" && (test.operator === "!==" || test.operator === "!=");
  return isTest && isAbsence(test.right) ? test.left : null;
}

function isAbsence(of: Expression): boolean {
  return of.kind === "undefined" || (of.kind === "literal" && of.value === null);
}

/** The fields and methods of what was tested, with `?.` behind it; null for anything else. */
function chainedOn(tested: Expression, chain: Expression): Expression | null {
  if (chain.kind !== "field" && chain.kind !== "method") {
    return null;
  }
  if (isSamePath(tested, chain.of)) {
    return { ...chain, of: tested, optional: true };
  }
  const of = chainedOn(tested, chain.of);
  return of === null ? null : { ...chain, of };
}

/** Whether two expressions read the same field of the same name, by `?.` or not. */
function isSamePath(a: Expression, b: Expression): boolean {
  if (a.kind === "name" || b.kind === "name") {
    return a.kind === "name" && b.kind === "name" && a.name === b.name;
  }
  return a.kind === "field" && b.kind === "field" && a.name === b.name && isSamePath(a.of, b.of);
}
