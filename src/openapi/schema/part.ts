import type { JsonValue } from "../../model/json.js";
import type { JsonType, Limit, Schema } from "../../model/schema.js";
import type { Context } from "../context.js";
import { child, children, isObject, type Node } from "../node.js";
import { hasOldSchemas } from "../version.js";
import { Keywords } from "./keywords.js";
import { statedDefault, statedValues } from "./stated-values.js";
import { sensitivity } from "./words.js";

/**
 * What one schema object says by itself, in the words of JSON Schema 2020-12: without what it refers
 * to and without `allOf`. Its children are still as written.
 */
export interface Part {
  readonly node: Node;
  /** With "null" where the type is stated to be that; null where no type is stated. */
  readonly types: readonly JsonType[] | null;
  readonly enum: readonly JsonValue[] | null;
  readonly isConst: boolean;
  /** Titles, defaults and the like. */
  readonly annotations: Annotations;
  /** `x-sensitive`. */
  readonly sensitive: boolean;
  /** Bounds, patterns, formats: keywords without schemas in them. */
  readonly bounds: Bounds;
  readonly required: readonly string[];
  readonly properties: ReadonlyMap<string, Node>;
  readonly patternProperties: ReadonlyMap<string, Node>;
  readonly additionalProperties: Node | null;
  readonly unevaluatedProperties: Node | null;
  readonly propertyNames: Node | null;
  readonly dependentRequired: ReadonlyMap<string, readonly string[]>;
  readonly dependentSchemas: ReadonlyMap<string, Node>;
  readonly prefixItems: readonly Node[];
  readonly items: Node | null;
  readonly unevaluatedItems: Node | null;
  readonly contains: Node | null;
  readonly not: Node | null;
  readonly condition: {
    readonly test: Node;
    readonly whenTrue: Node | null;
    readonly whenFalse: Node | null;
  } | null;
  /** `anyOf` and `oneOf` with several alternatives beside null. */
  readonly choices: readonly Choice[];
  /** The property that tells the kinds of this object apart; Swagger 2.0 and OpenAPI's inheritance. */
  readonly discriminator: Node | null;
}

export interface Choice {
  readonly kind: "oneOf" | "anyOf";
  readonly schemas: readonly Node[];
  readonly orNull: boolean;
  /** Not written as a choice: the kinds of a parent that its discriminator tells apart. */
  readonly isImplied: boolean;
}

export type Annotations = Pick<
  Schema,
  "title" | "description" | "default" | "examples" | "deprecated" | "readOnly" | "writeOnly"
>;

export type Bounds = Pick<
  Schema,
  | "minLength"
  | "maxLength"
  | "pattern"
  | "format"
  | "contentEncoding"
  | "contentMediaType"
  | "minimum"
  | "maximum"
  | "exclusiveMinimum"
  | "exclusiveMaximum"
  | "multipleOf"
  | "minItems"
  | "maxItems"
  | "uniqueItems"
  | "minContains"
  | "maxContains"
  | "minProperties"
  | "maxProperties"
>;

/** Reads a schema object's own keywords; what has the wrong kind is reported and left out. */
export function partOf(node: Node, choices: readonly Choice[], context: Context): Part {
  const read = new Keywords(node, context);
  const items = itemsOf(node, read);
  const dependencies = dependenciesOf(read);
  const types = typesOf(node, read, context);
  const stated = statedValues(node, read, types, context);
  const condition = read.schema("if");
  return {
    node,
    types,
    enum: stated.values,
    isConst: stated.isConst,
    annotations: annotationsOf(node, read, types),
    sensitive: read.flag(sensitivity) === true,
    bounds: boundsOf(node, read),
    required: read.texts("required"),
    properties: read.schemas("properties"),
    patternProperties: read.schemas("patternProperties"),
    additionalProperties: read.schema("additionalProperties"),
    unevaluatedProperties: read.schema("unevaluatedProperties"),
    propertyNames: read.schema("propertyNames"),
    dependentRequired: dependencies.required,
    dependentSchemas: dependencies.schemas,
    prefixItems: items.prefix,
    items: items.rest,
    unevaluatedItems: read.schema("unevaluatedItems"),
    contains: read.schema("contains"),
    not: read.schema("not"),
    condition:
      condition === null
        ? null
        : { test: condition, whenTrue: read.schema("then"), whenFalse: read.schema("else") },
    choices,
    discriminator: child(node, "discriminator"),
  };
}

const jsonTypes: ReadonlySet<unknown> = new Set<JsonType>([
  "null",
  "boolean",
  "integer",
  "number",
  "string",
  "array",
  "object",
]);

