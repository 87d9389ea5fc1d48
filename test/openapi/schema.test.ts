import { describe, expect, it } from "vitest";
import { schemaOf } from "./given.js";

const old = { openapi: "3.0.3" };

/** A schema that is the same in the vocabulary of 2020-12, but for the form of its types. */
function everyKeyword(text: string, integer: string): unknown {
  return JSON.parse(`{
    "title": "T",
    "type": ["object", "array"],
    "patternProperties": { "^x": { "type": ${text} } },
    "additionalProperties": { "type": ${integer} },
    "propertyNames": { "maxLength": 3 },
    "minProperties": 1,
    "contains": { "const": 1 },
    "minContains": 2,
    "if": { "required": ["a"] },
    "then": { "required": ["b"] },
    "not": { "required": ["z"] },
    "anyOf": [{ "minItems": 1 }, { "minProperties": 2 }],
    "unevaluatedItems": false
  }`);
}

describe("toSchema: one vocabulary for every dialect", () => {
  it.each([
    ["nullable of 3.0", { type: "string", nullable: true }, { type: ["string", "null"] }],
    [
      "nullable with an enum",
      { type: "string", nullable: true, enum: ["a"] },
      { type: ["string", "null"], enum: ["a", null] },
    ],
    [
      "exclusive bounds of draft 4",
      { type: "number", minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
      { type: ["number"], exclusiveMinimum: 1, maximum: 9 },
    ],
    [
      "tuples of draft 4",
      { type: "array", items: [{ type: "string" }], additionalItems: false },
      { type: ["array"], prefixItems: [{ type: ["string"] }], items: false },
    ],
    [
      "dependencies of draft 4",
      { type: "object", dependencies: { a: ["b"], c: { required: ["d"] } } },
      {
        type: ["object"],
        dependentRequired: { a: ["b"] },
        dependentSchemas: { c: { required: ["d"] } },
      },
    ],
    ["an example", { type: "string", example: "x" }, { type: ["string"], examples: ["x"] }],
    [
      "an object without its type",
      { properties: { a: {} } },
      { type: ["object"], properties: { a: true } },
    ],
  ])("3.0: %s", (_, given, want) => {
    expect(schemaOf(given, old)).toMatchObject({ found: [] });
    expect(schemaOf(given, old).schema.toSchema()).toEqual(want);
  });

  it.each([
    ["true", true, {}],
    ["false", false, { not: {} }],
    ["no type is made up", { properties: { a: true } }, { properties: { a: true } }],
    ["a constant", { const: { a: [1] } }, { const: { a: [1] } }],
    [
      "every keyword",
      everyKeyword('"string"', '"integer"'),
      everyKeyword('["string"]', '["integer"]'),
    ],
  ])("3.1: %s", (_, given, want) => {
    expect(schemaOf(given).schema.toSchema()).toEqual(want);
  });
});

describe("toSchema: allOf", () => {
  it("makes one object of parts", () => {
    const components = {
      Base: {
        type: "object",
        description: "The base.",
        required: ["id"],
        properties: { id: { type: "string", minLength: 1 }, kind: { enum: ["a", "b", "c"] } },
      },
    };
    const given = {
      description: "The whole.",
      allOf: [{ $ref: "#/components/schemas/Base" }, { required: ["extra"] }],
      properties: {
        extra: { type: "integer" },
        kind: { enum: ["b", "c", "d"] },
        id: { maxLength: 9 },
      },
    };
    expect(schemaOf(given, { components }).schema.toSchema()).toEqual({
      description: "The whole.",
      type: ["object"],
      properties: {
        id: { type: ["string"], minLength: 1, maxLength: 9 },
        kind: { enum: ["b", "c"] },
        extra: { type: ["integer"] },
      },
      required: ["id", "extra"],
    });
  });

  it("leaves beside it what one keyword cannot say twice", () => {
    const given = { allOf: [{ pattern: "a" }, { pattern: "b", multipleOf: 4 }, { multipleOf: 6 }] };
    expect(schemaOf(given).schema.toSchema()).toEqual({
      pattern: "a",
      multipleOf: 4,
      allOf: [{ pattern: "b" }, { multipleOf: 6 }],
    });
  });

  it("lets a closed part name what another part adds", () => {
    const closed = { type: "object", properties: { a: {} }, additionalProperties: false };
    expect(schemaOf({ allOf: [closed, { properties: { b: {} } }] }).schema.toSchema()).toEqual({
      type: ["object"],
      properties: { a: true, b: true },
      additionalProperties: false,
    });
  });

  it("keeps a part whole that looks at what is left unevaluated", () => {
    const strict = { properties: { a: {} }, unevaluatedProperties: false };
    expect(schemaOf({ allOf: [strict], properties: { b: {} } }).schema.toSchema()).toEqual({
      properties: { b: true },
      allOf: [{ properties: { a: true }, unevaluatedProperties: false }],
    });
  });

  it("accepts nothing where the parts exclude each other", () => {
    expect(schemaOf({ allOf: [{ type: "string" }, { type: "object" }] }).schema.toSchema()).toEqual(
      {
        not: {},
      },
    );
  });
});

describe("null", () => {
  const components = { X: { type: "object", properties: { a: { type: "string" } } } };
  const ref = { $ref: "#/components/schemas/X" };
  const orNull = { type: ["object", "null"], properties: { a: { type: ["string"] } } };

  it.each([
    ["beside one alternative", "3.1.0", { anyOf: [ref, { type: "null" }] }, orNull],
    ["beside one alternative, the other way", "3.1.0", { oneOf: [{ enum: [null] }, ref] }, orNull],
    ["nullable around allOf", "3.0.3", { nullable: true, allOf: [ref] }, orNull],
    ["nullable beside a reference", "3.0.3", { ...ref, nullable: true }, orNull],
    ["x-nullable", "3.0.3", { "x-nullable": true, allOf: [ref] }, orNull],
    [
      "beside several",
      "3.1.0",
      { oneOf: [{ type: "string" }, { type: "integer" }, { type: "null" }] },
      { oneOf: [{ type: ["string"] }, { type: ["integer"] }, { type: ["null"] }] },
    ],
  ])("%s", (_, openapi, given, want) => {
    const { schema } = schemaOf(given, { openapi, components });
    expect(schema.toSchema()).toEqual(want);
    expect(schema.nullable).toBe(true);
    expect(schema.types).not.toContain("null");
  });

  it.each([
    ["a part excludes it", { allOf: [{ type: ["string", "null"] }, { type: "string" }] }],
    ["the enum leaves it out", { type: ["string", "null"], enum: ["a"] }],
    ["it is not mentioned", { type: "string" }],
  ])("not where %s", (_, given) => {
    expect(schemaOf(given).schema.nullable).toBe(false);
  });
});

describe("what a schema is, for the binder", () => {
  it("infers types from values, alternatives and keywords", () => {
    const typesOf = (schema: unknown) => schemaOf(schema).schema.types;
    expect(typesOf({ enum: ["a", 1, null] })).toEqual(["string", "integer"]);
    expect(typesOf({ const: true })).toEqual(["boolean"]);
    expect(typesOf({ anyOf: [{ type: "string" }, { type: "number" }] })).toEqual([
      "string",
      "number",
    ]);
    expect(typesOf({ properties: { a: {} } })).toEqual(["object"]);
    expect(typesOf({ items: {} })).toEqual(["array"]);
    expect(typesOf({ allOf: [{ type: "number" }, { type: ["integer", "string"] }] })).toEqual([
      "integer",
    ]);
    expect(typesOf({ description: "anything" })).toBeNull();
  });

  it("keeps the name through descriptions and null, not through more properties", () => {
    const components = { X: { type: "object" } };
    const ref = { $ref: "#/components/schemas/X" };
    const nameOf = (schema: unknown) => schemaOf(schema, { components }).schema.name;
    expect(nameOf(ref)).toBe("X");
    expect(nameOf({ ...ref, description: "An X." })).toBe("X");
    expect(nameOf({ anyOf: [ref, { type: "null" }] })).toBe("X");
    expect(nameOf({ allOf: [ref], properties: { a: {} } })).toBeNull();
  });

  it("says where a property is declared, also when it refers elsewhere", () => {
    const components = { X: { type: "string" } };
    const given = { properties: { a: { $ref: "#/components/schemas/X" } }, required: ["a"] };
    const property = schemaOf(given, { components }).schema.properties().get("a");
    expect(property?.required).toBe(true);
    expect(property?.pointer.path).toMatch(/\/properties\/a$/);
    expect(property?.schema.pointer.path).toBe("/components/schemas/X");
  });

  it("tells variants apart by mapping, constant or name", () => {
    const components = {
      Cat: { type: "object", properties: { kind: { const: "feline" } } },
      Dog: { type: "object", properties: { kind: { type: "string" } } },
      Eel: { type: "object", properties: { kind: { type: "string" } } },
    };
    const mapping = { eel: "Eel", moray: "#/components/schemas/Eel" };
    const oneOf = ["Cat", "Dog", "Eel"].map((name) => ({ $ref: `#/components/schemas/${name}` }));
    const given = { oneOf, discriminator: { propertyName: "kind", mapping } };
    const variants = schemaOf(given, { components }).schema.variants();
    expect(variants?.schemas.map((schema) => schema.name)).toEqual(["Cat", "Dog", "Eel"]);
    expect(variants?.discriminator).toEqual({
      property: "kind",
      values: [["feline"], ["Dog"], ["eel", "moray"]],
    });
  });

  it("takes alternatives that only require something for no variants", () => {
    const given = { type: "object", anyOf: [{ required: ["a"] }, { required: ["b"] }] };
    expect(schemaOf(given).schema.variants()).toBeNull();
    expect(schemaOf(given).schema.toSchema().anyOf).toHaveLength(2);
  });

  it("finds the kinds of a parent by its discriminator", () => {
    const parent = { $ref: "#/components/schemas/Pet" };
    const components = {
      Pet: {
        type: "object",
        required: ["kind"],
        properties: { kind: { type: "string" } },
        discriminator: { propertyName: "kind" },
      },
      Cat: { allOf: [parent, { properties: { lives: { type: "integer" } } }] },
    };
    const { schema } = schemaOf(parent, { components, ...old });
    const cat = schema.variants()?.schemas[0];
    expect(schema.variants()?.discriminator?.values[0]).toEqual(["Cat"]);
    expect([...(cat?.properties().keys() ?? [])]).toEqual(["kind", "lives"]);
    expect(cat?.variants()).toBeNull();
    expect(JSON.stringify(schema.toSchema())).toContain('"lives"');
  });
});

describe("null, by all keywords", () => {
  it.each([
    [{ type: ["object", "null"], anyOf: [{ required: ["a"] }, { required: ["b"] }] }, true],
    [{ anyOf: [{ required: ["a"] }, { required: ["b"] }] }, false],
    [{ anyOf: [{ type: "null" }, { type: "string" }], not: { const: null } }, false],
    [{ anyOf: [{ type: "null" }], if: { type: "null" }, else: false }, true],
    [{ anyOf: [{ type: "null" }], not: { type: ["null", "string"] } }, false],
    [{ oneOf: [{ type: ["string", "null"] }, { type: ["integer", "null"] }] }, true],
  ])("%j is nullable: %s", (given, nullable) => {
    expect(schemaOf(given).schema.nullable).toBe(nullable);
  });

  it("is not refused for a keyword that does not look at it", () => {
    const given = { anyOf: [{ type: "null" }], oneOf: [{ type: "string" }, { required: ["a"] }] };
    expect(schemaOf(given).schema.toSchema()).toEqual({ type: ["null"] });
  });
});

describe("recursion", () => {
  const components = {
    Tree: {
      type: "object",
      properties: {
        value: { type: "string" },
        children: { type: "array", items: { $ref: "#/components/schemas/Tree" } },
        parent: { anyOf: [{ $ref: "#/components/schemas/Tree" }, { type: "null" }] },
      },
    },
  };
  const tree = { $ref: "#/components/schemas/Tree" };

  it("is a circular graph", () => {
    const { schema } = schemaOf(tree, { components });
    expect(schema.properties().get("children")?.schema.items()).toBe(schema);
  });

  it("goes through $defs, with the top written out", () => {
    const object = {
      type: ["object"],
      properties: {
        value: { type: ["string"] },
        children: { type: ["array"], items: { $ref: "#/$defs/Tree" } },
        parent: { anyOf: [{ $ref: "#/$defs/Tree" }, { type: ["null"] }] },
      },
    };
    const written = schemaOf(tree, { components }).schema.toSchema();
    expect(written).toEqual({ ...object, $defs: { Tree: object } });
    expect(schemaOf({ properties: { t: tree } }, { components }).schema.toSchema()).toEqual({
      properties: { t: { $ref: "#/$defs/Tree" } },
      $defs: { Tree: object },
    });
  });

  it("ends where parents and children refer to each other through allOf and oneOf", () => {
    const both = {
      Base: { oneOf: [{ $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" }] },
      A: { allOf: [{ $ref: "#/components/schemas/Base" }, { properties: { a: {} } }] },
      B: { allOf: [{ $ref: "#/components/schemas/Base" }, { properties: { b: {} } }] },
    };
    const { schema, found } = schemaOf({ $ref: "#/components/schemas/Base" }, { components: both });
    expect(found).toEqual([]);
    expect(schema.toSchema()).toEqual({
      oneOf: [{ properties: { a: true } }, { properties: { b: true } }],
    });
  });

  it.each([
    ["alternatives", { oneOf: [{ $ref: "#/components/schemas/A" }, { type: "integer" }] }],
    ["itself", { anyOf: [{ $ref: "#/components/schemas/B" }, { type: "integer" }] }],
    ["what is ruled out", { not: { $ref: "#/components/schemas/A" } }],
    ["a condition", { if: { $ref: "#/components/schemas/A" }, else: { type: "string" } }],
    ["a dependency", { dependentSchemas: { a: { $ref: "#/components/schemas/A" } } }],
  ])("is no circle without a level between: %s", (_, keywords) => {
    const both = {
      A: { anyOf: [{ $ref: "#/components/schemas/B", description: "A b." }, { type: "string" }] },
      B: keywords,
    };
    const { schema, found } = schemaOf({ $ref: "#/components/schemas/B" }, { components: both });
    expect(schema.toSchema()).toEqual({});
    expect(schema.variants()).toBe(null);
    expect(found).toEqual(["openapi/endless-schema"]);
  });

  it("reports references that never reach a schema", () => {
    const circle = { A: { $ref: "#/components/schemas/B" }, B: { $ref: "#/components/schemas/A" } };
    expect(schemaOf({ $ref: "#/components/schemas/A" }, { components: circle }).found).toEqual([
      "openapi/endless-reference",
    ]);
  });
});
