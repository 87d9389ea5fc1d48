import type { Schema, SchemaOrBoolean } from "../../model/schema.js";
import type { ExactObject, ExactValue } from "../../openapi/exact-integers.js";
import type { Builder, Place } from "./builder.js";
import { matches, textOfPattern } from "./patterns.js";
import { textFor } from "./texts.js";
import type { Demand } from "./ways.js";
import { lastPageValue } from "./words.js";

/** Entries of an object that is a table by names of its own. */
const usualEntries = 2;
const mostProperties = 2_000;

export class ObjectBuilder {
  readonly #builder: Builder;

  constructor(builder: Builder) {
    this.#builder = builder;
  }

  build(demand: Demand, place: Place): ExactObject | undefined {
    const made = new Map<string, ExactValue>();
    const required = requiredOf(demand, (schema) => this.#builder.checks.isHidden(schema));
    const limits = limitsOf(demand);
    if (required.size > limits.most || required.size > mostProperties) {
      return undefined;
    }
    for (const name of required) {
      const value = this.#required(demand, name, place);
      if (value !== undefined) {
        made.set(name, value);
      } else if (!this.#builder.isLenient) {
        return undefined;
      }
    }
    for (const name of this.#optional(demand, required, place)) {
      if (made.size < limits.most) {
        this.#addOptional(made, demand, name, place, limits.most);
      }
    }
    this.#addEntries(made, demand, place, limits);
    return made.size < limits.least ? undefined : ordered(made, demand);
  }

  #required(demand: Demand, name: string, place: Place): ExactValue | undefined {
    const isEndless =
      this.#builder.isLenient &&
      schemasOf(demand, name).some((schema) => this.#builder.recurs(schema, place));
    return isEndless ? undefined : this.#property(demand, name, place);
  }

  #property(demand: Demand, name: string, place: Place): ExactValue | undefined {
    const schemas = schemasOf(demand, name);
    return this.#builder.build(schemas, { ...place, depth: place.depth + 1, name });
  }