function typesOf(node: Node, read: Keywords, context: Context): readonly JsonType[] | null {
  const stated = child(node, "type");
  if (stated === null) {
    return hasOldSchemas(context.version) ? structuralType(node) : null;
  }
  if (stated.value === "file") {
    return ["string"];
  }
  const given: readonly unknown[] = Array.isArray(stated.value) ? stated.value : [stated.value];
  const known = given.filter((type): type is JsonType => jsonTypes.has(type));
  if (known.length < given.length || known.length === 0) {
    read.ignore("type", "one of JSON Schema's types");
    return null;
  }
  return [...new Set(known)];
}

/** Up to 3.0 an object schema is commonly written without its type. */
function structuralType(node: Node): readonly JsonType[] | null {
  if (!isObject(node.value) || node.value.enum !== undefined) {
    return null;
  }
  if (isObject(node.value.properties) || node.value.additionalProperties !== undefined) {
    return ["object"];
  }
  return node.value.items === undefined ? null : ["array"];
}

function annotationsOf(node: Node, read: Keywords, types: readonly JsonType[] | null): Annotations {
  const examples = read.values("examples");
  const example = examples === null ? read.json("example") : undefined;
  return defined<Annotations>({
    title: read.text("title"),
    description: read.text("description"),
    default: statedDefault(node, read, types),
    // `example: null` is how some generators say that there is none.
    examples: examples ?? (example === undefined || example === null ? undefined : [example]),
    deprecated: read.flag("deprecated"),
    readOnly: read.flag("readOnly"),
    writeOnly: read.flag("writeOnly"),
  });
}

function boundsOf(node: Node, read: Keywords): Bounds {
  const isFile = child(node, "type")?.value === "file";
  return defined<Bounds>({
    minLength: read.count("minLength"),
    maxLength: read.count("maxLength"),
    pattern: read.text("pattern"),
    format: isFile ? "binary" : read.text("format"),
    contentEncoding: read.text("contentEncoding"),
    contentMediaType: read.text("contentMediaType"),
    ...limits(read, "minimum", "exclusiveMinimum"),
    ...limits(read, "maximum", "exclusiveMaximum"),
    multipleOf: read.positive("multipleOf"),
    minItems: read.count("minItems"),
    maxItems: read.count("maxItems"),
    uniqueItems: read.flag("uniqueItems"),
    minContains: read.count("minContains"),
    maxContains: read.count("maxContains"),
    minProperties: read.count("minProperties"),
    maxProperties: read.count("maxProperties"),
  });
}

/** Up to draft 4 `exclusiveMinimum: true` made `minimum` exclusive; since draft 6 it is a number. */
function limits(
  read: Keywords,
  inclusive: "minimum" | "maximum",
  exclusive: "exclusiveMinimum" | "exclusiveMaximum",
): { readonly [keyword: string]: Limit | undefined } {
  const limit = read.limit(inclusive);
  if (typeof read.raw(exclusive) !== "boolean") {
    return { [inclusive]: limit, [exclusive]: read.limit(exclusive) };
  }
  return read.raw(exclusive) === true ? { [exclusive]: limit } : { [inclusive]: limit };
}

/** Up to 2019-09 a list of `items` was a tuple, and `additionalItems` what follows it. */
function itemsOf(
  node: Node,
  read: Keywords,
): { readonly prefix: readonly Node[]; readonly rest: Node | null } {
  const items = child(node, "items");
  if (items !== null && Array.isArray(items.value)) {
    return {
      prefix: children(items).map(([, element]) => element),
      rest: read.schema("additionalItems"),
    };
  }
  return { prefix: read.list("prefixItems"), rest: read.schema("items") };
}

/** Up to draft 7 `dependencies` held both kinds. */
function dependenciesOf(read: Keywords): {
  readonly required: ReadonlyMap<string, readonly string[]>;
  readonly schemas: ReadonlyMap<string, Node>;
} {
  const required = new Map(read.textLists("dependentRequired"));
  const schemas = new Map(read.schemas("dependentSchemas"));
  for (const [name, dependency] of read.members("dependencies")) {
    if (Array.isArray(dependency.value)) {
      required.set(
        name,
        dependency.value.filter((other) => typeof other === "string"),
      );
    } else if (typeof dependency.value === "string") {
      required.set(name, [dependency.value]);
    } else {
      schemas.set(name, dependency);
    }
  }
  return { required, schemas };
}

function defined<T extends object>(values: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
