import type { JsonValue } from "../../model/json.js";
import type { JsonType, Schema, SchemaOrBoolean } from "../../model/schema.js";
import type { ExactValue } from "../../openapi/exact-integers.js";
import { ArrayBuilder } from "./arrays.js";
import { type Checks, spellings } from "./checks.js";
import { numberFor } from "./numbers.js";
import { ObjectBuilder } from "./objects.js";
import type { Random } from "./random.js";
import { textFor, varied } from "./texts.js";
import { type Demand, waysOf } from "./ways.js";
import { isMostlyNull, lastPageValue } from "./words.js";

export interface BuilderOptions {
  readonly examples: boolean;
  /** Leaves out whatever may be left out. */
  readonly sparse: boolean;
  /** Gives up a value that does not fit its schema, for another alternative further up. */
  readonly strict: boolean;
}

/** Where in the value something is made. */
export interface Place {
  readonly depth: number;
  /** The property that holds it, or holds the list that holds it. */
  readonly name: string;
  /** Whether an earlier element of the same list has the examples already. */
  readonly repeated: boolean;
  /** The named schemas that this is inside of. */
  readonly inside: readonly string[];
}

/** Below this, only what must be there is made. */
const comfortable = 5;
const deepest = 40;
/** Values after which only what must be there is made, and after which nothing is. */
const comfortableSteps = 1_500;
const mostSteps = 20_000;

/** Makes one value. */
export class Builder {
  readonly checks: Checks;
  readonly random: Random;
  readonly #options: BuilderOptions;
  readonly #objects: ObjectBuilder;
  readonly #arrays: ArrayBuilder;
  #steps = 0;

  constructor(checks: Checks, random: Random, options: BuilderOptions) {
    this.checks = checks;
    this.random = random;
    this.#options = options;
    this.#objects = new ObjectBuilder(this);
    this.#arrays = new ArrayBuilder(this);
  }

  /** Whether what does not fit is better than nothing. */
  get isLenient(): boolean {
    return !this.#options.strict;
  }

  /** Whether there is no room for what may be left out. */
  isSparse(place: Place): boolean {
    return this.#options.sparse || place.depth > comfortable || this.#steps > comfortableSteps;
  }

  /** Whether a schema contains what is being made, so that going on could go on for ever. */
  recurs(schema: SchemaOrBoolean, place: Place): boolean {
    if (typeof schema === "boolean") {
      return false;
    }
    const { items = true, additionalProperties = true } = schema;
    return (
      (schema.$ref !== undefined && place.inside.includes(schema.$ref)) ||
      [items, additionalProperties].some((part) => part !== schema && this.recurs(part, place)) ||
      (schema.anyOf ?? schema.oneOf ?? []).some((part) => this.recurs(part, place))
    );
  }

