import type { ApprovalChoice } from "../model/gate.js";
import type { Input } from "../model/tool.js";
import { arrow, literal, objectPattern, parameter } from "./code.js";
import type { CodeScope } from "./code-scope.js";
import type { TsExpression } from "./syntax.js";

/** Who has to say yes, stated or chosen, at a place where what it is chosen by is in scope. */
export function approvalCode(approval: ApprovalChoice, scope: CodeScope): TsExpression {
  return approval.kind === "literal"
    ? literal(approval.approval)
    : scope.expression(approval.expression);
}

/** … for a gate of its owner's: chosen by the arguments. */
export function approvalOf(
  approval: ApprovalChoice,
  inputs: readonly Input[],
  scope: CodeScope,
): TsExpression {
  const choice = approvalCode(approval, scope);
  if (approval.kind === "literal") {
    return choice;
  }
  const used = scope.usedInputs(inputs.map((input) => input.name));
  const given = scope.uses("input") ? parameter("input") : parameter(objectPattern(used));
  return arrow([given], choice);
}
