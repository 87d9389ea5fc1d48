import type { Schema, SchemaOrBoolean } from "../../model/schema.js";

/** Schemas that must hold together: each without a reference, and without alternatives. */
export type Demand = readonly Schema[];

/** Combinations of alternatives that are tried for one value. */
const mostWays = 24;

/**
 * The ways in which a value can fit schemas that must all hold: references followed, `allOf` taken
 * apart, one alternative chosen of each choice. `order` says which alternatives come first.
 */
export function* waysOf(
  schemas: readonly SchemaOrBoolean[],
  resolve: (schema: Schema) => Schema,
  order: (alternatives: readonly SchemaOrBoolean[]) => readonly SchemaOrBoolean[],
): Generator<Demand> {
  let count = 0;
  for (const way of expand(schemas, [], new Set(), resolve, order)) {
    yield way;
    count++;
    if (count >= mostWays) {
      return;
    }
  }
}

function* expand(
  pending: readonly SchemaOrBoolean[],
  settled: Demand,
  seen: ReadonlySet<Schema>,
  resolve: (schema: Schema) => Schema,
  order: (alternatives: readonly SchemaOrBoolean[]) => readonly SchemaOrBoolean[],
): Generator<Demand> {
  const [first, ...rest] = pending;
  if (first === undefined) {
    yield settled;
    return;
  }
  if (first === false) {
    return;
  }
  if (first === true || seen.has(first)) {
    yield* expand(rest, settled, seen, resolve, order);
    return;
  }
  const now = new Set([...seen, first]);
  const target = first.$ref === undefined ? [] : [resolve(first)];
  let lists: readonly (readonly SchemaOrBoolean[])[] = [
    [...target, ...(first.allOf ?? []), ...rest],
  ];
  for (const alternatives of [first.anyOf, first.oneOf]) {
    if (alternatives !== undefined) {
      const ordered = order(alternatives);
      lists = lists.flatMap((list) => ordered.map((alternative) => [alternative, ...list]));
    }
  }
  if (first.if !== undefined) {
    const { if: test, then = true, else: otherwise = true } = first;
    lists = lists.flatMap((list) => [
      [test, then, ...list],
      [otherwise, ...list],
    ]);
  }
  for (const list of lists) {
    yield* expand(list, [...settled, first], now, resolve, order);
  }
}
