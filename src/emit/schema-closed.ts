import type { Schema, SchemaOrBoolean } from "../model/schema.js";
import {
  areDisjoint,
  type Definitions,
  definitionOf,
  nameOfReference,
  possibleTypes,
} from "./schema-alternatives.js";
import { conjunction, mapSubschemas, merged } from "./schema-merge.js";

/**
 * The schema of an input: with as little `allOf` as possible, and with objects that refuse members
 * which no part of the schema names, unless it says `additionalProperties` itself. An object without
 * any named members stays open. A schema that says `properties` and no type means an object.
 */
export function closedInput(schema: Schema): Schema {
  const simple = merged(schema);
  const closer = new Closer(simple.$defs ?? {});
  const { $defs: _, ...root } = simple;
  const result = closer.close(root);
  const definitions = closer.definitions();
  return Object.keys(definitions).length === 0 ? result : { ...result, $defs: definitions };
}

class Closer {
  readonly #open: Definitions;
  readonly #closed = new Map<string, Schema>();

  constructor(definitions: Definitions) {
    this.#open = definitions;
  }

  /** The definitions that what was closed refers to; those taken up into others stay open under names of their own. */
  definitions(): Definitions {
    return Object.fromEntries([...this.#closed].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  close(written: Schema): Schema {
    const schema = this.#withType(this.#below(written));
    if (isBareReference(schema)) {
      this.#define(schema, (definition) => this.close(definition), "");
      return schema;
    }
    const alternatives = this.#closedAlternatives(schema);
    if (alternatives !== null) {
      return alternatives;
    }
    if (this.#addsMembers(schema)) {
      return schema.unevaluatedProperties === undefined && this.#isForObjects(schema)
        ? { ...this.#opened(schema), unevaluatedProperties: false }
        : this.#opened(schema);
    }
    return isToBeClosed(schema) ? { ...schema, additionalProperties: false } : schema;
  }

  /** Everything below the members and elements closed; the schema itself as it is. */
  #below(schema: Schema): Schema {
    const close = (one: SchemaOrBoolean) => (typeof one === "boolean" ? one : this.close(one));
    const { properties, patternProperties, items, prefixItems, additionalProperties } = schema;
    return {
      ...schema,
      ...(properties && { properties: mapValues(properties, close) }),
      ...(patternProperties && { patternProperties: mapValues(patternProperties, close) }),
      ...(items !== undefined && { items: close(items) }),
      ...(prefixItems && { prefixItems: prefixItems.map(close) }),
      ...(additionalProperties !== undefined && {
        additionalProperties: close(additionalProperties),
      }),
    };
  }

  #withType(schema: Schema): Schema {
    const says = schema.type ?? schema.enum ?? schema.const ?? schema.$ref;
    if (says === undefined && schema.properties !== undefined) {
      return { type: ["object"], ...schema };
    }
    const applies = schema.anyOf ?? schema.oneOf ?? schema.allOf;
    if (says === undefined && applies === undefined && schema.items !== undefined) {
      return { type: ["array"], ...schema };
    }
    return schema;
  }

  /**
   * `oneOf`, or an `anyOf` of which a value fits one at most, closed one by one; what stands beside
   * it is moved into each. Null where that would refuse what the alternatives accept together.
   */
  #closedAlternatives(schema: Schema): Schema | null {
    const { oneOf, anyOf, title, description, default: standard, ...own } = schema;
    const alternatives = oneOf ?? anyOf;
    const keyword = oneOf === undefined ? "anyOf" : "oneOf";
    if (alternatives === undefined || (oneOf !== undefined && anyOf !== undefined)) {
      return null;
    }
    const objects = alternatives.filter((one) => this.#isForObjects(one));
    const apart = keyword === "oneOf" || objects.length < 2 || areDisjoint(objects, this.#open);
    if (!apart || !alternatives.some((one) => this.#addsTo(schema, one))) {
      return null;
    }
    const whole = alternatives.map((one) => this.#distribute(own, one));
    if (whole.some((one) => one === null)) {
      return null;
    }
    return {
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(standard !== undefined && { default: standard }),
      [keyword]: whole.map((one) =>
        typeof one === "object" && one !== null ? this.close(one) : one,
      ),
    };
  }

  #distribute(own: Schema, alternative: SchemaOrBoolean): SchemaOrBoolean | null {
    if (Object.keys(own).length === 0 || alternative === false) {
      return alternative;
    }
    if (alternative === true) {
      return own;
    }
    const definition = definitionOf(alternative, this.#open);
    const target = isBareReference(alternative) && definition !== null ? definition : alternative;
    return conjunction(target, own);
  }

  /** Whether a schema beside the own members names others. */
  #addsMembers(schema: Schema): boolean {
    const { allOf = [], anyOf = [], oneOf = [], dependentSchemas = {} } = schema;
    const { if: test = true, then = true, else: otherwise = true } = schema;
    const beside = [...allOf, ...anyOf, ...oneOf, ...Object.values(dependentSchemas)];
    return (
      schema.$ref !== undefined ||
      [...beside, test, then, otherwise].some((one) => this.#addsTo(schema, one))
    );
  }

  #addsTo(schema: Schema, other: SchemaOrBoolean): boolean {
    if (typeof other === "boolean") {
      return false;
    }
    const known = schema.properties ?? {};
    const names = Object.keys(other.properties ?? {});
    return (
      names.some((name) => !Object.hasOwn(known, name)) ||
      other.patternProperties !== undefined ||
      (typeof other.additionalProperties === "object" && other.type?.includes("object") === true) ||
      (other.$ref !== undefined && this.#isForObjects(other)) ||
      this.#addsMembers({ ...other, properties: { ...known, ...other.properties } })
    );
  }

  #isForObjects(schema: SchemaOrBoolean): boolean {
    return possibleTypes(schema, this.#open).has("object");
  }

  /** References beside other keywords name definitions that stay open, so that all count together. */
  #opened(schema: Schema): Schema {
    const open = (one: SchemaOrBoolean) =>
      typeof one === "boolean" ? one : this.#opened(this.#below(one));
    const inPlace = new Set<SchemaOrBoolean | undefined>([
      ...(schema.allOf ?? []),
      ...(schema.anyOf ?? []),
      ...(schema.oneOf ?? []),
      ...Object.values(schema.dependentSchemas ?? {}),
      schema.then,
      schema.else,
    ]);
    const opened = mapSubschemas(schema, (one) => (inPlace.has(one) ? open(one) : one));
    if (schema.$ref === undefined) {
      return opened;
    }
    const make = (definition: Schema) => this.#opened(this.#below(definition));
    return { ...opened, $ref: this.#define(schema, make, "Open") };
  }

  /** Makes a definition once, and returns the reference to it. */
  #define(schema: Schema, make: (definition: Schema) => Schema, suffix: string): string {
    const name = `${nameOfReference(schema) ?? ""}${suffix}`;
    const definition = definitionOf(schema, this.#open);
    if (definition !== null && !this.#closed.has(name)) {
      this.#closed.set(name, {});
      this.#closed.set(name, make(definition));
    }
    return `#/$defs/${name}`;
  }
}

const annotations = new Set(["title", "description", "default", "examples", "deprecated"]);

/** A reference with nothing beside it that constrains. */
export function isBareReference(schema: Schema): boolean {
  return (
    schema.$ref !== undefined &&
    Object.keys(schema).every((keyword) => keyword === "$ref" || annotations.has(keyword))
  );
}

function isToBeClosed(schema: Schema): boolean {
  return (
    schema.properties !== undefined &&
    schema.patternProperties === undefined &&
    schema.additionalProperties === undefined &&
    schema.unevaluatedProperties === undefined
  );
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
