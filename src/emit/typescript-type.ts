import type { JsonType, Schema, SchemaOrBoolean } from "../model/schema.js";
import { areMany, isLong } from "./long-lists.js";
import { nameOfReference } from "./schema-alternatives.js";
import { takesDecimalText } from "./schema-keywords.js";
import { subschemasOf } from "./schema-merge.js";
import {
  intersection,
  listOf,
  literalType,
  objectType,
  reference,
  typeMember,
  union,
} from "./statements.js";
import type { TsType } from "./syntax.js";

export const unknownType = reference("unknown");

export interface TypeOptions {
  /** The name of the type that stands for an entry of `$defs`. */
  readonly named: (definition: string) => TsType;
  /**
   * Whether any value of the right type may come to a place, not just the listed ones, so that
   * `string` stands for an enum. Places are written `lines[].kind`; the root is "".
   */
  readonly isOpen?: (at: string) => boolean;
  /** Whether a member may be missing although it is required. */
  readonly mayBeAbsent?: (at: string) => boolean;
  /** Whether optional members may be undefined too, as zod has them. */
  readonly undefinedToo?: boolean;
  /** Is told the type of every schema within. */
  readonly note?: (type: TsType, schema: Schema, at: string) => void;
}

/** The TypeScript type of what a schema accepts; it may accept more, never less. */
export function typeOfSchema(schema: SchemaOrBoolean, options: TypeOptions, at = ""): TsType {
  if (typeof schema === "boolean") {
    return schema ? unknownType : reference("never");
  }
  const type = typeWithin(schema, options, at);
  options.note?.(type, schema, at);
  return type;
}

function typeWithin(schema: Schema, options: TypeOptions, at: string): TsType {
  const name = nameOfReference(schema);
  if (name !== null) {
    return options.named(name);
  }
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined && options.isOpen?.(at) !== true && !isLong(values)) {
    return valuesType(values);
  }
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (schema.type !== undefined) {
    return unionOf(schema.type.map((type) => typeOfType(schema, type, options, at)));
  }
  if (alternatives !== undefined) {
    return unionOf(alternatives.map((one) => typeOfSchema(one, options, at)));
  }
  if (schema.allOf !== undefined) {
    return intersectionOf(schema.allOf.map((one) => typeOfSchema(one, options, at)));
  }
  return values === undefined ? unknownType : widened(valuesType(values));
}

function typeOfType(schema: Schema, type: JsonType, options: TypeOptions, at: string): TsType {
  switch (type) {
    case "null":
      return literalType(null);
    case "boolean":
    case "string":
    case "number":
      return reference(type);
    case "integer":
      return takesDecimalText(schema)
        ? union([reference("number"), reference("string")])
        : reference("number");
    case "array": {
      const elements = [...(schema.prefixItems ?? []), schema.items ?? true];
      const types = elements
        .filter((element) => element !== false)
        .map((element) => typeOfSchema(element, options, `${at}[]`));
      return listOf(unionOf(types), { readonly: true });
    }
    case "object":
      return objectTypeOf(schema, options, at);
    default:
      return type satisfies never;
  }
}

function objectTypeOf(schema: Schema, options: TypeOptions, at: string): TsType {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  const names = Object.keys(properties);
  if (names.length === 0) {
    // A type may not go through Record to itself.
    const open =
      schema.patternProperties !== undefined ||
      additionalProperties === false ||
      refersToAny(additionalProperties);
    const value = open ? unknownType : typeOfSchema(additionalProperties, options, `${at}.*`);
    return reference("Record", [reference("string"), value]);
  }
  return objectType(
    Object.entries(properties).map(([name, member]) => {
      const place = at === "" ? name : `${at}.${name}`;
      const type = isInherited(name) ? unknownType : typeOfSchema(member, options, place);
      const optional = !required.includes(name) || options.mayBeAbsent?.(place) === true;
      const orUndefined = optional && options.undefinedToo === true;
      return typeMember(name, orUndefined ? unionOf([type, reference("undefined")]) : type, {
        optional,
      });
    }),
  );
}

/**
 * Whether TypeScript finds a member of that name in every object, and then holds what an optional one
 * may be against it: `{}` is no `{ constructor?: string }`.
 */
export function isInherited(name: string): boolean {
  return name in Object.prototype && name !== "__proto__";
}

function refersToAny(schema: SchemaOrBoolean): boolean {
  return (
    typeof schema === "object" &&
    (schema.$ref !== undefined || subschemasOf(schema).some(refersToAny))
  );
}

function valuesType(values: readonly unknown[]): TsType {
  const types = values.map((value) =>
    value === null || ["string", "number", "boolean"].includes(typeof value)
      ? literalType(value as string | number | boolean | null)
      : unknownType,
  );
  return types.length === 0 ? reference("never") : unionOf(types);
}

/** `"open" | "paid"` → `string`; a list too long for a type stands for its kinds of values. */
function widened(type: TsType): TsType {
  const types = type.kind === "union" ? type.types : [type];
  const wide = types.map((one) =>
    one.kind === "literal" && one.value !== null ? reference(typeof one.value) : one,
  );
  const seen = new Map(wide.map((one) => [JSON.stringify(one), one]));
  return areMany([...seen]) ? unknownType : unionOf([...seen.values()]);
}

/** Equal types once; `unknown` swallows every other, `never` is no alternative. */
function unionOf(types: readonly TsType[]): TsType {
  const flat = types.flatMap((type) => (type.kind === "union" ? type.types : [type]));
  const seen = new Map(flat.map((type) => [JSON.stringify(type), type]));
  seen.delete(JSON.stringify(reference("never")));
  if (seen.has(JSON.stringify(unknownType))) {
    return unknownType;
  }
  if (areMany([...seen])) {
    return widened(union([...seen.values()]));
  }
  return seen.size === 0 ? reference("never") : union([...seen.values()]);
}

function intersectionOf(types: readonly TsType[]): TsType {
  const seen = new Map(types.map((type) => [JSON.stringify(type), type]));
  seen.delete(JSON.stringify(unknownType));
  return seen.size === 0 ? unknownType : intersection([...seen.values()]);
}
