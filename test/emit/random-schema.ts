import fc from "fast-check";
import type { JsonValue } from "../../src/model/json.js";
import type { JsonType, Schema, SchemaOrBoolean } from "../../src/model/schema.js";

const names = fc.constantFrom("a", "b", "c", "kind");
const words = fc.constantFrom("", "x", "y", "xy", "x1", "😀", "😀😀", "3", "9007199254740993");
const numbers = fc.constantFrom(0, 1, 2, 3, -1, 0.5, 1.5, 10, 0.3);
const sizes = fc.integer({ min: 0, max: 3 });

const scalar: fc.Arbitrary<JsonValue> = fc.oneof(words, numbers, fc.boolean(), fc.constant(null));

/** JSON of few shapes, so that schemas accept some of it. */
export const instance: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

/** At most three of the keywords, so that schemas stay readable. */
function some<T extends object>(model: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) {
  const keywords = Object.keys(model) as (keyof T)[];
  return fc.subarray(keywords, { maxLength: 3 }).chain((chosen) => {
    const entries = chosen.map((keyword) => [keyword, model[keyword]] as const);
    return fc.record(Object.fromEntries(entries)) as fc.Arbitrary<Partial<T>>;
  });
}

const text = some<Schema>({
  minLength: sizes,
  maxLength: sizes,
  pattern: fc.constantFrom("^x", "[0-9]$", "^.$", "^[^y]*$", "x\\.?"),
});
const number = some<Schema>({
  minimum: numbers,
  maximum: numbers,
  exclusiveMinimum: numbers,
  exclusiveMaximum: numbers,
  multipleOf: fc.constantFrom(1, 2, 0.5, 0.1),
});
const values = fc.oneof(
  fc.record({ enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }) }),
  fc.record({ const: instance }),
  fc.record({ enum: fc.array(instance, { minLength: 1, maxLength: 2 }) }),
);

/** Schemas of every keyword that the model knows, references aside. */
export const schema: fc.Arbitrary<Schema> = fc.letrec<{
  schema: Schema;
  sub: SchemaOrBoolean;
  list: Schema;
  object: Schema;
  applied: Schema;
}>((tie) => ({
  sub: fc.oneof({ weight: 9, arbitrary: tie("schema") }, { weight: 1, arbitrary: fc.boolean() }),
  list: some<Schema>({
    items: tie("sub"),
    prefixItems: fc.array(tie("sub"), { minLength: 1, maxLength: 2 }),
    minItems: sizes,
    maxItems: sizes,
    uniqueItems: fc.boolean(),
    contains: tie("sub"),
    minContains: sizes,
    maxContains: sizes,
    unevaluatedItems: tie("sub"),
    // Ajv takes all elements for evaluated beside `contains` with `minContains: 0`.
  }).map(({ contains, ...own }) =>
    own.unevaluatedItems === undefined && contains !== undefined ? { ...own, contains } : own,
  ),
  object: some<Schema>({
    properties: fc.dictionary(names, tie("sub"), { maxKeys: 3, noNullPrototype: true }),
    required: fc.uniqueArray(names, { maxLength: 2 }),
    additionalProperties: tie("sub"),
    patternProperties: fc.dictionary(fc.constantFrom("^a", "b"), tie("sub"), {
      maxKeys: 1,
      noNullPrototype: true,
    }),
    propertyNames: fc.record({ type: fc.constant<JsonType[]>(["string"]), maxLength: sizes }),
    minProperties: sizes,
    maxProperties: sizes,
    dependentRequired: fc.dictionary(names, fc.uniqueArray(names, { maxLength: 2 }), {
      maxKeys: 1,
    }),
    dependentSchemas: fc.dictionary(names, tie("sub"), { maxKeys: 1, noNullPrototype: true }),
    unevaluatedProperties: tie("sub"),
  }),
  applied: some<Schema>({
    allOf: fc.array(tie("sub"), { minLength: 1, maxLength: 2 }),
    anyOf: fc.array(tie("sub"), { minLength: 1, maxLength: 3 }),
    oneOf: fc.array(tie("sub"), { minLength: 1, maxLength: 3 }),
    not: tie("sub"),
    if: tie("sub"),
    ["then" as const]: tie("sub"),
    else: tie("sub"),
  }),
  schema: fc.oneof(
    { depthSize: "small", maxDepth: 4, withCrossShrink: true },
    fc.oneof(
      text.map((own): Schema => ({ type: ["string"], ...own })),
      fc
        .tuple(fc.constantFrom<JsonType>("number", "integer"), number)
        .map(([type, own]): Schema => ({ type: [type], ...own })),
      fc
        .tuple(
          fc.constantFrom<readonly JsonType[]>(
            ["integer"],
            ["integer", "null"],
            ["boolean", "integer"],
          ),
          number,
        )
        .map(([type, own]): Schema => ({ type, format: "int64", ...own })),
      fc.constantFrom<Schema>(
        { type: ["boolean"] },
        { type: ["null"] },
        { type: ["string", "null"] },
        {},
      ),
      values,
    ),
    tie("list").map((own): Schema => ({ type: ["array"], ...own })),
    tie("object").map((own): Schema => ({ type: ["object"], ...own })),
    tie("object").map((own): Schema => ({ type: ["object", "null"], ...own })),
    tie("applied"),
    fc
      .tuple(tie("object"), tie("applied"))
      .map(([own, more]): Schema => ({ type: ["object"], ...own, ...more })),
    fc
      .tuple(text, number, tie("list"))
      .map(
        ([a, b, c]): Schema => ({ type: ["string", "integer", "array", "null"], ...a, ...b, ...c }),
      ),
    fc.tuple(tie("object"), tie("list"), text).map(([a, b, c]): Schema => ({ ...a, ...b, ...c })),
  ),
})).schema;
