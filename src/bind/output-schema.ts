import type { Type } from "../expression/type.js";
import type { JsonType, Schema } from "../model/schema.js";

/** As deep as a value that is passed on whole is read (shapes.ts). */
const deepestWhole = 6;

/**
 * The schema of a value in a result. `tolerant` is for what is read from an answer as it is: where
 * the answer breaks its spec a scalar is null (a list is then empty, an object has null members).
 */
export function schemaOfType(type: Type, tolerant: boolean, depth = 0): Schema {
  const { core } = type;
  const nullable = type.absence !== "never";
  if (depth > deepestWhole) {
    return {};
  }
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
      return { type: ["array"], items: schemaOfType(core.element, tolerant, depth + 1) };
    case "map": {
      const values = schemaOfType(core.value, tolerant, depth + 1);
      return { type: types("object", nullable), additionalProperties: values };
    }
    case "object": {
      const names = core.fieldNames();
      const fields = names.map((name) => {
        const field = core.field(name);
        return [name, field === null ? {} : schemaOfType(field.type, tolerant, depth + 1)] as const;
      });
      return { ...closedObject(fields), type: types("object", nullable) };
    }
    default:
      return core satisfies never;
  }
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
