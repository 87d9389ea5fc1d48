import "../seed.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advertisedValue } from "../../src/emit/json-schema.js";
import { merged } from "../../src/emit/schema-merge.js";
import type { JsonSchema } from "../../templates/server/src/runtime/json-schema-check.js";
import { compile } from "../../templates/server/src/runtime/json-schema-compile.js";
import { checkOf } from "../emit/emitted-check.js";
import { instance } from "../emit/random-schema.js";
import { schemaOf } from "./given.js";

const names = fc.constantFrom("a", "b", "c");
const sizes = fc.integer({ min: 0, max: 3 });
const types = ["string", "integer", "number", "boolean", "null", "array", "object"] as const;

/** At most three of the keywords. */
function some(model: Readonly<Record<string, fc.Arbitrary<unknown>>>) {
  return fc.subarray(Object.keys(model), { maxLength: 3 }).chain((chosen) => {
    const kept = Object.entries(model).filter(([keyword]) => chosen.includes(keyword));
    return fc.record(Object.fromEntries(kept));
  });
}

/** Schemas as a document has them, with references to some components: one that leads back means nothing. */
const schemas = (...references: readonly object[]) =>
  fc.letrec<{
    any: unknown;
    sub: unknown;
    list: object;
    object: object;
    more: object;
  }>((tie) => ({
    sub: fc.oneof({ weight: 8, arbitrary: tie("any") }, { weight: 1, arbitrary: fc.boolean() }),
    list: some({
      items: tie("sub"),
      prefixItems: fc.array(tie("sub"), { minLength: 1, maxLength: 2 }),
      maxItems: sizes,
      uniqueItems: fc.boolean(),
      contains: tie("sub"),
    }),
    object: some({
      properties: fc.dictionary(names, tie("sub"), { maxKeys: 3, noNullPrototype: true }),
      required: fc.uniqueArray(names, { maxLength: 2 }),
      // Where it is false, a property of another part stays allowed, on purpose.
      additionalProperties: tie("any"),
      patternProperties: fc.record({ "^a": tie("sub") }),
      maxProperties: sizes,
      unevaluatedProperties: tie("sub"),
    }),
    more: some({
      allOf: fc.array(tie("sub"), { minLength: 1, maxLength: 3 }),
      anyOf: fc.array(tie("sub"), { minLength: 1, maxLength: 3 }),
      // An alternative that is null is meant as such, whatever the others say of it.
      oneOf: fc.array(
        fc.constantFrom({ type: "string" }, { type: "object" }, { minLength: 1, type: "string" }),
        { minLength: 1, maxLength: 2 },
      ),
      not: tie("sub"),
      if: tie("sub"),
      else: tie("sub"),
    }),
    any: fc.oneof(
      { depthSize: "small", maxDepth: 4, withCrossShrink: true },
      fc.oneof(
        fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }).map((type) => ({
          type,
        })),
        fc.record({ enum: fc.uniqueArray(instance, { minLength: 1, maxLength: 3 }) }),
        fc.record({ const: instance }),
        fc.record({ minimum: sizes, maxLength: sizes, description: names }),
      ),
      fc.constantFrom<object[]>({ minProperties: 1 }, ...references),
      tie("list"),
      tie("object"),
      tie("more"),
      fc.tuple(tie("object"), tie("more")).map(([object, more]) => ({ ...object, ...more })),
      fc
        .tuple(fc.constantFrom({}, ...references), tie("list"), tie("more"))
        .map(([reference, list, more]) => ({ ...reference, ...list, ...more })),
    ),
  })).any;

const A = { $ref: "#/components/schemas/A" };
const B = { $ref: "#/components/schemas/B" };

function withDefinitions(root: unknown, components: unknown): JsonSchema {
  const whole = { allOf: [root], $defs: components };
  return JSON.parse(JSON.stringify(whole).replaceAll("#/components/schemas/", "#/$defs/"));
}

describe("schemas of random documents", () => {
  it("are checked, and advertised, as JSON Schema says, through references and allOf", () => {
    fc.assert(
      fc.property(
        schemas(A, B),
        schemas(B),
        schemas(),
        fc.array(instance, { minLength: 8, maxLength: 8 }),
        (root, first, second, values) => {
          const components = { A: first, B: second };
          const { schema: node, found } = schemaOf(root, { components });
          expect(found).toEqual([]);
          const model = merged(node.toSchema());
          const { accepts } = checkOf(model);
          const wanted = compile(withDefinitions(root, components));
          const shown = compile(advertisedValue(model, "value").schema as JsonSchema);
          for (const value of values) {
            const isValid = wanted(value).length === 0;
            if (accepts(value) !== isValid || (isValid && shown(value).length > 0)) {
              throw new Error(
                `${JSON.stringify(value)} is ${isValid ? "" : "in"}valid by ${JSON.stringify({ root, ...components })}`,
              );
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
