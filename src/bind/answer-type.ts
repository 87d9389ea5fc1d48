import type { CoreType, Field, ObjectType, Type } from "../expression/type.js";
import type { Api, SchemaNode } from "../openapi/api.js";
import type { AnswerPath } from "./read-tree.js";
import {
  elementsOf,
  type FieldSchemas,
  kindOf,
  readableFieldsOf,
  textValuesOf,
  valuesOf,
} from "./schema-kind.js";
import { deepestType } from "./schema-type.js";

/** Is told of every field of an answer that an expression looks at. */
export type ReadListener = (path: AnswerPath) => void;

const anything: Type = { core: { kind: "any" }, absence: "null" };

/**
 * Makes the expression types of one answer. A field's type is made when it is asked for, and asking
 * tells the listener: what no expression names is never read.
 */
export class AnswerTypes {
  readonly #api: Api;
  readonly #listener: ReadListener;
  readonly #paths = new WeakMap<CoreType, AnswerPath>();

  constructor(api: Api, listener: ReadListener) {
    this.#api = api;
    this.#listener = listener;
  }

  /** The type of a value at `path` that the schemas describe between them; `name` is for messages. */
  of(nodes: readonly SchemaNode[], path: AnswerPath, name: string, mayBeMissing: boolean): Type {
    if (nodes.length === 0 || path.slice(-deepestType).filter(isWithin).length === deepestType) {
      return anything;
    }
    const core = this.#coreOf(nodes, path, name);
    this.#paths.set(core, path);
    const nullable = mayBeMissing || nodes.some((node) => node.nullable);
    return { core, absence: nullable ? "null" : "never" };
  }

  /** Where in the answer a value of this type stands; null for a type that was not made here. */
  pathOf(type: Type): AnswerPath | null {
    return this.#paths.get(type.core) ?? null;
  }

  #coreOf(nodes: readonly SchemaNode[], path: AnswerPath, name: string): CoreType {
    const kind = kindOf(nodes);
    switch (kind) {
      case "string":
        return { kind: "string", values: textValuesOf(nodes) };
      case "boolean":
        return { kind: "boolean" };
      case "integer":
        return { kind: "int" };
      case "int64":
        return { kind: "int64" };
      case "number":
        return { kind: "double" };
      case "list": {
        const at = [...path, { kind: "elements" } as const];
        return {
          kind: "list",
          element: this.of(elementsOf(nodes), at, `element of ${name}`, false),
        };
      }
      case "record": {
        const at = [...path, { kind: "values" } as const];
        return { kind: "map", value: this.of(valuesOf(nodes), at, `value of ${name}`, true) };
      }
      case "object":
        return this.#objectOf(readableFieldsOf(nodes), path, nodes[0]?.name ?? name);
      case "any":
        return { kind: "any" };
      default:
        return kind satisfies never;
    }
  }

  #objectOf(fields: ReadonlyMap<string, FieldSchemas>, path: AnswerPath, name: string): ObjectType {
    const known = new Map<string, Field>();
    const make = (fieldName: string, at: AnswerPath, field: FieldSchemas): Field => {
      const api = this.#api;
      return {
        type: this.of(field.schemas, at, `${fieldName} of ${name}`, !field.required),
        get declaredAt() {
          return api.spanOf(field.pointer, "key");
        },
      };
    };
    return {
      kind: "object",
      name,
      fieldNames: () => [...fields.keys()],
      field: (fieldName) => {
        const field = fields.get(fieldName);
        if (field === undefined) {
          return null;
        }
        const at = [...path, { kind: "field", name: fieldName } as const];
        this.#listener(at);
        const made = known.get(fieldName) ?? make(fieldName, at, field);
        known.set(fieldName, made);
        return made;
      },
    };
  }
}

function isWithin({ kind }: AnswerPath[number]): boolean {
  return kind !== "field";
}
