import { isDeepStrictEqual } from "node:util";
import { largestLimit, smallestLimit } from "../limit/limit.js";
import type { JsonValue } from "../model/json.js";
import type { JsonType, Schema, SchemaOrBoolean } from "../model/schema.js";
import { portablePattern } from "./regex.js";

/**
 * The same schema with as little `allOf` as possible: each part is merged into the schema around it
 * where that accepts the same values. Keywords that look at their neighbours (`additionalProperties`
 * at `properties`, `items` at `prefixItems`, …) are merged as groups; what cannot be merged stays.
 */
export function merged(schema: Schema): Schema {
  const { allOf, ...own } = mapSubschemas(withPortablePattern(schema), mergedOrBoolean);
  if (allOf === undefined) {
    return own;
  }
  let result: Schema = own;
  const left: SchemaOrBoolean[] = [];
  for (const part of allOf.flatMap(partsOf)) {
    const both = conjunction(result, part);
    if (both === null) {
      left.push(part);
    } else {
      result = both;
    }
  }
  return left.length === 0 ? result : { ...result, allOf: left };
}

/** A pattern is spelled so that it can be read as JSON Schema asks: what is checked and what is shown then agree. */
function withPortablePattern(schema: Schema): Schema {
  const portable = schema.pattern === undefined ? null : portablePattern(schema.pattern);
  return portable === null ? schema : { ...schema, pattern: portable };
}

function mergedOrBoolean(schema: SchemaOrBoolean): SchemaOrBoolean {
  return typeof schema === "boolean" ? schema : merged(schema);
}

/** A part that is nothing but an `allOf` itself counts as its parts. */
function partsOf(part: SchemaOrBoolean): readonly SchemaOrBoolean[] {
  if (typeof part === "boolean" || part.allOf === undefined) {
    return [part];
  }
  const { allOf, ...own } = part;
  return hasUnevaluated(own) ? [part] : [own, ...allOf];
}

/** One schema that accepts what both accept, or null where there is none without `allOf`. */
export function conjunction(left: Schema, right: SchemaOrBoolean): Schema | null {
  if (right === true) {
    return left;
  }
  if (right === false || hasUnevaluated(left) || hasUnevaluated(right)) {
    return null;
  }
  if (left.$ref !== undefined || right.$ref !== undefined || right.allOf !== undefined) {
    return null;
  }
  const clash = groups.some((group) => !combinable(group, left, right));
  if (clash) {
    return null;
  }
  const together: Record<string, unknown> = { ...right, ...left };
  for (const [keyword, combine] of Object.entries(combiners)) {
    const a = left[keyword as keyof Schema];
    const b = right[keyword as keyof Schema];
    if (a !== undefined && b !== undefined) {
      together[keyword] = combine(a as never, b as never);
    }
  }
  return together;
}

/** Keywords that mean something together; two schemas that both use a group keep apart unless noted. */
const groups: readonly (readonly (keyof Schema)[])[] = [
  ["properties", "patternProperties", "additionalProperties"],
  ["prefixItems", "items"],
  ["contains", "minContains", "maxContains"],
  ["if", "then", "else"],
  ["const"],
  ["pattern"],
  ["format"],
  ["multipleOf"],
  ["contentEncoding", "contentMediaType"],
  ["propertyNames"],
  ["dependentRequired"],
  ["dependentSchemas"],
  ["anyOf"],
  ["oneOf"],
  ["not"],
];

function combinable(group: readonly (keyof Schema)[], left: Schema, right: Schema): boolean {
  const usedBy = (schema: Schema) => group.filter((keyword) => schema[keyword] !== undefined);
  const [used, alsoUsed] = [usedBy(left), usedBy(right)];
  if (used.length === 0 || alsoUsed.length === 0) {
    return true;
  }
  if (group.every((keyword) => isDeepStrictEqual(left[keyword], right[keyword]))) {
    return true;
  }
  const onlyNames = [...used, ...alsoUsed].every((keyword) => keyword === "properties");
  return onlyNames || (isOpen(left) && isOpen(right));
}

