import type { ObjectType, Type } from "../expression/type.js";
import type { JsonType, Schema } from "../model/schema.js";
import { describedLevels } from "./described-levels.js";

/**
 * The schema of a value in a result, described as deep as it is read (shapes.ts). `tolerant` is for
 * what is read from an answer as it is: where the answer breaks its spec a scalar is null (a list is
 * then empty, an object has null members).
 */
export function schemaOfType(type: Type, tolerant: boolean): Schema {
  const schema = described(type, tolerant, describedLevels(type, below));
  // A result's own list is empty where there is none; what is passed on within it is as it was read.
  return type.core.kind === "list" ? { ...schema, type: ["array"] } : schema;
}

function described(type: Type, tolerant: boolean, levels: number): Schema {
  const { core } = type;
  const nullable = type.absence !== "never";
  switch (core.kind) {
    case "null":
      return { type: ["null"] };
    case "any":
      return {};
    case "boolean":
      return scalar("boolean", nullable || tolerant);
    case "int":
      return scalar("integer", nullable || tolerant);
    case "double":
      return scalar("number", nullable || tolerant);
    case "string":
    case "timestamp":
    case "duration":
      return scalar("string", nullable || tolerant);
    case "int64":
      return { type: ["integer", "string", ...(nullable || tolerant ? (["null"] as const) : [])] };
    case "list":
      return {
        type: types("array", nullable),
        items: inner(core.element, tolerant, levels),
      };
    case "map": {
      const values = inner(core.value, tolerant, levels);
      return { type: types("object", nullable), additionalProperties: values };
    }
    case "object": {
      if (levels === 0) {
        return {};
      }
      const fields = fieldsOf(core).map(
        ([name, field]) => [name, described(field, tolerant, levels - 1)] as const,
      );
      return { ...closedObject(fields), type: types("object", nullable) };
    }
    default:
      return core satisfies never;
  }
}

/** What stands in a list or a map; beyond the last level only a plain value is described. */
function inner(type: Type, tolerant: boolean, levels: number): Schema {
  return levels === 0 && below(type).length > 0
    ? {}
    : described(type, tolerant, Math.max(levels - 1, 0));
}

function below({ core }: Type): readonly Type[] {
  switch (core.kind) {
    case "list":
      return [core.element];
    case "map":
      return [core.value];
    case "object":
      return fieldsOf(core).map(([, type]) => type);
    default:
      return [];
  }
}

function fieldsOf(object: ObjectType): readonly (readonly [string, Type])[] {
  return object.fieldNames().flatMap((name) => {
    const field = object.field(name);
    return field === null ? [] : [[name, field.type] as const];
  });
}

/** An object that holds just these members, each of them always. */
export function closedObject(members: readonly (readonly [string, Schema])[]): Schema {
  return {
    type: ["object"],
    properties: Object.fromEntries(members),
    required: members.map(([name]) => name),
    additionalProperties: false,
  };
}

function scalar(type: JsonType, nullable: boolean): Schema {
  return { type: types(type, nullable) };
}

function types(type: JsonType, nullable: boolean): readonly JsonType[] {
  return nullable ? [type, "null"] : [type];
}
