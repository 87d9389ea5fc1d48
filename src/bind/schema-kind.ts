import type { Pointer, SchemaNode } from "../openapi/api.js";

/** What a reader of a value can count on; `any` where the schema leaves it open. */
export type ValueKind =
  | "string"
  | "boolean"
  | "integer"
  | "int64"
  | "number"
  | "list"
  | "record"
  | "object"
  | "any";

/** A field as all the schemas that describe one object declare it. */
export interface FieldSchemas {
  readonly schemas: readonly SchemaNode[];
  /** Whether every alternative requires it. */
  readonly required: boolean;
  /** Where the first of them declares it. */
  readonly pointer: Pointer;
}

/** How deep `oneOf` may stand inside `oneOf` before the value counts as anything. */
const deepestVariant = 8;

/** The one kind that all alternatives share. */
export function kindOf(nodes: readonly SchemaNode[]): ValueKind {
  const kinds = new Set(nodes.flatMap((node) => kindsOf(node, 0)));
  const [only] = kinds;
  if (only !== undefined && kinds.size === 1) {
    return only;
  }
  const allNumbers = [...kinds].every((kind) => kind === "integer" || kind === "number");
  return allNumbers && kinds.size > 0 ? "number" : "any";
}

/**
 * What of several alternatives are objects with members: `{ gte: … }` beside a number. All of them
 * where nothing else is.
 */
export function objectsIn(nodes: readonly SchemaNode[]): readonly SchemaNode[] {
  return nodes.flatMap((node) => {
    if (kindOf([node]) === "object") {
      return [node];
    }
    const variants = node.properties().size === 0 ? node.variants() : null;
    return variants?.schemas.filter((variant) => kindOf([variant]) === "object") ?? [];
  });
}

/** The fields of an object, those of `oneOf` and `anyOf` included, in declaration order. */
export function fieldsOf(nodes: readonly SchemaNode[]): ReadonlyMap<string, FieldSchemas> {
  return merge(nodes.map((node) => fieldsOfNode(node, 0)));
}

/** The fields that an answer may hold. */
export function readableFieldsOf(nodes: readonly SchemaNode[]): ReadonlyMap<string, FieldSchemas> {
  const readable = [...fieldsOf(nodes)].filter(
    ([, field]) => !field.schemas.every((node) => node.writeOnly),
  );
  return new Map(readable);
}

/** The element schemas of a list that several schemas describe. */
export function elementsOf(nodes: readonly SchemaNode[]): readonly SchemaNode[] {
  return nodes.flatMap((node) => {
    const variants = node.variants();
    return variants === null ? (node.items() ?? []) : elementsOf(variants.schemas);
  });
}

/** The schemas of the values under keys that a map does not name. */
export function valuesOf(nodes: readonly SchemaNode[]): readonly SchemaNode[] {
  return nodes.flatMap((node) => {
    const values = node.additional();
    return typeof values === "boolean" ? [] : [values];
  });
}

/** The values that a text may have, or null where it is free. */
export function textValuesOf(nodes: readonly SchemaNode[]): readonly string[] | null {
  const values = new Set<string>();
  for (const node of nodes) {
    const variants = node.variants();
    const own =
      variants === null
        ? (node.enum?.filter((value) => typeof value === "string") ?? null)
        : textValuesOf(variants.schemas);
    if (own === null) {
      return null;
    }
    for (const value of own) {
      values.add(value);
    }
  }
  return values.size === 0 ? null : [...values];
}

function kindsOf(node: SchemaNode, depth: number): readonly ValueKind[] {
  const variants = node.variants();
  if (variants !== null && node.properties().size === 0) {
    return depth > deepestVariant
      ? ["any"]
      : variants.schemas.flatMap((variant) => kindsOf(variant, depth + 1));
  }
  if (node.types === null) {
    if (node.properties().size > 0) {
      return ["object"];
    }
    return node.items() === null ? ["any"] : ["list"];
  }
  return node.types.map((type) => {
    switch (type) {
      case "string":
      case "boolean":
      case "number":
        return type;
      case "integer":
        return isLargeIntegerNode(node) ? "int64" : "integer";
      case "array":
        return "list";
      case "object":
        return node.properties().size > 0 ? "object" : "record";
      case "null":
        return "any";
      default:
        return type satisfies never;
    }
  });
}

/** Whether an integer may be past 2^53, by its format, its bounds or its values. */
function isLargeIntegerNode(node: SchemaNode): boolean {
  const { format = "", type = [] } = node.toSchema();
  const isListed = type.includes("string") && node.types?.includes("string") === false;
  return isListed || ["int64", "uint64"].includes(node.format ?? format);
}

function fieldsOfNode(node: SchemaNode, depth: number): ReadonlyMap<string, FieldSchemas> {
  const own = new Map<string, FieldSchemas>();
  for (const [name, property] of node.properties()) {
    own.set(name, {
      schemas: [property.schema],
      required: property.required,
      pointer: property.pointer,
    });
  }
  const variants = node.variants();
  if (variants === null || depth > deepestVariant) {
    return own;
  }
  const inVariants = merge(variants.schemas.map((variant) => fieldsOfNode(variant, depth + 1)));
  for (const [name, field] of inVariants) {
    const known = own.get(name);
    own.set(name, {
      schemas: [...(known?.schemas ?? []), ...field.schemas],
      required: field.required || known?.required === true,
      pointer: known?.pointer ?? field.pointer,
    });
  }
  return own;
}

function merge(
  alternatives: readonly ReadonlyMap<string, FieldSchemas>[],
): ReadonlyMap<string, FieldSchemas> {
  const merged = new Map<string, FieldSchemas>();
  for (const fields of alternatives) {
    for (const [name, field] of fields) {
      const known = merged.get(name);
      merged.set(name, {
        schemas: [...(known?.schemas ?? []), ...field.schemas],
        required: alternatives.every((other) => other.get(name)?.required === true),
        pointer: known?.pointer ?? field.pointer,
      });
    }
  }
  return merged;
}
