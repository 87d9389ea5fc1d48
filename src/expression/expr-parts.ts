import type { Expr } from "@bufbuild/cel-spec/cel/expr/syntax_pb.js";

/** The parts of a node of the parser's tree. */
export function partsOf(expr: Expr): readonly Expr[] {
  const kind = expr.exprKind;
  switch (kind.case) {
    case "selectExpr":
      return kind.value.operand === undefined ? [] : [kind.value.operand];
    case "callExpr":
      return kind.value.target === undefined
        ? kind.value.args
        : [kind.value.target, ...kind.value.args];
    case "listExpr":
      return kind.value.elements;
    case "structExpr":
      return kind.value.entries.flatMap((entry) => [
        ...(entry.keyKind.case === "mapKey" ? [entry.keyKind.value] : []),
        ...(entry.value === undefined ? [] : [entry.value]),
      ]);
    case "comprehensionExpr":
      return [
        kind.value.iterRange,
        kind.value.loopCondition,
        kind.value.loopStep,
        kind.value.result,
      ].filter((part) => part !== undefined);
    default:
      return [];
  }
}
