import { type Binding, type Scope, scopeOf } from "../expression/scope.js";
import type { ObjectType, Type } from "../expression/type.js";
import type { Schema } from "../model/schema.js";
import type { Member, Projection, Value } from "../model/value.js";
import type { SourceText } from "../source/source-text.js";
import type { PickEntry, ProjectionTemplate } from "../tool-map/tool-map.js";
import { closedObject, schemaOfType } from "./output-schema.js";
import {
  cutOfWrongType,
  fieldAcrossList,
  pickedTwice,
  pickFromScalar,
  unknownField,
} from "./problems.js";
import { type BoundValue, resultFallback, type Values } from "./values.js";

/** Binds `{ from, pick, maxItems, maxLength, keep }`. */
export function bindProjection(
  template: ProjectionTemplate,
  scope: Scope,
  values: Values,
): BoundValue | null {
  const use = template.pick === null ? "output" : "part";
  const from = values.expressions.expression(template.from, scope, use);
  if (from === null) {
    return null;
  }
  const over = overOf(from.type);
  const misfit = cutMisfit(template, over);
  if (misfit !== null) {
    values.collector.add(misfit);
    return null;
  }
  const element = from.type.core.kind === "list" ? from.type.core.element : from.type;
  const picked = template.pick === null ? null : bindPicks(template.pick, element, scope, values);
  if (template.pick !== null && picked === null) {
    return null;
  }
  const projection: Projection = {
    from: from.expression,
    fromNullable: from.type.absence !== "never",
    over,
    pick: picked?.members ?? null,
    elementNullable: over === "list" && element.absence !== "never",
    maxItems: template.maxItems?.value ?? null,
    maxLength: template.maxLength?.value ?? null,
    keep: template.keep,
  };
  return {
    value: { kind: "projection", projection },
    type: from.type,
    schema: schemaOf(
      from.type,
      over,
      element,
      picked?.schema ?? null,
      values.tolerant && from.plainPath,
    ),
    span: template.span,
  };
}

function overOf(type: Type): Projection["over"] {
  switch (type.core.kind) {
    case "list":
      return "list";
    case "string":
      return "text";
    default:
      return "object";
  }
}

function cutMisfit(template: ProjectionTemplate, over: Projection["over"]) {
  if (template.maxItems !== null && over !== "list") {
    return cutOfWrongType("maxItems", "a list", template.maxItems.span);
  }
  if (template.maxLength !== null && over !== "text") {
    return cutOfWrongType("maxLength", "a text", template.maxLength.span);
  }
  return null;
}

function schemaOf(
  type: Type,
  over: Projection["over"],
  element: Type,
  picked: Schema | null,
  tolerant: boolean,
): Schema {
  if (picked === null) {
    return schemaOfType(type, tolerant);
  }
  const nullable = element.absence !== "never";
  const object: Schema = nullable ? { ...picked, type: ["object", "null"] } : picked;
  return over === "list" ? { type: ["array"], items: object } : object;
}

interface Picked {
  readonly members: readonly Member[];
  readonly schema: Schema;
}

function bindPicks(
  picks: readonly PickEntry[],
  element: Type,
  scope: Scope,
  values: Values,
): Picked | null {
  const { core } = element;
  if (core.kind !== "object") {
    for (const pick of picks.slice(0, 1)) {
      values.collector.add(
        core.kind === "list" ? fieldAcrossList(pick.name) : pickFromScalar(pick.name, core.kind),
      );
    }
    return null;
  }
  const inner = elementScope(core, scope);
  const members: Member[] = [];
  const schemas: (readonly [string, Schema])[] = [];
  const known = new Map<string, PickEntry>();
  for (const pick of picks) {
    const before = known.get(pick.name.value);
    if (before !== undefined) {
      values.collector.add(pickedTwice(pick.name, before.name));
      continue;
    }
    known.set(pick.name.value, pick);
    const bound = bindPick(pick, core, inner, values);
    if (bound !== null) {
      members.push({ name: pick.name.value, value: bound.value });
      schemas.push([pick.name.value, bound.schema]);
    }
  }
  return { members, schema: closedObject(schemas) };
}

function bindPick(
  pick: PickEntry,
  element: ObjectType,
  scope: Scope,
  values: Values,
): { readonly value: Value; readonly schema: Schema } | null {
  const { name } = pick;
  if (pick.value === null && !element.fieldNames().includes(name.value)) {
    values.collector.add(unknownField(name, element));
    return null;
  }
  const text = pick.value ?? fieldText(pick);
  const typed = values.expressions.expression(text, scope, "output");
  if (typed === null) {
    return null;
  }
  return {
    value: {
      kind: "expression",
      expression: typed.expression,
      fallback: resultFallback(typed.type),
    },
    schema: schemaOfType(typed.type, values.tolerant && typed.plainPath),
  };
}

/** The expression that a plain name in `pick` stands for. */
function fieldText({ name }: PickEntry): SourceText {
  const isWord = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name.value);
  const text = isWord ? `item.${name.value}` : `item[${JSON.stringify(name.value)}]`;
  return {
    text,
    span: name.span,
    offsets: Array.from({ length: text.length + 1 }, () => name.span.start),
  };
}

/** In `pick` the element is `item`, and its other fields are names of their own, before all outer ones. */
function elementScope(core: ObjectType, outer: Scope): Scope {
  const present: Type = { core, absence: "never" };
  const item: Binding = { type: present, expression: { kind: "name", name: "item" }, answer: true };
  const withItem = scopeOf(new Map([["item", item]]), outer);
  return {
    names: () => [...core.fieldNames(), ...withItem.names()],
    lookup: (name) => {
      if (name === "item" || !core.fieldNames().includes(name)) {
        return withItem.lookup(name);
      }
      const field = core.field(name);
      return field === null
        ? null
        : {
            type: field.type,
            expression: { kind: "field", of: item.expression, name, optional: false },
            answer: true,
          };
    },
  };
}
