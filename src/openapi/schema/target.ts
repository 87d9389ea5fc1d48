import type { Context } from "../context.js";
import { child, isObject, type Node } from "../node.js";
import { endlessReference } from "../problems.js";
import { hasOldSchemas } from "../version.js";
import { annotations } from "./words.js";

/** The schema that an object which holds nothing but a reference stands for. Null after a reported error. */
export function targetOf(node: Node, context: Context): Node | null {
  const seen = new Set<unknown>();
  let at = node;
  for (let from = pureReference(at, context); from !== null; from = pureReference(at, context)) {
    const reference = from;
    if (seen.has(at.value)) {
      context.report(reference, () => endlessReference(reference));
      return null;
    }
    seen.add(at.value);
    const target = context.documents.follow(reference, context);
    if (target === null) {
      return null;
    }
    at = target;
  }
  return at;
}

/** The reference of an object that holds nothing else that counts. */
function pureReference(node: Node, context: Context): Node | null {
  if (!isObject(node.value) || typeof node.value.$ref !== "string") {
    return null;
  }
  const old = hasOldSchemas(context.version);
  const isPure = Object.keys(node.value).every(
    (key) => key === "$ref" || (old && !annotations.has(key)),
  );
  return isPure ? child(node, "$ref") : null;
}