  /** With what it makes necessary, or not at all. */
  #addOptional(
    made: Map<string, ExactValue>,
    demand: Demand,
    name: string,
    place: Place,
    most: number,
  ): void {
    const needed = neededWith(demand, name).filter((other) => !made.has(other));
    const values = needed.map((each) => [each, this.#property(demand, each, place)] as const);
    if (made.size + needed.length <= most && values.every(([, value]) => value !== undefined)) {
      for (const [each, value] of values) {
        made.set(each, value ?? null);
      }
    }
  }

  /** Optional properties in the order in which there should be room for them: plain ones first. */
  #optional(demand: Demand, required: ReadonlySet<string>, place: Place): readonly string[] {
    const { checks } = this.#builder;
    if (this.#builder.isSparse(place)) {
      return [];
    }
    const names = declaredNames(demand).filter((name) => {
      const schemas = schemasOf(demand, name);
      return (
        !required.has(name) &&
        !schemas.some((schema) => checks.isHidden(schema)) &&
        !schemas.some((schema) => this.#builder.recurs(schema, place)) &&
        !(lastPageValue(name) === null && !schemas.some(admitsNull))
      );
    });
    const isPlain = (name: string) => schemasOf(demand, name).every(isScalarSchema);
    return [...names.filter(isPlain), ...names.filter((name) => !isPlain(name))];
  }

  /** Entries under names that the schema does not list. */
  #addEntries(
    made: Map<string, ExactValue>,
    demand: Demand,
    place: Place,
    { least, most }: Limits,
  ): void {
    const isTable = declaredNames(demand).length === 0 && demand.some(describesEntries);
    const roomy =
      isTable &&
      !this.#builder.isSparse(place) &&
      !demand.some((schema) => this.#builder.recurs(schema, place));
    const wanted = Math.min(most, Math.max(least, roomy ? usualEntries : 0), mostProperties);
    for (let attempt = 0; made.size < wanted && attempt < wanted + 20; attempt++) {
      const unused = declaredNames(demand).filter((each) => !made.has(each));
      const name = unused[attempt] ?? this.#entryName(demand, attempt);
      if (name === undefined || made.has(name) || schemasOf(demand, name).includes(false)) {
        continue;
      }
      const value = this.#property(demand, name, { ...place, repeated: attempt > 0 });
      if (value !== undefined) {
        made.set(name, value);
      }
    }
  }

  #entryName(demand: Demand, index: number): string | undefined {
    const { random } = this.#builder;
    const names = demand.flatMap(({ propertyNames }) =>
      typeof propertyNames === "object" ? [this.#builder.checks.resolve(propertyNames)] : [],
    );
    const listed = names
      .flatMap((schema) => schema.enum ?? [])
      .filter((name) => typeof name === "string");
    if (listed.length > 0) {
      return listed[index % listed.length];
    }
    if (names.length > 0) {
      return textFor(names, "", random);
    }
    const [pattern] = demand.flatMap(({ patternProperties = {} }) =>
      Object.keys(patternProperties),
    );
    return pattern === undefined
      ? `key${index + 1}`
      : (textOfPattern(pattern, 1, 40, random) ?? `key${index + 1}`);
  }
}

interface Limits {
  readonly least: number;
  readonly most: number;
}

function limitsOf(demand: Demand): Limits {
  return {
    least: Math.max(0, ...demand.flatMap(({ minProperties }) => minProperties ?? [])),
    most: Math.min(
      Number.POSITIVE_INFINITY,
      ...demand.flatMap(({ maxProperties }) => maxProperties ?? []),
    ),
  };
}

function requiredOf(
  demand: Demand,
  isHidden: (schema: SchemaOrBoolean) => boolean,
): ReadonlySet<string> {
  const names = demand.flatMap(({ required = [] }) => required);
  const visible = names.filter((name) => !schemasOf(demand, name).some(isHidden));
  return new Set(visible.flatMap((name) => neededWith(demand, name)));
}

/** The property, and those that must stand beside it. */
function neededWith(demand: Demand, name: string): readonly string[] {
  const needed = new Set([name]);
  for (const each of needed) {
    for (const { dependentRequired = {} } of demand) {
      const others = Object.hasOwn(dependentRequired, each) ? (dependentRequired[each] ?? []) : [];
      for (const other of others) {
        needed.add(other);
      }
    }
  }
  return [...needed];
}

/** What a property has to fit. */
function schemasOf(demand: Demand, name: string): readonly SchemaOrBoolean[] {
  return demand.flatMap(({ properties = {}, patternProperties = {}, additionalProperties }) => {
    const own = Object.hasOwn(properties, name) ? [properties[name] ?? true] : [];
    const patterned = Object.entries(patternProperties)
      .filter(([pattern]) => matches(name, pattern))
      .map(([, schema]) => schema);
    const named = [...own, ...patterned];
    return named.length === 0 && additionalProperties !== undefined
      ? [additionalProperties]
      : named;
  });
}

function declaredNames(demand: Demand): readonly string[] {
  return [...new Set(demand.flatMap(({ properties = {} }) => Object.keys(properties)))];
}

function describesEntries({ additionalProperties, patternProperties }: Schema): boolean {
  return typeof additionalProperties === "object" || patternProperties !== undefined;
}

function admitsNull(schema: SchemaOrBoolean): boolean {
  return (
    typeof schema === "object" && (schema.type?.includes("null") ?? schema.anyOf !== undefined)
  );
}

function isScalarSchema(schema: SchemaOrBoolean): boolean {
  return (
    typeof schema === "object" &&
    schema.type !== undefined &&
    !schema.type.includes("object") &&
    !schema.type.includes("array")
  );
}

/** In the order in which the schema names the properties. */
function ordered(made: ReadonlyMap<string, ExactValue>, demand: Demand): ExactObject {
  const names = declaredNames(demand).filter((name) => made.has(name));
  const others = [...made.keys()].filter((name) => !names.includes(name));
  // `fromEntries` makes a property of `__proto__`, where an assignment would not.
  return Object.fromEntries([...names, ...others].map((name) => [name, made.get(name) ?? null]));
}
