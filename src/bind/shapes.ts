import type { ObjectShape, Shape, ShapeField } from "../model/shape.js";
import type { SchemaNode } from "../openapi/api.js";
import type { ReadTree } from "./read-tree.js";
import { elementsOf, kindOf, readableFieldsOf, valuesOf } from "./schema-kind.js";

/** How deep a value that is passed on whole is described before it is passed on as it is. */
const deepestWhole = 6;

/** What the server reads of a value: the parts of its schemas that the tools look at. */
export function shapeOf(nodes: readonly SchemaNode[], reads: ReadTree | null): Shape {
  return shape(nodes, reads, reads?.whole === true, 0);
}

function shape(
  nodes: readonly SchemaNode[],
  reads: ReadTree | null,
  whole: boolean,
  depth: number,
): Shape {
  if (depth > deepestWhole) {
    return { kind: "json" };
  }
  const kind = kindOf(nodes);
  switch (kind) {
    case "string":
    case "boolean":
    case "number":
    case "integer":
    case "int64":
      return { kind };
    case "any":
      return { kind: "json" };
    case "list": {
      const below = reads?.elements ?? null;
      const elements = elementsOf(nodes);
      return {
        kind: "list",
        element: shape(elements, below, whole || below?.whole === true, depth + 1),
        elementNullable: elements.length === 0 || elements.some((node) => node.nullable),
      };
    }
    case "record": {
      const below = reads?.values ?? null;
      const values = valuesOf(nodes);
      return {
        kind: "record",
        value: shape(values, below, whole || below?.whole === true, depth + 1),
        valueNullable: values.length === 0 || values.some((node) => node.nullable),
      };
    }
    case "object":
      return objectShape(nodes, reads, whole, depth);
    default:
      return kind satisfies never;
  }
}

function objectShape(
  nodes: readonly SchemaNode[],
  reads: ReadTree | null,
  whole: boolean,
  depth: number,
): ObjectShape {
  const fields: ShapeField[] = [];
  for (const [name, field] of readableFieldsOf(nodes)) {
    const below = reads?.fields.get(name) ?? null;
    if (whole || below !== null) {
      fields.push({
        name,
        shape: shape(field.schemas, below, whole || below?.whole === true, depth + 1),
        nullable: !field.required || field.schemas.some((node) => node.nullable),
      });
    }
  }
  return {
    kind: "object",
    name: nodes.length === 1 ? (nodes[0]?.name ?? null) : null,
    fields: fields.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
