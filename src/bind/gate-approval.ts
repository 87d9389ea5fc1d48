import { Collector } from "../diagnostics/collector.js";
import { parseExpression } from "../expression/parse.js";
import type { Scope } from "../expression/scope.js";
import type { Syntax } from "../expression/syntax.js";
import type { Approval, ApprovalChoice } from "../model/gate.js";
import type { ApprovalEntry, ToolEntry } from "../tool-map/tool-map.js";
import { notAnApproval, notOneApproval } from "./gate-problems.js";
import type { Values } from "./values.js";

/** The weakest first. */
const approvals: readonly Approval[] = ["none", "elicitation", "human"];

/** How a gate is approved; null after a report. A name of a `let` stands for what the `let` says. */
export function bindApproval(
  entry: ApprovalEntry,
  lets: ToolEntry["lets"],
  scope: Scope,
  { expressions, collector }: Values,
): ApprovalChoice | null {
  if (entry.kind === "literal") {
    return { kind: "literal", approval: entry.approval };
  }
  const parts = expressions.parts(entry.source);
  const [part, ...others] = parts ?? [];
  if (parts === null) {
    return null;
  }
  if (part?.kind !== "expression" || others.length > 0) {
    collector.add(notOneApproval(entry.span));
    return null;
  }
  const typed = expressions.infer(part.tree, scope, "code");
  const found = typed === null ? null : outcomesOf(part.tree.root, lets, collector);
  if (typed === null || found === null) {
    return null;
  }
  const outcomes = approvals.filter((approval) => found.includes(approval));
  return { kind: "expression", expression: typed.expression, outcomes };
}

/** What a choice may come to. */
export function outcomesOfChoice(choice: ApprovalChoice): readonly Approval[] {
  return choice.kind === "literal" ? [choice.approval] : choice.outcomes;
}

/**
 * The words that an expression may come to: those that stand in it. A word that comes from elsewhere,
 * such as an argument or an answer, would let the model or the API choose who approves.
 */
function outcomesOf(
  node: Syntax,
  lets: ToolEntry["lets"],
  collector: Collector,
): readonly Approval[] | null {
  if (node.kind === "conditional") {
    const consequent = outcomesOf(node.consequent, lets, collector);
    const alternate = outcomesOf(node.alternate, lets, collector);
    return consequent === null || alternate === null ? null : [...consequent, ...alternate];
  }
  const named =
    node.kind === "name" ? lets.find(({ name }) => name.value === node.name) : undefined;
  if (named !== undefined) {
    const tree = parseExpression(named.value, new Collector());
    const others = lets.filter((other) => other !== named);
    return tree === null ? null : outcomesOf(tree.root, others, collector);
  }
  const word = node.kind === "string" ? node.value : null;
  const approval = approvals.find((known) => known === word);
  if (approval === undefined) {
    collector.add(notAnApproval(word, node.span, approvals));
    return null;
  }
  return [approval];
}
