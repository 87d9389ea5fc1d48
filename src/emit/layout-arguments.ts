import {
  bestFitting,
  type Doc,
  expandParent,
  group,
  ifBreak,
  joinDocs,
  line,
  softBlock,
  willBreak,
} from "./document.js";
import { isNumbers, layoutExpression } from "./layout.js";
import { layoutArrow } from "./layout-arrow.js";
import { type Path, within } from "./layout-path.js";
import { isSimpleArgument } from "./simple-argument.js";
import type { TsCall, TsExpression } from "./syntax.js";

/** `( … )` of a call. A function or an object at one end stays on the line of its parenthesis. */
export function layoutArguments(node: TsCall, path: Path): Doc {
  if (node.args.length === 0) {
    return "()";
  }
  const docs = node.args.map((argument) => layoutExpression(argument, argumentPath(node, path)));
  if (isComposition(node)) {
    return brokenOut(docs, true);
  }
  const first = groupsFirst(node.args);
  if (first || groupsLast(node.args)) {
    return layoutGrouped(node, path, docs, first ? 0 : docs.length - 1);
  }
  return brokenOut(docs, false);
}

export function hasFunctionArgument(node: TsCall): boolean {
  return node.args.some((argument) => argument.kind === "arrow");
}

function argumentPath(node: TsCall, path: Path): Path {
  return within(node, "argument", path);
}

function brokenOut(docs: readonly Doc[], expand: boolean): Doc {
  return group(["(", softBlock([joinDocs(docs, [",", line]), ifBreak(",")]), ")"], { expand });
}

function layoutGrouped(node: TsCall, path: Path, docs: readonly Doc[], at: number): Doc {
  if (docs.some((doc, index) => index !== at && willBreak(doc))) {
    return brokenOut(docs, true);
  }
  const grouped = node.args.map((argument, index): Doc => {
    const special = index === at && argument.kind === "arrow";
    return special
      ? layoutArrow(
          argument,
          argumentPath(node, path),
          at === 0 && docs.length > 1 ? "first" : "last",
        )
      : (docs[index] ?? "");
  });
  const hugged = grouped.map((doc, index) => (index === at ? group(doc, { expand: true }) : doc));
  const flat: Doc = ["(", joinDocs(grouped, [",", line]), ")"];
  const middle: Doc = ["(", joinDocs(hugged, [",", line]), ")"];
  const expanded = brokenOut(docs, true);
  return willBreak(docs[at] ?? "")
    ? [expandParent, bestFitting([middle, expanded])]
    : bestFitting([flat, middle, expanded]);
}

function groupsFirst(args: readonly TsExpression[]): boolean {
  const [first, second] = args;
  if (args.length !== 2 || first?.kind !== "arrow" || second === undefined) {
    return false;
  }
  if (!Array.isArray(first.body) || second.kind === "arrow" || second.kind === "conditional") {
    return false;
  }
  return !canGroup(second, false) && isRatherShort(second);
}

function groupsLast(args: readonly TsExpression[]): boolean {
  const last = args.at(-1);
  const before = args.at(-2);
  if (last === undefined || !canGroup(last, false) || before?.kind === last.kind) {
    return false;
  }
  if (last.kind === "array" && args.length > 1) {
    return !(args.length === 2 && before?.kind === "arrow") && !isNumbers(last);
  }
  return true;
}

function canGroup(node: TsExpression, inArrow: boolean): boolean {
  switch (node.kind) {
    case "object":
      return node.members.length > 0;
    case "array":
      return node.items.length > 0;
    case "as-const":
    case "satisfies":
      return canGroup(node.of, false);
    case "arrow":
      return canGroupBody(node.body, inArrow);
    default:
      return false;
  }
}

function canGroupBody(body: (TsExpression & { kind: "arrow" })["body"], inArrow: boolean): boolean {
  if (!("kind" in body)) {
    return true;
  }
  switch (body.kind) {
    case "object":
    case "array":
      return true;
    case "arrow":
      return canGroup(body, true);
    case "call":
    case "conditional":
      return !inArrow;
    default:
      return false;
  }
}

function isRatherShort(node: TsExpression): boolean {
  switch (node.kind) {
    case "binary":
      return isSimpleArgument(node.left) && isSimpleArgument(node.right);
    case "regex":
      return true;
    case "call":
      return node.args.length === 0 || (node.args.length === 1 && isSimpleArgument(node));
    default:
      return isSimpleArgument(node);
  }
}

/** More than one function, or a call that takes one: `pipe(map(() => …), () => …)`. */
function isComposition(node: TsCall): boolean {
  if (node.args.length <= 1) {
    return false;
  }
  let functions = 0;
  for (const argument of node.args) {
    if (argument.kind === "arrow") {
      functions += 1;
      if (functions > 1) {
        return true;
      }
    } else if (argument.kind === "call" && hasFunctionArgument(argument)) {
      return true;
    }
  }
  return false;
}