  /** A value for schemas that must all hold; undefined where none was found. */
  build(
    schemas: readonly SchemaOrBoolean[],
    place: Place = { depth: 0, name: "", repeated: false, inside: [] },
  ): ExactValue | undefined {
    if (place.depth > deepest || ++this.#steps > mostSteps) {
      return undefined;
    }
    const inside = [...place.inside, ...schemas.flatMap(refOf)];
    let last: ExactValue | undefined;
    for (const demand of waysOf(
      schemas,
      (schema) => this.checks.resolve(schema),
      (alternatives) => this.#ordered(alternatives, place),
    )) {
      const value = this.#make(demand, {
        ...place,
        inside: [...inside, ...demand.flatMap(refOf)],
      });
      if (value === undefined) {
        continue;
      }
      if (this.#isRight(schemas, demand, value)) {
        return value;
      }
      last ??= value;
    }
    return this.#options.strict ? undefined : last;
  }

  /** Whether what was made piece by piece fits as a whole. */
  #isRight(schemas: readonly SchemaOrBoolean[], demand: Demand, value: ExactValue): boolean {
    if (typeof value !== "object" || value === null) {
      return this.#acceptedByAll(demand, value);
    }
    return !needsCheck(demand) || schemas.every((each) => this.checks.accepts(each, value));
  }

  /** Null last, unless there is no room for more; what leads back to itself last of all. */
  #ordered(alternatives: readonly SchemaOrBoolean[], place: Place): readonly SchemaOrBoolean[] {
    const isSparse = this.isSparse(place);
    const rank = (schema: SchemaOrBoolean): number => {
      if (typeof schema === "boolean") {
        return schema ? 3 : 9;
      }
      const { type } = this.checks.resolve(schema);
      if (this.recurs(schema, place)) {
        return 8;
      }
      if (type?.length === 1 && type[0] === "null") {
        return isSparse ? 0 : 5;
      }
      return isSparse && !type?.some(isScalar) ? 4 : 1;
    };
    return this.random
      .shuffled(alternatives)
      .map((schema) => ({ schema, rank: rank(schema) }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ schema }) => schema);
  }

  #make(demand: Demand, place: Place): ExactValue | undefined {
    const stated = this.#statedValue(demand);
    if (stated !== undefined) {
      return stated.value;
    }
    const types = typesOf(demand);
    const forced = this.#valueByName(demand, types, place);
    if (forced !== undefined) {
      return forced;
    }
    const example = this.#options.examples ? this.#example(demand, place) : undefined;
    if (example !== undefined) {
      return example;
    }
    for (const type of this.#orderedTypes(types, place)) {
      const value = this.#ofType(type, demand, place);
      if (value !== undefined) {
        return value;
      }
    }
    return undefined;
  }

  /** One of the values that the schemas list; null where they list none that all of them allow. */
  #statedValue(demand: Demand): { readonly value: ExactValue | undefined } | undefined {
    const list = demand.find((schema) => schema.const !== undefined || schema.enum !== undefined);
    if (list === undefined) {
      return undefined;
    }
    const values = list.const === undefined ? (list.enum ?? []) : [list.const];
    const shuffled = this.random.shuffled(values).flatMap(spellings);
    const ordered = [...shuffled.filter((value) => value !== null), ...shuffled];
    return { value: ordered.find((value) => this.#acceptedByAll(demand, value)) };
  }

  #valueByName(
    demand: Demand,
    types: readonly JsonType[],
    { name, depth }: Place,
  ): ExactValue | undefined {
    const last = lastPageValue(name);
    if (depth === 0 || (last === undefined && !isMostlyNull(name))) {
      return undefined;
    }
    const wanted = last ?? null;
    const type = wanted === null ? "null" : "boolean";
    return types.includes(type) && this.#acceptedByAll(demand, wanted) ? wanted : undefined;
  }

  #example(demand: Demand, place: Place): ExactValue | undefined {
    const examples = demand.flatMap((schema) => schema.examples ?? []);
    const defaults = demand.flatMap(({ default: value }) => (value === undefined ? [] : [value]));
    const fitting = (values: readonly JsonValue[]) =>
      values.flatMap(spellings).filter((value) => this.#acceptedByAll(demand, value));
    if (!place.repeated) {
      return fitting(examples)[0] ?? fitting(defaults)[0];
    }
    const [first, ...others] = fitting(examples);
    const another = this.random.pick(others);
    if (another !== undefined || typeof first !== "string") {
      return another;
    }
    const value = varied(first, this.random);
    return this.#acceptedByAll(demand, value) ? value : undefined;
  }

  #orderedTypes(types: readonly JsonType[], place: Place): readonly JsonType[] {
    const others = types.filter((type) => type !== "null");
    const simpleFirst = [...others].sort(
      (one, other) => Number(isScalar(other)) - Number(isScalar(one)),
    );
    const isSparse = this.isSparse(place);
    const nothing = types.filter((type) => type === "null");
    return isSparse && !others.some(isScalar)
      ? [...nothing, ...simpleFirst]
      : [...(isSparse ? simpleFirst : others), ...nothing];
  }

  #ofType(type: JsonType, demand: Demand, place: Place): ExactValue | undefined {
    switch (type) {
      case "null":
        return null;
      case "boolean":
        return this.random.next() < 0.5;
      case "integer":
      case "number":
        return numberFor(demand, type, place.name, this.random);
      case "string":
        return textFor(demand, place.name, this.random, this.isLenient);
      case "array":
        return this.#arrays.build(demand, place);
      case "object":
        return this.#objects.build(demand, place);
      default:
        return type satisfies never;
    }
  }

  #acceptedByAll(demand: Demand, value: ExactValue): boolean {
    return demand.every((schema) => this.checks.acceptsBeside(schema, value));
  }
}

/** The types that all allow; where none states any, what the keywords speak of. */
function typesOf(demand: Demand): readonly JsonType[] {
  const stated = demand.flatMap(({ type }) => (type === undefined ? [] : [type]));
  if (stated.length === 0) {
    return [impliedType(demand)];
  }
  const fits = (type: JsonType, types: readonly JsonType[]) =>
    types.includes(type) || (type === "integer" && types.includes("number"));
  const all = [...new Set(stated.flat())];
  const common = all.filter((type) => stated.every((types) => fits(type, types)));
  return common.includes("number") ? common.filter((type) => type !== "integer") : common;
}

function impliedType(demand: Demand): JsonType {
  const has = (keywords: readonly (keyof Schema)[]) =>
    demand.some((schema) => keywords.some((keyword) => schema[keyword] !== undefined));
  if (
    has(["properties", "required", "additionalProperties", "patternProperties", "minProperties"])
  ) {
    return "object";
  }
  if (has(["items", "prefixItems", "contains", "minItems", "maxItems"])) {
    return "array";
  }
  if (has(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"])) {
    return "number";
  }
  return "string";
}

/** Keywords that what is made piece by piece may still break; one alternative of `anyOf` is enough for it. */
const hard: readonly (keyof Schema)[] = [
  "oneOf",
  "not",
  "if",
  "contains",
  "dependentSchemas",
  "dependentRequired",
  "propertyNames",
  "patternProperties",
  "unevaluatedItems",
  "unevaluatedProperties",
];

function needsCheck(demand: Demand): boolean {
  return demand.some((schema) => hard.some((keyword) => schema[keyword] !== undefined));
}

function refOf(schema: SchemaOrBoolean): readonly string[] {
  return typeof schema === "boolean" || schema.$ref === undefined ? [] : [schema.$ref];
}

function isScalar(type: JsonType): boolean {
  return type !== "object" && type !== "array" && type !== "null";
}
