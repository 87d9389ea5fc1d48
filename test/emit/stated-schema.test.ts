import { describe, expect, it } from "vitest";
import { statedSchema } from "../../src/emit/stated-schema.js";
import type { JsonObject } from "../../src/model/json.js";

/** Text, since an object with a member `then` looks like a promise to readers of code. */
function read(json: string): JsonObject {
  return JSON.parse(json);
}

describe("statedSchema", () => {
  it.each([
    [{}, { minProperties: 0 }],
    [{ description: "Anything." }, { description: "Anything.", minProperties: 0 }],
    [
      { type: "array", items: {} },
      { type: "array", items: { minProperties: 0 } },
    ],
    [
      { type: "object", additionalProperties: false },
      { type: "object", additionalProperties: false },
    ],
    [{ not: {} }, { not: {} }],
    [
      { properties: { items: {}, not: {} }, anyOf: [{}, { type: "null" }] },
      {
        properties: { items: { minProperties: 0 }, not: { minProperties: 0 } },
        anyOf: [{ minProperties: 0 }, { type: "null" }],
      },
    ],
    [
      { enum: [{}], default: {} },
      { enum: [{}], default: {} },
    ],
    [{ const: { items: {} } }, { const: { items: {} } }],
    [
      { type: "string", minLength: 0, description: "", examples: [], deprecated: false },
      { type: "string" },
    ],
    [{ minLength: 0 }, { minProperties: 0 }],
    [
      { type: "array", items: { type: "string" }, minItems: 0, uniqueItems: false, maxItems: 3 },
      { type: "array", items: { type: "string" }, maxItems: 3 },
    ],
    [
      { type: "array", items: {}, contains: { type: "null" }, minContains: 0 },
      { type: "array", items: { minProperties: 0 } },
    ],
    [
      { type: "array", items: {}, contains: {}, minContains: 1, maxContains: 2 },
      {
        type: "array",
        items: { minProperties: 0 },
        contains: { minProperties: 0 },
        maxContains: 2,
      },
    ],
    [
      {
        type: "object",
        properties: { uniqueItems: { type: "string" } },
        required: [],
        additionalProperties: true,
        patternProperties: {},
        propertyNames: { type: "string" },
        minProperties: 0,
        dependentRequired: {},
        dependentSchemas: {},
      },
      { type: "object", properties: { uniqueItems: { type: "string" } } },
    ],
    [{ type: "object", additionalProperties: { minLength: 0 } }, { type: "object" }],
    [
      { type: "object", additionalProperties: { description: "A note." } },
      { type: "object", additionalProperties: { description: "A note.", minProperties: 0 } },
    ],
    [{ type: "string", allOf: [{}, { allOf: [{}] }] }, { type: "string" }],
    [{ allOf: [{}, { maxLength: 3 }] }, { allOf: [{ maxLength: 3 }] }],
    [{ not: { minLength: 0 } }, { not: {} }],
    [read('{"if":{"type":"string"},"then":{"minLength":0},"else":{}}'), { minProperties: 0 }],
    [
      read('{"if":{"type":"string"},"then":{"maxLength":1},"else":{}}'),
      read('{"if":{"type":"string"},"then":{"maxLength":1}}'),
    ],
  ])("%j", (given, want) => {
    expect(statedSchema(given)).toEqual(want);
  });

  it.each([
    '{"type":"object","additionalProperties":true,"unevaluatedProperties":false}',
    '{"type":"object","if":{"required":["a"]},"unevaluatedProperties":false}',
    '{"allOf":[{"type":"object","additionalProperties":true}],"unevaluatedProperties":false}',
    '{"allOf":[{"additionalProperties":true}],"unevaluatedProperties":false}',
    '{"type":"array","contains":{"type":"null"},"minContains":0,"unevaluatedItems":false}',
    '{"type":"array","items":{"anyOf":[{"additionalProperties":true}],"unevaluatedProperties":false}}',
  ])("keeps what evaluates in %s", (json) => {
    expect(statedSchema(read(json))).toEqual(read(json));
  });
});
