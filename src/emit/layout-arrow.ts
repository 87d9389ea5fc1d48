import { type Doc, group, ifBreak, indent, line, softline, withoutLines } from "./document.js";
import { layoutExpression } from "./layout.js";
import { layoutBlock, layoutParameters } from "./layout-function.js";
import { type Path, within } from "./layout-path.js";
import { leftmost } from "./parentheses.js";
import type { TsArrow } from "./syntax.js";

/** `argument` says that the call keeps the function on the line of its parenthesis. */
export function layoutArrow(node: TsArrow, path: Path, argument: false | "first" | "last"): Doc {
  const plain = group([
    node.async ? "async " : "",
    layoutParameters(node.parameters, within(node, "parameters", path)),
  ]);
  const signature: Doc = [argument === false ? plain : withoutLines(plain), " =>"];
  const { body } = node;
  if (!("kind" in body)) {
    return [signature, " ", layoutBlock(body, within(node, "body", path))];
  }
  const doc = layoutExpression(body, within(node, "body", path));
  if (body.kind === "array" || body.kind === "object" || body.kind === "arrow") {
    return [signature, " ", doc];
  }
  const parenthesised: Doc =
    body.kind === "conditional" && leftmost(body).kind !== "object"
      ? [ifBreak("", "("), doc, ifBreak("", ")")]
      : doc;
  const tail = argument === "last" ? [ifBreak(","), softline] : [];
  return [
    signature,
    group([indent([body.kind === "conditional" ? [" ", softline] : line, parenthesised]), ...tail]),
  ];
}
