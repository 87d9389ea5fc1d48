import type { ObjectShape, Shape, ShapeField } from "../model/shape.js";
import type { SchemaNode } from "../openapi/api.js";
import { describedLevels } from "./described-levels.js";
import type { ReadTree } from "./read-tree.js";
import { elementsOf, kindOf, readableFieldsOf, valuesOf } from "./schema-kind.js";

/** What the server reads of a value: the parts of its schemas that the tools look at. */
export function shapeOf(nodes: readonly SchemaNode[], reads: ReadTree | null): Shape {
  return shape(nodes, reads, null);
}

/**
 * How many more levels are read of a value that is passed on whole; null for one of which only the
 * parts that somebody looks at are read.
 */
type Levels = number | null;

function shape(nodes: readonly SchemaNode[], reads: ReadTree | null, above: Levels): Shape {
  const kind = kindOf(nodes);
  const levels = levelsOf(nodes, reads, above);
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
      const elements = elementsOf(nodes);
      return {
        kind: "list",
        element: inner(elements, reads?.elements ?? null, levels),
        elementNullable: elements.length === 0 || elements.some((node) => node.nullable),
      };
    }
    case "record": {
      const values = valuesOf(nodes);
      return {
        kind: "record",
        value: inner(values, reads?.values ?? null, levels),
        valueNullable: values.length === 0 || values.some((node) => node.nullable),
      };
    }
    case "object":
      return levels === 0 ? { kind: "json" } : objectShape(nodes, reads, levels);
    default:
      return kind satisfies never;
  }
}

/** A value passed on whole counts its levels from itself, wherever it stands. */
function levelsOf(nodes: readonly SchemaNode[], reads: ReadTree | null, above: Levels): Levels {
  const own = reads?.whole === true ? describedLevels(nodes, below) : null;
  if (own !== null) {
    return Math.max(own, above ?? 0);
  }
  return above === 0 && reads !== null && !reads.isLeaf ? 1 : above;
}

/** What stands in a list or a map; beyond the last level only a plain value is read. */
function inner(nodes: readonly SchemaNode[], reads: ReadTree | null, levels: Levels): Shape {
  const isEnd = levels === 0 || (levels === null && reads === null && isNested(nodes));
  return isEnd && below(nodes).length > 0
    ? { kind: "json" }
    : shape(nodes, reads, levels === null ? null : Math.max(levels - 1, 0));
}

/** Whether lists or maps stand in a list or a map: a schema may go on so for ever. */
function isNested(nodes: readonly SchemaNode[]): boolean {
  return ["list", "record"].includes(kindOf(nodes));
}

function objectShape(
  nodes: readonly SchemaNode[],
  reads: ReadTree | null,
  levels: Levels,
): ObjectShape {
  const fields: ShapeField[] = [];
  for (const [name, field] of readableFieldsOf(nodes)) {
    const looked = reads?.fields.get(name) ?? null;
    if (levels !== null || looked !== null) {
      fields.push({
        name,
        shape: shape(field.schemas, looked, levels === null ? null : levels - 1),
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

function below(nodes: readonly SchemaNode[]): readonly (readonly SchemaNode[])[] {
  switch (kindOf(nodes)) {
    case "list":
      return [elementsOf(nodes)];
    case "record":
      return [valuesOf(nodes)];
    case "object":
      return [...readableFieldsOf(nodes).values()].map((field) => field.schemas);
    default:
      return [];
  }
}
