import type { Context } from "../context.js";
import { child, children, isObject, type Node } from "../node.js";
import type { Choice } from "./part.js";
import { targetOf } from "./target.js";

/**
 * The kinds of a parent schema that has a discriminator and lists no alternatives: those its mapping
 * names, or else the components that take it up in their `allOf`.
 *
 * Source: OpenAPI 3.1.1, section 4.8.25 (Discriminator Object); Swagger 2.0, Schema Object.
 */
export function impliedChoices(parent: Node, context: Context): readonly Choice[] {
  const discriminator = child(parent, "discriminator");
  if (discriminator === null) {
    return [];
  }
  const mapping = child(discriminator, "mapping");
  const kinds = mapping === null ? heirsOf(parent, context) : mapped(mapping, context);
  const schemas = [...kinds].filter(([value]) => value !== parent.value).map(([, node]) => node);
  if (schemas.length === 0) {
    return [];
  }
  const mayStandAlone = mapping === null || kinds.has(parent.value);
  const all = mayStandAlone ? [...schemas, withoutKinds(parent)] : schemas;
  return [{ kind: "anyOf", schemas: all, orNull: false, isImplied: true }];
}

/** The parent as a kind of its own. */
function withoutKinds(parent: Node): Node {
  const members = isObject(parent.value) ? Object.entries(parent.value) : [];
  return {
    ...parent,
    value: Object.fromEntries(members.filter(([key]) => key !== "discriminator")),
  };
}

/** The schema that a value of `mapping` names; null after a reported error. */
export function mappedSchema(entry: Node, context: Context): Node | null {
  if (typeof entry.value !== "string") {
    return null;
  }
  const named = context.componentSchema(entry.value) ?? context.documents.follow(entry, context);
  return named && targetOf(named, context);
}

function mapped(mapping: Node, context: Context): ReadonlyMap<unknown, Node> {
  const found = new Map<unknown, Node>();
  for (const [, entry] of children(mapping)) {
    const schema = mappedSchema(entry, context);
    if (schema !== null) {
      found.set(schema.value, schema);
    }
  }
  return found;
}

const heirs = new WeakMap<Context, ReadonlyMap<unknown, ReadonlyMap<unknown, Node>>>();

function heirsOf(parent: Node, context: Context): ReadonlyMap<unknown, Node> {
  let known = heirs.get(context);
  if (known === undefined) {
    known = context.leniently(() => allHeirs(context));
    heirs.set(context, known);
  }
  return known.get(parent.value) ?? new Map();
}

/** Every component by the schemas in its `allOf`. */
function allHeirs(context: Context): ReadonlyMap<unknown, ReadonlyMap<unknown, Node>> {
  const found = new Map<unknown, Map<unknown, Node>>();
  for (const [, component] of context.componentSchemas()) {
    const list = isObject(component.value) ? child(component, "allOf") : null;
    for (const [, part] of list === null ? [] : children(list)) {
      const ancestor = child(part, "$ref") === null ? null : targetOf(part, context);
      if (ancestor !== null) {
        const known = found.get(ancestor.value) ?? new Map<unknown, Node>();
        found.set(ancestor.value, known.set(component.value, component));
      }
    }
  }
  return found;
}
