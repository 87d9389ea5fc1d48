import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generate } from "../../src/mock/value/generate.js";
import { textOfPattern } from "../../src/mock/value/patterns.js";
import { Random } from "../../src/mock/value/random.js";
import type { Schema } from "../../src/model/schema.js";

const options = { direction: "response", examples: true } as const;

/** Ajv checks what our own checker has chosen. One for all: it compiles its formats and its own schema but once. */
const ajv = new Ajv2020({
  strict: false,
  logger: false,
  multipleOfPrecision: 6,
  addUsedSchema: false,
  code: { optimize: false },
});
formats.default(ajv);

function isValid(schema: Schema, value: unknown): boolean {
  const valid = ajv.validate(schema, value);
  ajv.removeSchema(schema);
  return valid;
}

describe("a value", () => {
  const schemas: readonly (readonly [string, Schema])[] = [
    ["of a pattern", { type: ["string"], pattern: "^CUS-[0-9]{5}$" }],
    [
      "of a pattern and a length",
      { type: ["string"], pattern: "^[a-z]+$", minLength: 30, maxLength: 40 },
    ],
    [
      "of a pattern that looks ahead",
      { type: ["string"], pattern: "^(?=.*[0-9])(?=.*[A-Z])[A-Za-z0-9]{8,12}$" },
    ],
    [
      "of two patterns",
      { allOf: [{ type: ["string"], pattern: "^[a-z0-9]{4}$" }, { pattern: "[0-9]$" }] },
    ],
    ...[
      "date",
      "date-time",
      "time",
      "duration",
      "email",
      "hostname",
      "ipv4",
      "ipv6",
      "uri",
      "uri-reference",
      "uuid",
      "json-pointer",
      "regex",
      "byte",
    ].map((format): [string, Schema] => [`of the format ${format}`, { type: ["string"], format }]),
    ["between bounds", { type: ["number"], exclusiveMinimum: 0, exclusiveMaximum: 0.01 }],
    ["of a step", { type: ["number"], multipleOf: 0.01, minimum: 5, maximum: 5.02 }],
    ["far below zero", { type: ["integer"], maximum: -1_000_000 }],
    ["of a step beyond the usual", { type: ["integer"], multipleOf: 7000 }],
    [
      "of unlike items",
      { type: ["array"], uniqueItems: true, minItems: 3, items: { enum: [1, 2, 3] } },
    ],
    [
      "of a tuple",
      { type: ["array"], prefixItems: [{ type: ["string"] }, { type: ["integer"] }], items: false },
    ],
    [
      "that contains",
      { type: ["array"], contains: { const: 7 }, minContains: 2, items: { type: ["integer"] } },
    ],
    [
      "of one alternative alone",
      {
        oneOf: [
          { type: ["object"], required: ["a"], properties: { a: { type: ["string"] } } },
          { type: ["object"], required: ["b"], properties: { b: { type: ["string"] } } },
        ],
      },
    ],
    [
      "of a kind that a member tells",
      {
        type: ["object"],
        required: ["kind"],
        properties: { kind: { enum: ["a", "b"] } },
        oneOf: [
          { properties: { kind: { const: "a" }, x: { type: ["integer"] } }, required: ["x"] },
          { properties: { kind: { const: "b" }, y: { type: ["integer"] } }, required: ["y"] },
        ],
      },
    ],
    [
      "of a condition",
      {
        type: ["object"],
        required: ["country"],
        properties: { country: { enum: ["US", "DE"] }, zip: { type: ["string"] } },
        if: { properties: { country: { const: "US" } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { required: ["zip"] },
        else: { properties: { zip: false } },
      },
    ],
    [
      "that is not another",
      { type: ["string"], not: { const: "text one" }, enum: ["text one", "b"] },
    ],
    [
      "with names of a pattern",
      {
        type: ["object"],
        minProperties: 2,
        patternProperties: { "^x-[a-z]{3}$": { type: ["integer"] } },
        additionalProperties: false,
      },
    ],
    [
      "with names of a list",
      {
        type: ["object"],
        minProperties: 2,
        propertyNames: { enum: ["a", "b"] },
        additionalProperties: { type: ["integer"] },
      },
    ],
    [
      "with what another member needs",
      {
        type: ["object"],
        required: ["a"],
        dependentRequired: { a: ["b"], b: ["c"] },
        properties: {
          a: { type: ["integer"] },
          b: { type: ["integer"] },
          c: { type: ["integer"] },
        },
      },
    ],
    [
      "with no more members than allowed",
      {
        type: ["object"],
        maxProperties: 1,
        properties: { a: { type: ["integer"] }, b: { type: ["integer"] } },
      },
    ],
    [
      "with nothing unevaluated",
      {
        allOf: [{ properties: { a: { type: ["integer"] } } }],
        type: ["object"],
        required: ["a"],
        unevaluatedProperties: false,
      },
    ],
    [
      "of a tree",
      {
        $ref: "#/$defs/T",
        $defs: {
          T: {
            type: ["object"],
            required: ["next"],
            properties: {
              next: { anyOf: [{ $ref: "#/$defs/T" }, { type: ["null"] }] },
              all: { type: ["array"], items: { $ref: "#/$defs/T" } },
            },
          },
        },
      },
    ],
    [
      "of a tree that needs its branches",
      {
        $ref: "#/$defs/T",
        $defs: {
          T: {
            type: ["object"],
            required: ["all"],
            properties: { all: { type: ["array"], items: { $ref: "#/$defs/T" } } },
          },
        },
      },
    ],
  ];
  for (const [what, schema] of schemas) {
    it(what, () => {
      for (const seed of ["1", "2", "3"]) {
        const made = generate(schema, { ...options, seed });
        expect(made?.findings).toEqual([]);
        expect({ value: made?.value, valid: isValid(schema, made?.value) }).toMatchObject({
          valid: true,
        });
      }
    });
  }

  it("fits its schema, whatever that is, wherever there is one", () => {
    fc.assert(
      fc.property(arbitrarySchema(3), fc.string(), (schema, seed) => {
        const made = generate(schema, { ...options, seed });
        return made !== null && made.findings.length === 0 && isValid(schema, made.value);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a text of a pattern", () => {
  const patterns = [
    "^[A-Z]{2}[0-9]{2}(?:[A-Z0-9]{4}){1,3}$",
    "a|b|cd",
    "^\\d+(\\.\\d{1,2})?$",
    "^\\p{Lu}\\p{Ll}+$",
    "[^a-z]",
    "^$",
    "^é{3}$",
    "^(?!0)[0-9]{3}$",
    "^[\\w.-]+@[\\w-]+\\.[a-z]{2,}$",
    "^a{0}b$",
    "^[a-zA-Z0-9_\\-\\:]+$",
  ];
  for (const pattern of patterns) {
    it(pattern, () => {
      for (const seed of ["1", "2", "3", "4"]) {
        const text = textOfPattern(pattern, 0, 100, new Random(seed));
        expect(text).not.toBeNull();
        expect(text).toMatch(new RegExp(pattern, pattern.includes("\\p") ? "u" : ""));
      }
    });
  }

  it("is none where nothing matches, or nobody can tell", () => {
    for (const pattern of ["/^[a-z]+$/", "$a", "^(a)\\1$"]) {
      expect(textOfPattern(pattern, 0, 100, new Random("1"))).toBeNull();
    }
  });
});

/** Schemas that some value fits. */
function arbitrarySchema(depth: number): fc.Arbitrary<Schema> {
  const bounds = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat({ max: 20 }));
  const text = fc
    .tuple(fc.nat({ max: 12 }), fc.nat({ max: 12 }))
    .map(
      ([least, more]): Schema => ({ type: ["string"], minLength: least, maxLength: least + more }),
    );
  const number = bounds.map(
    ([least, more]): Schema => ({ type: ["number"], minimum: least, maximum: least + more }),
  );
  const integer = bounds.map(
    ([least, more]): Schema => ({ type: ["integer"], minimum: least, maximum: least + more }),
  );
  const plain: fc.Arbitrary<Schema> = fc.oneof(
    text,
    number,
    integer,
    fc.constant<Schema>({ type: ["boolean", "null"] }),
    fc
      .uniqueArray(fc.jsonValue({ maxDepth: 1 }), { minLength: 1, maxLength: 3 })
      .map((values): Schema => ({ enum: values as NonNullable<Schema["enum"]> })),
  );
  if (depth === 0) {
    return plain;
  }
  const below = arbitrarySchema(depth - 1);
  const names = fc.constantFrom("id", "name", "next", "created_at", "a b", "total");
  const list = fc.tuple(below, fc.nat({ max: 3 }), fc.nat({ max: 3 })).map(
    ([items, least, more]): Schema => ({
      type: ["array"],
      items,
      minItems: least,
      maxItems: least + more,
    }),
  );
  const object = fc
    .uniqueArray(fc.tuple(names, below, fc.boolean()), { selector: ([name]) => name, maxLength: 5 })
    .map(
      (members): Schema => ({
        type: ["object"],
        properties: Object.fromEntries(members.map(([name, schema]) => [name, schema])),
        required: members.flatMap(([name, , required]) => (required ? [name] : [])),
        additionalProperties: false,
      }),
    );
  const choice = fc
    .array(below, { minLength: 1, maxLength: 3 })
    .map((anyOf): Schema => ({ anyOf }));
  return fc.oneof(plain, list, object, choice);
}
