import type { SchemaOrBoolean } from "../../model/schema.js";
import type { ExactValue } from "../../openapi/exact-integers.js";
import { exactJson } from "../exact.js";
import type { Builder, Place } from "./builder.js";
import type { Demand } from "./ways.js";

/** Elements of a list that may have any number. */
const mostUsual = 3;
/** What a list may have to have. */
const mostItems = 10_000;
/** Draws for an element that must differ from the others. */
const attempts = 12;

export class ArrayBuilder {
  readonly #builder: Builder;

  constructor(builder: Builder) {
    this.#builder = builder;
  }

  build(demand: Demand, place: Place): readonly ExactValue[] | undefined {
    const least = this.#least(demand);
    const most = Math.min(
      Number.POSITIVE_INFINITY,
      ...demand.flatMap(({ maxItems }) => maxItems ?? []),
    );
    if (least > most || least > mostItems) {
      return undefined;
    }
    const wanted = Math.min(most, Math.max(least, this.#usual(demand, place)));
    const isUnique = demand.some(({ uniqueItems }) => uniqueItems === true);
    const items: ExactValue[] = [];
    for (let index = 0; index < wanted; index++) {
      const item = this.#item(itemSchemas(demand, index), items, isUnique, place);
      if (item === undefined) {
        break;
      }
      items.push(item);
    }
    return items.length < least ? undefined : items;
  }

  #least(demand: Demand): number {
    return Math.max(
      0,
      ...demand.flatMap(({ minItems }) => minItems ?? []),
      ...demand.map(({ contains, minContains = 1 }) => (contains === undefined ? 0 : minContains)),
    );
  }

  #usual(demand: Demand, place: Place): number {
    const items = demand.flatMap((schema) => schema.items ?? []);
    const tuple = Math.max(0, ...demand.map(({ prefixItems }) => prefixItems?.length ?? 0));
    if (tuple > 0) {
      return tuple;
    }
    const endless = items.some((schema) => this.#builder.recurs(schema, place));
    if (endless || this.#builder.isSparse(place)) {
      return 0;
    }
    return place.depth > 2 ? 1 : this.#builder.random.integer(1, mostUsual);
  }

  #item(
    schemas: readonly SchemaOrBoolean[],
    others: readonly ExactValue[],
    isUnique: boolean,
    place: Place,
  ): ExactValue | undefined {
    const at = { ...place, depth: place.depth + 1, repeated: place.repeated || others.length > 0 };
    const known = isUnique ? new Set(others.map((other) => exactJson(other))) : null;
    for (let attempt = 0; attempt < (isUnique ? attempts : 1); attempt++) {
      const item = this.#builder.build(schemas, at);
      if (item === undefined || known?.has(exactJson(item)) !== true) {
        return item;
      }
    }
    return undefined;
  }
}

function itemSchemas(demand: Demand, index: number): readonly SchemaOrBoolean[] {
  return demand.flatMap(({ prefixItems = [], items, contains, minContains = 1 }) => [
    ...listOf(prefixItems[index] ?? items),
    ...(index < minContains ? listOf(contains) : []),
  ]);
}

function listOf(schema: SchemaOrBoolean | undefined): readonly SchemaOrBoolean[] {
  return schema === undefined ? [] : [schema];
}
