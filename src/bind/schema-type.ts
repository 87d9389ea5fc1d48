import type { CoreType, Field, ObjectType, Type } from "../expression/type.js";
import type { Schema, SchemaOrBoolean } from "../model/schema.js";
import type { Span } from "../source/source-file.js";

const anything: Type = { core: { kind: "any" }, absence: "null" };

/** Lists of lists, and alternatives of alternatives, are any value where they go on beyond this: they may for ever. */
export const deepestType = 8;

/** The expression type of a value that is there and that a model schema describes; a missing member is undefined. */
export function typeOfSchema(
  schema: SchemaOrBoolean,
  name: string,
  root?: Schema,
  depth = 0,
): Type {
  if (typeof schema === "boolean" || depth > deepestType) {
    return anything;
  }
  const definitions = root ?? schema;
  const target =
    schema.$ref === undefined
      ? undefined
      : definitions.$defs?.[schema.$ref.slice("#/$defs/".length)];
  const described = target === undefined ? schema : { ...target, ...schema };
  if (acceptsNothing(described)) {
    return { core: { kind: "any" }, absence: "never" };
  }
  const types = typesOf(described);
  const alternatives = described.anyOf ?? described.oneOf;
  if (types === null && alternatives !== undefined) {
    return oneOfTypes(alternatives.map((one) => typeOfSchema(one, name, definitions, depth + 1)));
  }
  return {
    core: coreOf(described, name, definitions, depth),
    absence: types === null || types.includes("null") ? "null" : "never",
  };
}

/** Whether there is no value of the kind. */
export function acceptsNothing({ not }: Schema): boolean {
  return typeof not === "object" && Object.keys(not).length === 0;
}

/** The type of a value that has one of several: what they have in common. */
function oneOfTypes(types: readonly Type[]): Type {
  const absence = types.some((type) => type.absence !== "never") ? "null" : "never";
  const cores = types.map((type) => type.core).filter((core) => core.kind !== "null");
  const [first] = cores;
  if (first === undefined || cores.some((core) => core.kind !== first.kind)) {
    return { core: { kind: "any" }, absence };
  }
  switch (first.kind) {
    case "string": {
      const values = cores.map((core) => (core.kind === "string" ? core.values : null));
      const known = values.filter((value) => value !== null).flat();
      return {
        core: { kind: "string", values: values.includes(null) ? null : [...new Set(known)] },
        absence,
      };
    }
    case "list":
    case "map":
    case "object":
      return { core: cores.length === 1 ? first : { kind: "any" }, absence };
    default:
      return { core: first, absence };
  }
}

/** An object with the given fields, each with the place of its declaration. */
export function objectType(
  name: string,
  fields: ReadonlyMap<string, { readonly type: Type; readonly declaredAt: Span | null }>,
): ObjectType {
  return {
    kind: "object",
    name,
    fieldNames: () => [...fields.keys()],
    field: (fieldName): Field | null => fields.get(fieldName) ?? null,
  };
}

function typesOf(schema: Schema): readonly string[] | null {
  if (schema.type !== undefined) {
    return schema.type;
  }
  const values = schema.const === undefined ? schema.enum : [schema.const];
  return values === undefined
    ? null
    : [...new Set(values.map((value) => (value === null ? "null" : typeof value)))];
}

function coreOf(schema: Schema, name: string, root: Schema, depth: number): CoreType {
  const types = (typesOf(schema) ?? []).filter((type) => type !== "null");
  if (types.length === 2 && types.includes("integer") && types.includes("number")) {
    return { kind: "double" };
  }
  if (types.length !== 1) {
    return { kind: "any" };
  }
  switch (types[0]) {
    case "string": {
      const values = schema.const === undefined ? schema.enum : [schema.const];
      const texts = values?.filter((value) => typeof value === "string") ?? null;
      return { kind: "string", values: texts };
    }
    case "boolean":
      return { kind: "boolean" };
    case "integer":
      return {
        kind: schema.format === "int64" || schema.format === "uint64" ? "int64" : "int",
      };
    case "number":
      return { kind: "double" };
    case "array":
      return {
        kind: "list",
        element:
          schema.items === undefined
            ? anything
            : typeOfSchema(schema.items, `element of ${name}`, root, depth + 1),
      };
    case "object":
      return objectOf(schema, name, root, depth);
    default:
      return { kind: "any" };
  }
}

function objectOf(schema: Schema, name: string, root: Schema, depth: number): CoreType {
  const { properties, additionalProperties } = schema;
  if (properties === undefined) {
    const value =
      additionalProperties === undefined
        ? anything
        : typeOfSchema(additionalProperties, `value of ${name}`, root, depth + 1);
    return { kind: "map", value: withAbsence(value, "undefined") };
  }
  return {
    kind: "object",
    name,
    fieldNames: () => Object.keys(properties),
    field: (fieldName) => {
      const property = Object.hasOwn(properties, fieldName) ? properties[fieldName] : undefined;
      if (property === undefined) {
        return null;
      }
      const type = typeOfSchema(property, `${fieldName} of ${name}`, root);
      const required = schema.required?.includes(fieldName) === true;
      return { type: required ? type : withAbsence(type, "undefined"), declaredAt: null };
    },
  };
}

/** The type of a value that may, moreover, be absent in the given way. */
export function withAbsence(type: Type, absence: "null" | "undefined"): Type {
  return type.absence === "never" || type.absence === absence
    ? { core: type.core, absence }
    : { core: type.core, absence: "either" };
}
