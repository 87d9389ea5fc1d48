import { isDeepStrictEqual } from "node:util";
import { binary, literal, not, undefinedValue } from "./code.js";
import type { TsExpression } from "./syntax.js";

const [isTrue, nothing] = [literal(true), [literal(null), undefinedValue]];

/** `x !== null && x.includes(y)` as one would write it: `x?.includes(y) === true`. Any other `&&` as it is. */
export function bothCode(left: TsExpression, right: TsExpression): TsExpression {
  const joined: TsExpression[] = [];
  for (const operand of operandsOf(binary(left, "&&", right))) {
    const guarded = guardedBy(joined.at(-1));
    const chain = guarded === null ? null : chainFrom(operand, guarded);
    if (chain === null) {
      joined.push(operand);
    } else {
      joined.splice(-1, 1, binary(chain, "===", isTrue));
    }
  }
  return joined.reduce((before, operand) => binary(before, "&&", operand));
}

/** `!(x?.includes(y) === true)` is `x?.includes(y) !== true`. */
export function notCode(of: TsExpression): TsExpression {
  return of.kind === "binary" && of.operator === "===" && isDeepStrictEqual(of.right, isTrue)
    ? binary(of.left, "!==", isTrue)
    : not(of);
}

function operandsOf(code: TsExpression): readonly TsExpression[] {
  return code.kind === "binary" && code.operator === "&&"
    ? [...operandsOf(code.left), code.right]
    : [code];
}

/** What is known to be there where the condition holds. */
function guardedBy(condition: TsExpression | undefined): TsExpression | null {
  return condition?.kind === "binary" &&
    (condition.operator === "!==" || condition.operator === "!=") &&
    nothing.some((each) => isDeepStrictEqual(each, condition.right))
    ? condition.left
    : null;
}

/** A chain of members and calls that starts at `root`, which may be missing; null for anything else. */
function chainFrom(code: TsExpression, root: TsExpression): TsExpression | null {
  switch (code.kind) {
    case "member":
    case "index": {
      if (isDeepStrictEqual(code.of, root)) {
        return { ...code, optional: true };
      }
      const of = chainFrom(code.of, root);
      return of === null ? null : { ...code, of };
    }
    case "call": {
      const callee = chainFrom(code.callee, root);
      return callee === null ? null : { ...code, callee };
    }
    default:
      return null;
  }
}
