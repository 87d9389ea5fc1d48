import { describe, expect, it } from "vitest";
import { advertisedValue } from "../../src/emit/json-schema.js";
import { closedInput } from "../../src/emit/schema-closed.js";
import type { Schema } from "../../src/model/schema.js";
import { compile } from "../../templates/server/src/runtime/json-schema-compile.js";
import { checkOf } from "./emitted-check.js";
import { text } from "./models.js";

const id: Schema = { type: ["integer"], format: "int64" };

/** The code for an input's schema, constants before the check that is returned. */
function codeFor(schema: Schema): string {
  return checkOf(closedInput(schema))
    .code.trim()
    .replace(/\nreturn |^return /, "\n")
    .trim()
    .replace(/;$/, "");
}

const cases: readonly (readonly [string, Schema, string])[] = [
  ["text", { type: ["string"] }, "z.string()"],
  ["no empty text", { type: ["string"], minLength: 1 }, "z.string().min(1)"],
  [
    "lengths, in characters",
    { type: ["string"], minLength: 2, maxLength: 5 },
    "z.string().check(characters({ min: 2, max: 5 }))",
  ],
  ["an enum", { type: ["string"], enum: ["a", "b"] }, 'z.enum(["a", "b"])'],
  ["one value", { type: ["string"], enum: ["a"] }, 'z.literal("a")'],
  [
    "values that the type allows",
    { type: ["integer"], enum: [1, "a", 2.5, 3] },
    "z.literal([1, 3])",
  ],
  [
    "values described one by one",
    { oneOf: [{ const: "a", title: "A" }, { const: "b" }] },
    'z.enum(["a", "b"])',
  ],
  [
    "an enum with null",
    { type: ["string", "null"], enum: ["a", "b", null] },
    'z.enum(["a", "b"]).nullable()',
  ],
  ["objects in an enum", { enum: [{ a: 1 }, 2] }, "jsonSchema({ enum: [{ a: 1 }, 2] })"],
  ["no value at all", { type: ["string"], enum: [1] }, "z.never()"],
  ["a date", { type: ["string"], format: "date" }, "z.iso.date()"],
  ["a moment", { type: ["string"], format: "date-time" }, "z.iso.datetime({ offset: true })"],
  ["a UUID of any version", { type: ["string"], format: "uuid" }, "z.guid()"],
  ["an address, which servers know best", { type: ["string"], format: "email" }, "z.string()"],
  [
    "a pattern",
    { type: ["string"], pattern: "^CUS-[0-9]{5}$" },
    "z.string().regex(/^CUS-[0-9]{5}$/)",
  ],
  [
    "a pattern of characters",
    { type: ["string"], pattern: "^[^/]+$" },
    "z.string().regex(/^[^/]+$/u)",
  ],
  [
    "a pattern that JavaScript could take long over",
    { type: ["string"], pattern: "^(a+)+$" },
    'z.string().check(matching("^(a+)+$"))',
  ],
  [
    "a pattern of two repetitions that cannot be confused",
    { type: ["string"], pattern: "^[a-z]+-[a-z]+$" },
    "z.string().regex(/^[a-z]+-[a-z]+$/)",
  ],
  ["an integer", { type: ["integer"], minimum: 1, exclusiveMaximum: 10 }, "z.int().min(1).lt(10)"],
  ["steps of an integer", { type: ["integer"], multipleOf: 5 }, "z.int().multipleOf(5)"],
  [
    "steps of a number",
    { type: ["number"], multipleOf: 0.01 },
    "z.number().superRefine(conformsTo({ multipleOf: 0.01 }))",
  ],
  ["a 64-bit integer", { type: ["integer"], format: "int64", minimum: 1 }, "int64({ min: 1 })"],
  [
    "a 64-bit integer that stays small",
    { type: ["integer"], format: "int64", minimum: 1, maximum: 100 },
    "z.int().min(1).max(100)",
  ],
  [
    "a list",
    { type: ["array"], items: { type: ["string"] }, minItems: 1, maxItems: 3 },
    "z.array(z.string()).min(1).max(3)",
  ],
  [
    "a list without repetition",
    { type: ["array"], items: { type: ["string"] }, uniqueItems: true },
    "z.array(z.string()).superRefine(conformsTo({ uniqueItems: true }))",
  ],
  [
    "a whole tuple",
    {
      type: ["array"],
      prefixItems: [{ type: ["string"] }, { type: ["boolean"] }],
      items: false,
      minItems: 2,
    },
    "z.tuple([z.string(), z.boolean()])",
  ],
  [
    "a tuple with more behind it",
    { type: ["array"], prefixItems: [true], minItems: 1 },
    'const valueSchema = jsonSchema({ type: "array", prefixItems: [true], minItems: 1 });\nvalueSchema',
  ],
  [
    "a map",
    { type: ["object"], additionalProperties: { type: ["integer"] } },
    "z.record(z.string(), z.int())",
  ],
  [
    "an object",
    {
      type: ["object"],
      properties: { a: { type: ["string"] }, b: { type: ["boolean"] } },
      required: ["a"],
    },
    "z.strictObject({ a: z.string(), b: z.boolean().optional() })",
  ],
  [
    "an object without its type",
    { properties: { a: { type: ["string"] } } },
    "z.strictObject({ a: z.string().optional() })",
  ],
  [
    "an open object",
    { type: ["object"], properties: { a: { type: ["string"] } }, additionalProperties: true },
    "z.looseObject({ a: z.string().optional() })",
  ],
  [
    "an object with more of a kind",
    {
      type: ["object"],
      properties: { a: { type: ["string"] } },
      additionalProperties: { type: ["integer"] },
    },
    "z.object({ a: z.string().optional() }).catchall(z.int())",
  ],
  ["null too", { type: ["string", "null"] }, "z.string().nullable()"],
  [
    "null as an alternative",
    { anyOf: [{ type: ["integer"] }, { type: ["null"] }] },
    "z.int().nullable()",
  ],
  [
    "several types",
    { type: ["string", "integer"], minLength: 1, minimum: 0 },
    "z.union([z.string().min(1), z.int().min(0)])",
  ],
  [
    "parts",
    {
      allOf: [
        { type: ["object"], properties: { a: { type: ["string"] } } },
        { properties: { b: { type: ["string"] } }, required: ["b"] },
      ],
    },
    "z.strictObject({ a: z.string().optional(), b: z.string() })",
  ],
  ["anything", {}, "z.unknown()"],
  [
    "one of a kind",
    {
      type: ["object"],
      properties: { a: { type: ["string"] }, b: { type: ["string"] } },
      anyOf: [{ required: ["a"] }, { required: ["b"] }],
    },
    'z\n  .strictObject({ a: z.string().optional(), b: z.string().optional() })\n  .superRefine(conformsTo({ anyOf: [{ required: ["a"] }, { required: ["b"] }] }))',
  ],
  [
    "exactly one",
    { oneOf: [{ type: ["integer"] }, { type: ["number"], minimum: 5 }] },
    "z.xor([z.int(), z.number().min(5)])",
  ],
  [
    "a name that objects have",
    { type: ["object"], properties: Object.fromEntries([["constructor", text]]) },
    'const valueSchema = jsonSchema({\n  type: "object",\n  properties: { constructor: { type: "string" } },\n  additionalProperties: false,\n} as const);\nvalueSchema',
  ],
];

