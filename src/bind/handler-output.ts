import type { Schema, SchemaOrBoolean } from "../model/schema.js";
import type { ObjectShape, Shape, ShapeField } from "../model/shape.js";
import { byCodeUnit } from "./order.js";

/** What a handler's stated schema comes to: what is advertised of it, and what its result is held to. */
export interface HandlerOutput {
  readonly schema: Schema;
  readonly shape: ObjectShape;
}

interface Held {
  readonly schema: Schema;
  readonly shape: Shape;
  readonly nullable: boolean;
}

/**
 * Structure alone is held, so structure alone is advertised, with its words. A result always has
 * every member; one that its schema does not require may be null, and a list is then empty.
 */
export function handlerOutput(stated: Schema): HandlerOutput {
  const members = Object.entries(stated.properties ?? {}).map(
    ([name, member]) => [name, memberOf(member, stated.required?.includes(name) === true)] as const,
  );
  const fields = members.map(
    ([name, { shape, nullable }]): ShapeField => ({
      name,
      shape,
      nullable,
    }),
  );
  return {
    schema: {
      ...wordsOf(stated),
      type: ["object"],
      properties: Object.fromEntries(members.map(([name, { schema }]) => [name, schema])),
      required: members.map(([name]) => name),
      additionalProperties: false,
    },
    shape: {
      kind: "object",
      name: null,
      fields: fields.sort((a, b) => byCodeUnit(a.name, b.name)),
    },
  };
}

function memberOf(stated: SchemaOrBoolean, isRequired: boolean): Held {
  const held = heldOf(stated);
  return isRequired || held.shape.kind === "list" ? held : orNull(held);
}

function heldOf(stated: SchemaOrBoolean): Held {
  if (typeof stated === "boolean") {
    return { schema: {}, shape: { kind: "json" }, nullable: false };
  }
  const held = notNull(stated);
  return stated.type?.includes("null") === true ? orNull(held) : held;
}

/** A member that may be anything may be null already. */
function orNull(held: Held): Held {
  const { type } = held.schema;
  return type === undefined
    ? held
    : { ...held, schema: { ...held.schema, type: [...type, "null"] }, nullable: true };
}

function notNull(stated: Schema): Held {
  const words = wordsOf(stated);
  const [type, ...others] = (stated.type ?? []).filter((one) => one !== "null");
  const anything: Held = { schema: words, shape: { kind: "json" }, nullable: false };
  if (others.length > 0) {
    return anything;
  }
  switch (type) {
    case "string":
    case "boolean":
    case "number":
    case "integer":
      return { schema: { ...words, type: [type] }, shape: { kind: type }, nullable: false };
    case "array": {
      const element = heldOf(stated.items ?? true);
      return {
        schema: { ...words, type: [type], items: element.schema },
        shape: { kind: "list", element: element.shape, elementNullable: element.nullable },
        nullable: false,
      };
    }
    case "object":
      return stated.properties === undefined
        ? anything
        : { ...handlerOutput(stated), nullable: false };
    default:
      return anything;
  }
}

function wordsOf({ title, description, deprecated }: Schema): Schema {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(deprecated === undefined ? {} : { deprecated }),
  };
}
