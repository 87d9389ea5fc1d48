import type { JsonValue } from "../model/json.js";
import type { JsonType, Schema, SchemaOrBoolean } from "../model/schema.js";

export const allTypes: readonly JsonType[] = [
  "null",
  "boolean",
  "number",
  "string",
  "array",
  "object",
];

/** `$defs` of the root, in which a schema's `$ref` is looked up. */
export type Definitions = Readonly<Record<string, Schema>>;

export function definitionOf(schema: Schema, definitions: Definitions): Schema | null {
  const name = nameOfReference(schema);
  return name !== null && Object.hasOwn(definitions, name) ? (definitions[name] ?? null) : null;
}

/** The name after "#/$defs/", or null for a schema that is no reference. */
export function nameOfReference(schema: Schema): string | null {
  return schema.$ref === undefined ? null : schema.$ref.slice("#/$defs/".length);
}

/** The types that a schema may accept; more than it does at most. An integer counts as a number too. */
export function possibleTypes(
  schema: SchemaOrBoolean,
  definitions: Definitions,
): ReadonlySet<JsonType> {
  if (typeof schema === "boolean") {
    return new Set(schema ? allTypes : []);
  }
  let types = new Set<JsonType>(schema.type ?? allTypes);
  const keepOnly = (others: ReadonlySet<JsonType>) => {
    types = new Set([...types].filter((type) => overlaps(type, others)));
  };
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (values !== undefined) {
    keepOnly(new Set(values.map(typeOfValue)));
  }
  const definition = definitionOf(schema, definitions);
  if (definition !== null) {
    keepOnly(typesOfDefinition(definition, definitions));
  }
  for (const alternatives of [schema.anyOf, schema.oneOf]) {
    if (alternatives !== undefined) {
      keepOnly(new Set(alternatives.flatMap((one) => [...possibleTypes(one, definitions)])));
    }
  }
  for (const part of schema.allOf ?? []) {
    keepOnly(possibleTypes(part, definitions));
  }
  return types;
}

const typesOfDefinitions = new WeakMap<Definitions, Map<Schema, ReadonlySet<JsonType>>>();

/** Looked for once; a definition that leads back to itself there counts as any value. */
function typesOfDefinition(definition: Schema, definitions: Definitions): ReadonlySet<JsonType> {
  const known = typesOfDefinitions.get(definitions) ?? new Map<Schema, ReadonlySet<JsonType>>();
  typesOfDefinitions.set(definitions, known);
  const types = known.get(definition);
  if (types !== undefined) {
    return types;
  }
  known.set(definition, new Set(allTypes));
  const found = possibleTypes(definition, definitions);
  known.set(definition, found);
  return found;
}

function overlaps(type: JsonType, others: ReadonlySet<JsonType>): boolean {
  return (
    others.has(type) ||
    (type === "integer" && others.has("number")) ||
    (type === "number" && others.has("integer"))
  );
}

export function typeOfValue(value: JsonValue): JsonType {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "array";
  }
  const type = typeof value;
  return type === "string" || type === "boolean" || type === "number" ? type : "object";
}

/** Whether no value can fit two of the alternatives: they differ in type, or in a member that tells them apart. */
export function areDisjoint(
  alternatives: readonly SchemaOrBoolean[],
  definitions: Definitions,
): boolean {
  const types = alternatives.map((one) => possibleTypes(one, definitions));
  const objects = alternatives.filter((_, index) => types[index]?.has("object"));
  const seen = new Set<JsonType>();
  const shareOnlyObjects = types.every((own) => {
    const isApart = [...own].every((type) => type === "object" || !overlaps(type, seen));
    for (const type of own) {
      seen.add(type);
    }
    return isApart;
  });
  return shareOnlyObjects && (objects.length < 2 || discriminatorOf(objects, definitions) !== null);
}

/** A required member whose constants tell all the alternatives apart, or null. The first of its kind. */
export function discriminatorOf(
  alternatives: readonly SchemaOrBoolean[],
  definitions: Definitions,
): string | null {
  const objects = alternatives.map((one) => resolved(one, definitions));
  const [first] = objects;
  return Object.keys(first?.properties ?? {}).find((name) => tellsApart(name, objects)) ?? null;
}

function tellsApart(name: string, objects: readonly (Schema | null)[]): boolean {
  const seen = new Set<JsonValue>();
  return objects.every((schema) => {
    const values = schema === null ? null : constantsOf(schema, name);
    return values?.every((value) => !seen.has(value) && seen.add(value)) ?? false;
  });
}

/** The texts that a required member of an object may have, or null where it may have others. */
function constantsOf(schema: Schema, name: string): readonly string[] | null {
  const { properties = {}, required = [], type } = schema;
  const member = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (typeof member !== "object" || !required.includes(name)) {
    return null;
  }
  if (type === undefined || type.some((each) => each !== "object")) {
    return null;
  }
  const values = member.const === undefined ? member.enum : [member.const];
  return values?.every((value) => typeof value === "string") ? values : null;
}

function resolved(schema: SchemaOrBoolean, definitions: Definitions): Schema | null {
  if (typeof schema === "boolean") {
    return null;
  }
  return definitionOf(schema, definitions) ?? schema;
}