describe("zod code", () => {
  it.each(cases)("for %s", (_, schema, code) => {
    expect(codeFor(schema)).toBe(code);
  });

  it("tells alternatives apart by a member", () => {
    const kinds = ["card", "bank"].map(
      (kind): Schema => ({
        type: ["object"],
        properties: { kind: { const: kind }, [kind]: { type: ["string"] } },
        required: ["kind"],
      }),
    );
    expect(codeFor({ oneOf: kinds })).toBe(
      [
        'z.discriminatedUnion("kind", [',
        '  z.strictObject({ kind: z.literal("card"), card: z.string().optional() }),',
        '  z.strictObject({ kind: z.literal("bank"), bank: z.string().optional() }),',
        "])",
      ].join("\n"),
    );
  });

  it("declares what contains itself", () => {
    const tree: Schema = {
      type: ["object"],
      properties: { children: { type: ["array"], items: { $ref: "#/$defs/Tree" } } },
    };
    expect(codeFor({ $ref: "#/$defs/Tree", $defs: { Tree: tree } })).toBe(
      [
        "const tree = z.strictObject({ children: z.array(z.lazy(() => tree)).optional() });",
        "z.lazy(() => tree)",
      ].join("\n"),
    );
  });
});

describe("checks that recur", () => {
  const phone: Schema = {
    type: ["object"],
    properties: {
      country_code: { type: ["string"], pattern: "^[0-9]{1,3}$" },
      national_number: { type: ["string"], pattern: "^[0-9]{1,14}$" },
      extension: { type: ["string"] },
    },
    required: ["country_code", "national_number"],
  };
  const withMembers = (properties: Record<string, Schema>): Schema => ({
    type: ["object"],
    properties,
  });
  const declared = (schema: Schema) =>
    [...codeFor(schema).matchAll(/^const (\w+)/gm)].map(([, name]) => name);

  it("are declared once, with what is said of their place where they stand", () => {
    const schema: Schema = withMembers({
      work_phone: { ...phone, description: "In the office." },
      home_phone: { ...phone, type: ["object", "null"] },
      other_phones: { type: ["array"], items: { ...phone, title: "Phone" }, maxItems: 3 },
      phone,
    });
    expect(codeFor({ ...schema, required: ["phone"] })).toBe(
      [
        "const phone = z.strictObject({",
        "  country_code: z.string().regex(/^[0-9]{1,3}$/),",
        "  national_number: z.string().regex(/^[0-9]{1,14}$/),",
        "  extension: z.string().optional(),",
        "});",
        "z.strictObject({",
        "  work_phone: phone.optional(),",
        "  home_phone: phone.nullable().optional(),",
        "  other_phones: z.array(phone).max(3).optional(),",
        "  phone,",
        "})",
      ].join("\n"),
    );
  });

  it("stand before those that hold them, and count once in them", () => {
    const person = withMembers({ first_name: text, last_name: text, phone, fax_phone: phone });
    const schema = withMembers({ buyer: person, seller: person });
    const titled = withMembers({
      buyer: { ...person, title: "Person" },
      seller: { ...person, title: "Person" },
    });
    expect(declared(schema)).toEqual(["phone"]);
    expect(declared(titled)).toEqual(["phone", "person"]);
    expect(declared(withMembers({ person_1: person, person_2: person }))).toEqual([
      "phone",
      "person",
    ]);
  });

  it("stay where they are when they are short, or have no name in common", () => {
    const pair = withMembers({ a: text, b: text, c: text });
    expect(declared(withMembers({ from_pair: pair, to_pair: pair }))).toEqual([]);
    expect(declared(withMembers({ buyer: phone, seller: phone }))).toEqual([]);
  });

  it("are named for no word of the language, and none that is taken", () => {
    for (const [member, name] of [
      ["class", "classSchema"],
      ["z", "zSchema"],
      ["constructor_", "constructorSchema"],
      ["__proto", "proto"],
      ["1st", "_1st"],
      ["matching", "matchingSchema"],
    ] as const) {
      const places = withMembers({
        one: withMembers(Object.fromEntries([[member, phone]])),
        two: withMembers(Object.fromEntries([[member, phone]])),
      });
      expect(declared(places)).toEqual([name]);
    }
  });

  it("are declared in a recursive schema and beside it", () => {
    const tree = withMembers({
      phone,
      children: { type: ["array"], items: { $ref: "#/$defs/T" } },
    });
    const schema = withMembers({ phone, tree: { $ref: "#/$defs/T" } });
    expect(declared({ ...schema, $defs: { T: tree } })).toEqual(["phone", "t"]);
  });

  it("are declared once where the runtime checks them", () => {
    const tuple: Schema = { type: ["array"], prefixItems: [true], minItems: 1 };
    const of = withMembers({ pair: tuple });
    expect(codeFor(withMembers({ a: of, b: of }))).toBe(
      [
        'const pair = jsonSchema({ type: "array", prefixItems: [true], minItems: 1 });',
        "z.strictObject({",
        "  a: z.strictObject({ pair: pair.optional() }).optional(),",
        "  b: z.strictObject({ pair: pair.optional() }).optional(),",
        "})",
      ].join("\n"),
    );
  });
});

