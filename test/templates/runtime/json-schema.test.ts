import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  characters,
  conformsTo,
  int64,
  jsonSchema,
} from "../../../templates/server/src/runtime/json-schema.js";
import type { JsonSchema } from "../../../templates/server/src/runtime/json-schema-check.js";

/** What is wrong with a value: where, and in words. */
function problems(schema: z.ZodType, value: unknown): readonly string[] {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

describe("conformsTo", () => {
  it.each<readonly [JsonSchema, unknown, string]>([
    [
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      ": must not have the same item twice",
    ],
    [
      { contains: { const: 1 } },
      [2],
      ": must have at least 1 items of the kind that it has to contain",
    ],
    [{ multipleOf: 0.01 }, 19.995, ": must be a multiple of 0.01"],
    [{ dependentRequired: { a: ["b"] } }, { a: 1 }, ': must have the member "b" beside "a"'],
    [{ not: { required: ["a"] } }, { a: 1 }, ": is of a kind that is ruled out"],
    [
      { anyOf: [{ required: ["a"] }, { required: ["b"] }] },
      {},
      ': fits none of its 2 alternatives; the nearest is number 1, for which it must have the member "a"',
    ],
    [
      {
        oneOf: [
          { type: "object", required: ["iban", "name"], properties: { by: { const: "transfer" } } },
          { type: "object", properties: { by: { const: "card" }, number: { type: "string" } } },
          { type: "string" },
        ],
      },
      { by: "card", number: 1 },
      ': fits none of its 3 alternatives; the nearest is that with by "card", for which number must be a string',
    ],
    [
      {
        $defs: { Card: { type: "object", required: ["number"] } },
        properties: { pay: { anyOf: [{ type: "string" }, { $ref: "#/$defs/Card" }] } },
      },
      { pay: {} },
      'pay: fits none of its 2 alternatives; the nearest is "Card", for which it must have the member "number"',
    ],
    [{ anyOf: [{ type: "string" }, { type: "boolean" }] }, 1, ": fits none of its 2 alternatives"],
    [{ oneOf: [{}, {}] }, 1, ": fits 2 of its alternatives, and must fit one alone"],
    [
      { properties: { a: { items: { type: "string" } } } },
      { a: ["x", 1] },
      "a.1: must be a string",
    ],
    [{ propertyNames: { maxLength: 1 } }, { ab: 1 }, ': must not have a member named "ab"'],
    [
      { unevaluatedProperties: false, allOf: [{ properties: { a: {} } }] },
      { a: 1, b: 2 },
      "b: is not allowed",
    ],
  ])("%j", (schema, value, problem) => {
    expect(problems(z.unknown().superRefine(conformsTo(schema)), value)).toEqual([problem]);
  });

  it("holds multiples in decimals", () => {
    const schema = z.number().superRefine(conformsTo({ multipleOf: 0.01 }));
    expect([19.99, 0.07, 4.35, -1.1].map((value) => problems(schema, value))).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });
});

describe("an integer that may be decimal text", () => {
  it.each<readonly [JsonSchema, readonly unknown[], readonly unknown[]]>([
    [{}, [1, "1", "-9223372036854775808", 2n ** 60n], [1.5, "01", "1e3", "", 2 ** 53, null]],
    [{ digits: 20 }, ["18446744073709551615"], ["111111111111111111111"]],
    [{ minimum: "9007199254740993" }, ["9007199254740993"], ["9007199254740992", 1]],
    [{ exclusiveMaximum: 5 }, ["4", 4], ["5", 5]],
  ])("%s", (more, good, bad) => {
    const schema: JsonSchema = { type: "integer", digits: 19, ...more };
    const check = z.unknown().superRefine(conformsTo(schema));
    expect(good.flatMap((value) => problems(check, value))).toEqual([]);
    expect(bad.map((value) => problems(check, value).length)).toEqual(bad.map(() => 1));
  });
});

describe("jsonSchema", () => {
  it("asks for an object or a list as zod does, so that text is decoded", () => {
    const issues = jsonSchema({ type: "object" }).safeParse('{"a":1}').error?.issues;
    expect(issues).toMatchObject([{ code: "invalid_type", expected: "object", path: [] }]);
  });

  it("wants a value", () => {
    expect(problems(z.strictObject({ a: jsonSchema({}) }), {})).toHaveLength(1);
  });
});

describe("characters", () => {
  it("is said as zod says it", () => {
    const schema = z.string().check(characters({ min: 2, max: 3 }));
    expect(schema.safeParse("😀").error?.issues).toMatchObject([{ code: "too_small", minimum: 2 }]);
    expect(schema.safeParse("abcd").error?.issues).toMatchObject([{ code: "too_big", maximum: 3 }]);
  });
});

describe("int64", () => {
  it("compares text as a number", () => {
    const schema = int64({ min: 10, max: 9_007_199_254_740_992 });
    const accepted = [9, 10, "9", "10", "9007199254740992", "9007199254740993"].map(
      (value) => schema.safeParse(value).success,
    );
    expect(accepted).toEqual([false, true, false, true, true, false]);
  });
});

const again: JsonSchema = { $ref: "#/$defs/Node" };

/** Schemas that lead to the same member in several ways, at every level. */
const branching: Readonly<Record<string, JsonSchema>> = {
  anyOf: { anyOf: [{ properties: { a: again }, required: ["x"] }, { properties: { a: again } }] },
  oneOf: {
    oneOf: [
      { type: "object", required: ["x"], properties: { a: again } },
      { type: "object", required: ["y"], additionalProperties: again },
      { type: "object", not: { required: ["y"] }, patternProperties: { "^a": again } },
    ],
  },
  allOf: { allOf: [{ properties: { a: again } }, { additionalProperties: again }] },
  if: {
    if: { properties: { a: again }, required: ["x"] },
    else: { properties: { a: again } },
    properties: { a: again },
  },
  not: { not: { not: { properties: { a: again } } }, properties: { a: { not: { not: again } } } },
  dependentSchemas: {
    dependentSchemas: { a: { properties: { a: again } } },
    properties: { a: again },
  },
  unevaluatedProperties: {
    anyOf: [{ properties: { a: again, b: true } }, { properties: { a: again } }],
    unevaluatedProperties: false,
  },
};

function nested(levels: number, innermost: unknown): unknown {
  let value = innermost;
  for (let level = 0; level < levels; level += 1) {
    value = { a: value };
  }
  return value;
}

describe("a schema that contains itself in several ways", () => {
  it.each(Object.keys(branching))("is checked in a time that grows with the depth: %s", (name) => {
    const whole: JsonSchema = {
      ...again,
      $defs: { Node: { type: "object", ...branching[name] } },
    };
    const check = z.unknown().superRefine(conformsTo(whole));
    const started = performance.now();
    expect(problems(check, nested(190, {}))).toEqual([]);
    expect(problems(check, nested(100, 5))).not.toEqual([]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("has evaluated the same members however often it is asked", () => {
    const both: JsonSchema = {
      anyOf: [
        { $ref: "#/$defs/Named" },
        { allOf: [{ $ref: "#/$defs/Named" }, { required: ["b"] }] },
      ],
      oneOf: [{ $ref: "#/$defs/Named" }],
      unevaluatedProperties: false,
      $defs: { Named: { properties: { a: { type: "string" } } } },
    };
    const check = z.unknown().superRefine(conformsTo(both));
    expect(problems(check, { a: "x" })).toEqual([]);
    expect(problems(check, { a: "x", b: 1 })).toEqual(["b: is not allowed"]);
    expect(problems(check, { a: 1 })).toHaveLength(3);
  });

  it("takes a name and its member apart", () => {
    const schema: JsonSchema = {
      propertyNames: { $ref: "#/$defs/Text" },
      additionalProperties: { $ref: "#/$defs/Text" },
      $defs: { Text: { type: "string" } },
    };
    const check = z.unknown().superRefine(conformsTo(schema));
    expect(problems(check, { a: 1 })).toEqual(["a: must be a string"]);
  });

  it("is refused where it says nothing but itself", () => {
    const schema: JsonSchema = {
      ...again,
      $defs: { Node: { anyOf: [again, again, { type: "string" }] } },
    };
    const check = z.unknown().superRefine(conformsTo(schema));
    expect(problems(check, "x")).toEqual([]);
    expect(problems(check, 1)).toHaveLength(1);
  });
});

describe("schemas that refer to each other at one place", () => {
  const $defs: JsonSchema["$defs"] = {
    Word: { anyOf: [{ $ref: "#/$defs/Count" }, { type: "string" }] },
    Count: { anyOf: [{ $ref: "#/$defs/Word" }, { type: "number" }] },
  };
  const word = { $ref: "#/$defs/Word" };
  const count = { $ref: "#/$defs/Count" };

  it.each([
    [word, count],
    [count, word],
  ])("accept what either does, whichever is asked first: %j, %j", (...allOf) => {
    const schema = conformsTo({ $defs, anyOf: [{ allOf }] });
    const checked = z.unknown().superRefine(schema);
    expect(["a", 1, true].map((value) => problems(checked, value).length === 0)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("a value with much that is wrong", () => {
  it("is told by the first of what is wrong with it", () => {
    const schema: JsonSchema = { items: { type: "string" } };
    const check = z.unknown().superRefine(conformsTo(schema));
    const numbers = Array.from({ length: 200_000 }, (_, index) => index);
    expect(problems(check, numbers)).toHaveLength(100);
  });
});

describe("alternatives within alternatives", () => {
  it("are refused in a time that grows with their depth", () => {
    const schema: JsonSchema = {
      $ref: "#/$defs/Rule",
      $defs: {
        Rule: {
          oneOf: [
            { type: "object", required: ["not"], properties: { not: { $ref: "#/$defs/Rule" } } },
            { type: "object", required: ["or"], properties: { or: { $ref: "#/$defs/Rule" } } },
            { type: "boolean" },
          ],
        },
      },
    };
    let value: unknown = 1;
    for (let depth = 0; depth < 150; depth += 1) {
      value = { not: value };
    }
    const started = performance.now();
    expect(problems(z.unknown().superRefine(conformsTo(schema)), value)).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
