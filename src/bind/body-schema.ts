import type { JsonValue } from "../model/json.js";
import type { Schema, SchemaOrBoolean } from "../model/schema.js";
import type { SchemaNode } from "../openapi/api.js";
import type { FieldSchemas } from "./schema-kind.js";

/** The schema of a value that any of several allows. */
export function anyOfNodes(nodes: readonly SchemaNode[]): Schema {
  const byText = new Map(
    nodes.map((node) => node.toSchema()).map((schema) => [JSON.stringify(schema), schema]),
  );
  const schemas = [...byText.values()];
  const [first = {}, ...others] = schemas;
  return others.length === 0 ? first : (anyOfValues(schemas) ?? { anyOf: schemas });
}

/** Lists of values become one list, as where each variant of a body has its own value of a tag. */
function anyOfValues(schemas: readonly Schema[]): Schema | null {
  const types = new Set(schemas.map(({ type }) => JSON.stringify(type)));
  const values: JsonValue[] = [];
  for (const { type: _type, enum: allowed, description: _description, ...rest } of schemas) {
    if (allowed === undefined || Object.keys(rest).length > 0) {
      return null;
    }
    values.push(...allowed);
  }
  const [first] = schemas;
  return types.size > 1 || first?.type === undefined
    ? null
    : { type: first.type, enum: [...new Set(values)] };
}

/** One object with the members of several alternatives; what some of them lack is optional. */
export function flattened(fields: ReadonlyMap<string, FieldSchemas>): Schema {
  const members = [...fields];
  return {
    type: ["object"],
    properties: Object.fromEntries(
      members.map(([name, field]) => [name, anyOfNodes(field.schemas)]),
    ),
    required: members.flatMap(([name, field]) => (field.required ? [name] : [])),
  };
}

/** A schema of what is sent: without the properties that only the API writes (OpenAPI 3.1.1, section 4.8.24). */
export function withoutReadOnly(schema: Schema): Schema {
  const sent = mapSchemas(schema, withoutReadOnly);
  const { properties = {}, required, allOf } = sent;
  const isSent = (name: string) => !isReadOnly(properties[name]);
  const members = Object.entries(properties).filter(([name]) => isSent(name));
  return {
    ...sent,
    ...(schema.properties === undefined ? {} : { properties: Object.fromEntries(members) }),
    ...(required === undefined ? {} : { required: required.filter(isSent) }),
    ...(allOf === undefined ? {} : { allOf: allOf.map((part) => inner(part, withoutReadOnly)) }),
  };
}

function isReadOnly(schema: SchemaOrBoolean | undefined): boolean {
  return typeof schema === "object" && schema.readOnly === true;
}

/** The schemas directly within a schema, those of `allOf` aside, each replaced. */
export function mapSchemas(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const { properties, items, additionalProperties, anyOf, oneOf, $defs } = schema;
  const each = (members: readonly SchemaOrBoolean[]) =>
    members.map((member) => inner(member, change));
  const named = (members: Readonly<Record<string, SchemaOrBoolean>>) =>
    Object.fromEntries(
      Object.entries(members).map(([name, member]) => [name, inner(member, change)]),
    );
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: named(properties) }),
    ...(items === undefined ? {} : { items: inner(items, change) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: inner(additionalProperties, change) }),
    ...(anyOf === undefined ? {} : { anyOf: each(anyOf) }),
    ...(oneOf === undefined ? {} : { oneOf: each(oneOf) }),
    ...($defs === undefined
      ? {}
      : {
          $defs: Object.fromEntries(
            Object.entries($defs).map(([name, member]) => [name, change(member)]),
          ),
        }),
  };
}

function inner(schema: SchemaOrBoolean, change: (schema: Schema) => Schema): SchemaOrBoolean {
  return typeof schema === "boolean" ? schema : change(schema);
}
