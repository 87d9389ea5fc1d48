import type { CoreType, Field, Type } from "../expression/type.js";
import type { ObjectShape, Shape, ShapeField } from "../model/shape.js";
import type { Api, SchemaNode } from "../openapi/api.js";
import { AnswerTypes } from "./answer-type.js";
import { ReadTree } from "./read-tree.js";
import { shapeOf } from "./shapes.js";

/**
 * What the error rules of a server read of error bodies. The body of a failed call is whatever the
 * API, or a proxy before it, chose to send: every field of it may be absent.
 */
export class ProblemBody {
  readonly #api: Api;
  readonly #reads = new ReadTree();
  readonly #described = new Set<SchemaNode>();
  /** Fields that rules read of bodies which the spec does not describe. */
  readonly #undescribed = new Set<string>();

  constructor(api: Api) {
    this.#api = api;
  }

  /** The type of `error.body` where one of these schemas describes it. */
  type(nodes: readonly SchemaNode[]): Type {
    if (nodes.length === 0) {
      return { core: this.#open(), absence: "never" };
    }
    for (const node of nodes) {
      this.#described.add(node);
    }
    const types = new AnswerTypes(this.#api, (path) => this.#reads.mark(path, false));
    const { core } = types.of(nodes, [], "the error body", false);
    return { core: core.kind === "object" ? allAbsent(core) : this.#open(), absence: "never" };
  }

  /** All that was read, over every operation; what two of them describe differently is any JSON. */
  shape(): ObjectShape {
    const described = shapeOf([...this.#described], this.#reads);
    const fields = new Map<string, ShapeField>();
    for (const field of described.kind === "object" ? described.fields : []) {
      fields.set(field.name, { ...field, shape: allNullable(field.shape), nullable: true });
    }
    for (const name of this.#undescribed) {
      if (!fields.has(name)) {
        fields.set(name, { name, shape: { kind: "json" }, nullable: true });
      }
    }
    return {
      kind: "object",
      name: null,
      fields: [...fields.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  }

  #open(): CoreType {
    return {
      kind: "object",
      name: "the error body",
      fieldNames: () => [],
      field: (name): Field => {
        this.#undescribed.add(name);
        return { type: { core: { kind: "any" }, absence: "null" }, declaredAt: null };
      },
    };
  }
}

function allAbsent(core: Extract<CoreType, { kind: "object" }>): CoreType {
  return {
    ...core,
    field: (name) => {
      const field = core.field(name);
      if (field === null) {
        return null;
      }
      const inner = field.type.core;
      const below = inner.kind === "object" ? allAbsent(inner) : inner;
      return {
        type: { core: below, absence: "null" },
        get declaredAt() {
          return field.declaredAt;
        },
      };
    },
  };
}

function allNullable(shape: Shape): Shape {
  return shape.kind === "object"
    ? {
        ...shape,
        fields: shape.fields.map((field) => ({
          ...field,
          shape: allNullable(field.shape),
          nullable: true,
        })),
      }
    : shape;
}