describe("checks", () => {
  it("count characters, not UTF-16 units", () => {
    const { accepts } = checkOf({ type: ["string"], minLength: 2, maxLength: 3 });
    expect(["😀", "😀😀", "😀😀😀", "😀😀😀😀"].map(accepts)).toEqual([false, true, true, false]);
  });

  it("take integers past 2^53 as text, where they may be that big", () => {
    const { accepts } = checkOf({ type: ["integer"], format: "int64", minimum: 1 });
    const values = [1, "9223372036854775807", 2 ** 53, 0, "0", "1.5", "01", "1e3", true];
    expect(values.map(accepts)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it.each<readonly [string, Schema, (id: unknown) => unknown]>([
    ["first in a list", { type: ["array"], prefixItems: [id] }, (one) => [one]],
    [
      "in a member by its name's pattern",
      { type: ["object"], patternProperties: { "^x": id } },
      (one) => ({ x: one }),
    ],
    [
      "in one of alternatives with members of their own",
      { type: ["object"], properties: { a: id }, anyOf: [{ properties: { b: id } }, { not: {} }] },
      (one) => ({ a: one, b: one }),
    ],
    [
      "whatever is said of texts",
      { type: ["array"], prefixItems: [{ ...id, minLength: 30 }] },
      (one) => [one],
    ],
    ["beside null", { type: ["integer", "null"], format: "int64", minimum: 1 }, (one) => one],
    ["beside others", { type: ["integer", "boolean"], format: "int64" }, (one) => one],
  ])("take them as text %s, and show so", (_where, schema, around) => {
    const closed = closedInput(schema);
    const { accepts } = checkOf(closed);
    const shown = compile(advertisedValue(closed, "value").schema);
    const values = [1, "9223372036854775807", "01", 1.5, "x"].map(around);
    expect(values.map(accepts)).toEqual([true, true, false, false, false]);
    expect(values.map((value) => shown(value).length === 0)).toEqual(values.map(accepts));
    expect(accepts(around(2 ** 53))).toBe(false);
  });

  it("keep `__proto__` a name like any other", () => {
    const schema: Schema = { type: ["object"], required: ["__proto__"] };
    const { accepts } = checkOf(schema);
    expect([accepts(JSON.parse('{"__proto__": 1}')), accepts({})]).toEqual([true, false]);
  });

  it("follow a member that several alternatives share down once", () => {
    const again: Schema = { $ref: "#/$defs/Node" };
    const open: Schema = { type: ["object"], properties: { a: again } };
    const alternatives = [{ ...open, required: ["x"] }, { ...open, required: ["y"] }, open];
    const nodes: readonly Schema[] = [
      { anyOf: alternatives },
      { oneOf: [...alternatives.slice(0, 2), { ...open, not: { required: ["x"] } }] },
      { anyOf: [{ type: ["object"], additionalProperties: again }, ...alternatives] },
      { ...open, allOf: [{ if: { required: ["x"] }, else: open }, { anyOf: alternatives }] },
    ];
    const nested = (levels: number) =>
      JSON.parse(`${'{"a":'.repeat(levels)}{}${"}".repeat(levels)}`);
    for (const node of nodes) {
      const schema: Schema = { ...again, $defs: { Node: node } };
      for (const { accepts } of [checkOf(schema), checkOf(closedInput(schema))]) {
        expect([accepts(nested(100)), accepts({ a: 1 })]).toEqual([true, false]);
      }
    }
  });

  it("do not go down without end", () => {
    const nested = JSON.parse(`${"[".repeat(3000)}${"]".repeat(3000)}`);
    const self: Schema = { items: { $ref: "#/$defs/List" } };
    const { accepts } = checkOf({
      $ref: "#/$defs/List",
      $defs: { List: { ...self, uniqueItems: true } },
    });
    expect(accepts(nested)).toBe(false);
  });
});
