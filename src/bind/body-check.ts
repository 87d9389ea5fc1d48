import type { Schema } from "../model/schema.js";
import { mapSchemas } from "./body-schema.js";
import type { SuppliedParts } from "./supplied-parts.js";
import { withoutUnbounded } from "./unbounded-patterns.js";

/**
 * What only the whole body can tell, since each of its members is an input of its own: which of
 * several alternatives it is, and that an object which may be left out has all it needs if it is
 * sent. Null where there is no such thing.
 */
export function bodyCheck(declared: Schema, supplied: SuppliedParts): Schema | null {
  if (supplied.flattensVariants) {
    return anyAlternative(withoutUnbounded(declared));
  }
  const paths = [...supplied.conditional.values()];
  return paths.length === 0 ? null : requiring(paths);
}

/** Descriptions say `oneOf` of alternatives that overlap: one that fits is enough. */
function anyAlternative(schema: Schema): Schema {
  const { oneOf, anyOf, allOf = [], ...rest } = mapSchemas(schema, anyAlternative);
  if (oneOf === undefined) {
    return mapSchemas(schema, anyAlternative);
  }
  return anyOf === undefined
    ? { ...rest, ...(allOf.length === 0 ? {} : { allOf }), anyOf: oneOf }
    : { ...rest, anyOf, allOf: [...allOf, { anyOf: oneOf }] };
}

/** `[["a"], ["b", "c"]]` → `{ required: ["a"], properties: { b: { required: ["c"] } } }` */
function requiring(paths: readonly (readonly string[])[]): Schema {
  const names = [...new Set(paths.map(([name = ""]) => name))].sort();
  const required = names.filter((name) =>
    paths.some((path) => path.length === 1 && path[0] === name),
  );
  const inner = names.flatMap((name) => {
    const below = paths.flatMap(([first, ...rest]) =>
      first === name && rest.length > 0 ? [rest] : [],
    );
    return below.length === 0 ? [] : [[name, requiring(below)] as const];
  });
  return {
    ...(required.length === 0 ? {} : { required }),
    ...(inner.length === 0 ? {} : { properties: Object.fromEntries(inner) }),
  };
}
