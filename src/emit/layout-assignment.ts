import { type Doc, group, indent, indentIfBreak, line } from "./document.js";
import { layoutExpression } from "./layout.js";
import { isInlined } from "./layout-binary.js";
import { isMemberCallChain } from "./layout-chain.js";
import type { Path } from "./layout-path.js";
import { isPlainTemplate, regexLiteral, stringLiteral, templateText } from "./literal.js";
import type { TsExpression } from "./syntax.js";

interface Target {
  readonly left: Doc;
  readonly operator: ":" | " =";
  /** Columns of a property's name; null for a variable. */
  readonly keyWidth: number | null;
  /** Whether a line may end in what is on the left. */
  readonly mayBreak: boolean;
}

interface Value {
  readonly node: TsExpression;
  readonly path: Path;
}

/** `left = right` and `name: value`, with the line broken where it reads best. */
export function layoutAssignment(target: Target, value: Value): Doc {
  const right = layoutExpression(value.node, value.path);
  const start = [group(target.left), target.operator];
  switch (chooseLayout(target, value.node)) {
    case "break-after-operator":
      return group([...start, group(indent([line, right]))]);
    case "never-break":
      return group([...start, " ", right]);
    case "fluid":
      return fluid(start, right);
  }
}

/** On a line of its own only where the value's first line would not fit otherwise. */
export function fluid(start: Doc, right: Doc): Doc {
  const id = Symbol("assignment");
  return group([start, group(indent(line), { id }), indentIfBreak(right, id)]);
}

type AssignmentLayout = "break-after-operator" | "never-break" | "fluid";

const SHORT_KEY = 5;

function chooseLayout(target: Target, right: TsExpression): AssignmentLayout {
  if (breaksAfterOperator(right)) {
    return "break-after-operator";
  }
  if (target.keyWidth !== null && target.keyWidth < SHORT_KEY) {
    return "never-break";
  }
  const value = stripUnary(right);
  if (value.kind === "string" || isPoorlyBreakable(value)) {
    return "break-after-operator";
  }
  const bare =
    value.kind === "template" ||
    value.kind === "number" ||
    (value.kind === "constant" && value.value !== "null");
  return bare && !target.mayBreak ? "never-break" : "fluid";
}

function breaksAfterOperator(right: TsExpression): boolean {
  switch (right.kind) {
    case "binary":
      return !isInlined(right);
    case "conditional":
      return right.test.kind === "binary" && !isInlined(right.test);
    case "await":
    case "unary": {
      const inner = stripUnary(right);
      const argument = inner.kind === "await" ? inner.of : inner;
      return isLiteral(argument) || isPoorlyBreakable(argument);
    }
    default:
      return false;
  }
}

function stripUnary(node: TsExpression): TsExpression {
  return node.kind === "unary" ? stripUnary(node.of) : node;
}

function isLiteral(node: TsExpression): boolean {
  return (
    node.kind === "string" ||
    node.kind === "number" ||
    node.kind === "constant" ||
    node.kind === "regex"
  );
}

/** A chain of selections and calls that has no good place for a line to end. */
function isPoorlyBreakable(node: TsExpression): boolean {
  let at = node;
  let isChain = false;
  while (at.kind === "call" || at.kind === "member" || at.kind === "index") {
    isChain = true;
    if (at.kind === "call") {
      const [argument] = at.args;
      if (isMemberCallChain(at) || at.args.length > 1) {
        return false;
      }
      if (argument !== undefined && !isShortArgument(argument)) {
        return false;
      }
    }
    at = at.kind === "call" ? at.callee : at.of;
  }
  return isChain && at.kind === "identifier";
}

/** A quarter of the line. */
const SHORT = 25;

function isShortArgument(node: TsExpression): boolean {
  switch (node.kind) {
    case "identifier":
      return node.name.length <= SHORT;
    case "unary":
      return node.operator === "-" && node.of.kind === "number";
    case "regex":
      return regexLiteral(node.pattern, "").length - 2 <= SHORT;
    case "string":
      return stringLiteral(node.value).length <= SHORT;
    case "number":
    case "constant":
      return true;
    case "template":
      return (
        isPlainTemplate(node) &&
        node.parts.reduce<number>(
          (sum, part) => sum + (typeof part === "string" ? templateText(part).length : 0),
          0,
        ) <= SHORT
      );
    default:
      return false;
  }
}