/** Whether all that the members group says is which members there are, and `additionalProperties: true`. */
function isOpen(schema: Schema): boolean {
  const { patternProperties, additionalProperties = true, properties } = schema;
  return (
    properties !== undefined && patternProperties === undefined && additionalProperties === true
  );
}

const combiners: Partial<{
  [K in keyof Schema]-?: (left: NonNullable<Schema[K]>, right: NonNullable<Schema[K]>) => Schema[K];
}> = {
  type: intersectTypes,
  enum: commonValues,
  minimum: largestLimit,
  maximum: smallestLimit,
  exclusiveMinimum: largestLimit,
  exclusiveMaximum: smallestLimit,
  minLength: Math.max,
  maxLength: Math.min,
  minItems: Math.max,
  maxItems: Math.min,
  minProperties: Math.max,
  maxProperties: Math.min,
  uniqueItems: (left, right) => left || right,
  required: (left, right) => [...new Set([...left, ...right])],
  properties: (left, right) => {
    const together: Record<string, SchemaOrBoolean> = { ...left };
    for (const [name, member] of Object.entries(right)) {
      const known = Object.hasOwn(left, name) ? left[name] : undefined;
      defineMember(
        together,
        name,
        known === undefined ? member : merged({ allOf: [known, member] }),
      );
    }
    return together;
  },
};

/** The values of both lists, in the order of the first. */
function commonValues(
  left: readonly JsonValue[],
  right: readonly JsonValue[],
): readonly JsonValue[] {
  const known = new Set(right);
  const objects = right.filter((value) => typeof value === "object");
  return left.filter(
    (value) => known.has(value) || objects.some((other) => isDeepStrictEqual(value, other)),
  );
}

function intersectTypes(
  left: readonly JsonType[],
  right: readonly JsonType[],
): readonly JsonType[] {
  const within = (types: readonly JsonType[], type: JsonType) =>
    types.includes(type) || (type === "integer" && types.includes("number"));
  return [
    ...left.filter((type) => within(right, type)),
    ...right.filter((type) => within(left, type) && !left.includes(type)),
  ];
}

function hasUnevaluated(schema: Schema): boolean {
  return schema.unevaluatedItems !== undefined || schema.unevaluatedProperties !== undefined;
}

/** Sets a member as JSON has it: `__proto__` is a name like any other. */
function defineMember<T>(record: Record<string, T>, name: string, value: T): void {
  Object.defineProperty(record, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** The schema with every subschema replaced, in place of which nothing else changes. */
export function mapSubschemas(
  schema: Schema,
  change: (subschema: SchemaOrBoolean) => SchemaOrBoolean,
): Schema {
  const result: Record<string, unknown> = { ...schema };
  for (const keyword of singleSubschemas) {
    const value = schema[keyword];
    if (value !== undefined) {
      result[keyword] = change(value);
    }
  }
  for (const keyword of listsOfSubschemas) {
    const value = schema[keyword];
    if (value !== undefined) {
      result[keyword] = value.map(change);
    }
  }
  for (const keyword of namedSubschemas) {
    const value = schema[keyword];
    if (value !== undefined) {
      result[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, subschema]) => [name, change(subschema)]),
      );
    }
  }
  return result;
}

/** The subschemas of a schema, in no order that matters. */
export function subschemasOf(schema: Schema): readonly SchemaOrBoolean[] {
  const found: SchemaOrBoolean[] = [];
  mapSubschemas(schema, (subschema) => {
    found.push(subschema);
    return subschema;
  });
  return found;
}

const singleSubschemas = [
  "items",
  "contains",
  "unevaluatedItems",
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "not",
  "if",
  "then",
  "else",
] as const satisfies readonly (keyof Schema)[];
const listsOfSubschemas = ["prefixItems", "allOf", "anyOf", "oneOf"] as const;
const namedSubschemas = ["$defs", "properties", "patternProperties", "dependentSchemas"] as const;
