import type { Context } from "../context.js";
import { children, isObject, type Node } from "../node.js";
import { ignoredKeyword } from "../problems.js";
import type { Choice } from "./part.js";
import { targetOf } from "./target.js";

/** The alternatives of a keyword, null set apart. */
export function choiceOf(kind: "anyOf" | "oneOf", list: Node, context: Context): Choice {
  const all = listed(list, kind, context).map(([, schema]) => schema);
  const schemas = all.filter((schema) => !isNullOnly(schema, context));
  return { kind, schemas, orNull: schemas.length < all.length, isImplied: false };
}

function isNullOnly(node: Node, context: Context): boolean {
  const value = targetOf(node, context)?.value;
  if (!isObject(value)) {
    return false;
  }
  const type = value.type;
  const values = value.enum;
  return (
    type === "null" ||
    (Array.isArray(type) && type.length === 1 && type[0] === "null") ||
    value.const === null ||
    (Array.isArray(values) && values.length > 0 && values.every((entry) => entry === null))
  );
}

/**
 * A parent that lists its children as alternatives, and is reached from one of them by `allOf`, adds
 * nothing but a circle.
 */
export function leadsBack(choice: Choice, context: Context, active: ReadonlySet<unknown>): boolean {
  return choice.schemas.some((schema) => active.has(targetOf(schema, context)?.value));
}

/** The schemas of a keyword that holds a list. */
export function listed(
  list: Node,
  keyword: string,
  context: Context,
): readonly (readonly [string, Node])[] {
  if (Array.isArray(list.value)) {
    return children(list);
  }
  context.report(list, () => ignoredKeyword(list, keyword, "a list of schemas"));
  return [];
}
