import { describe, expect, it } from "vitest";
import { findJsonError } from "../../src/openapi/json-error.js";
import { apiOf, codes, noted, operationOf, schemaOf } from "./given.js";

function firstOf(text: string, path?: string): readonly string[] {
  return noted(apiOf(text, path).collector.sorted()[0]);
}

describe("what is no OpenAPI document", () => {
  it.each([
    ["a list", "- 1\n"],
    ["a text", "hello\n"],
    ["another format", "asyncapi: 3.0.0\n"],
  ])("%s", (_, text) => {
    expect(firstOf(text)[0]).toBe(
      'error[openapi/not-openapi] "api.yaml" is not an OpenAPI document',
    );
  });

  it.each(["3.3.0", "1.2", "4.0.0", "three"])("version %s", (version) => {
    expect(firstOf(`openapi: "${version}"\n`)).toEqual([
      `error[openapi/unsupported-version] OpenAPI version "${version}" is not supported`,
      `api.yaml:1:10 "${version}"`,
      "help: supported are 2.0, 3.0, 3.1 and 3.2",
    ]);
  });

  it.each(["2.0", '"2.0"', "'2.0'"])("but swagger: %s is one", (version) => {
    expect(apiOf(`swagger: ${version}\npaths: {}\n`).api?.operations).toEqual([]);
  });
});

describe("YAML that cannot be read", () => {
  it.each([
    ["a tab", "a:\n\tb: 1\n", "api.yaml:2:1", "a tab in the indentation"],
    ["a key twice", "a: 1\na: 2\n", "api.yaml:2:1", "this key stands in the mapping already"],
    ["an open bracket", "a: {b: [1, 2\nc: 3\n", "api.yaml:1:8", "opened here, and not closed"],
    ["an open quote", 'a: "x\nb: 1\n', "api.yaml:1:4", "opened here, and not closed"],
    ["a bracket open to the end", "a: [1,\n  2\n", "api.yaml:1:4", "opened here, and not closed"],
    ["a colon in a text", "a: b: c\n", "api.yaml:1:5", "this does not fit the lines above it"],
    ["an unknown alias", "a: *x\n", "api.yaml:1:5", "no such anchor before this place"],
  ])("%s", (_, text, where, why) => {
    const [first, label = ""] = firstOf(text);
    expect(first).toBe('error[openapi/invalid-yaml] "api.yaml" is not valid YAML');
    expect([label.split(" ")[0], label.includes(why)]).toEqual([where, true]);
  });

  it("is read as YAML 1.2: dates and yes are texts, `<<` merges", () => {
    const { api, collector } = apiOf(`openapi: 3.1.0
x-base: &base { enum: [2024-01-31, yes, 0o17, 1e3] }
paths: { /a: { get: { parameters: [{ name: a, in: query, schema: { <<: *base, description: d } }] } } }
`);
    const [head] = api?.operations ?? [];
    expect(head && api?.resolve(head)?.parameters[0]?.schema.enum).toEqual([
      "2024-01-31",
      "yes",
      15,
      1000,
    ]);
    expect(codes(collector)).toEqual([]);
  });
});

describe("a key of YAML", () => {
  const keys = ["1.0", "1e3", "0x10", "010", "true", "null", "~", "2024-01-31", "''", "0.10", "<"];

  it("is the text that it is written as", () => {
    const { api, collector } = apiOf(`openapi: 3.1.0
x-base: &base { 5.0: {} }
paths:
  /a:
    get:
      parameters:
        - name: a
          in: query
          schema:
            properties:
              <<: *base
${keys.map((key) => `              ${key}: { type: strin }\n`).join("")}`);
    const schema = operationOf(api, "GET /a").parameters[0]?.schema;
    const names = [...(schema?.properties().keys() ?? [])].sort();
    expect(names).toEqual([...keys.map((key) => (key === "''" ? "" : key)), "5.0"].sort());
    const last = schema?.properties().get("0.10")?.schema;
    expect(last?.types).toBe(null);
    expect(noted(collector.sorted()[0])[1]).toMatch(/^api.yaml:21:29 strin /);
  });
});

describe("JSON that cannot be read", () => {
  it.each([
    ['{"a": 1,}', 8, "a key in double quotes is expected"],
    ['{"a": 1', 7, 'the file ends where "," or "}" is expected'],
    ['{"a" 1}', 5, '":" is expected'],
    ["[1 2]", 3, '"," or "]" is expected'],
    ["{a: 1}", 1, 'a key in double quotes or "}" is expected'],
    ['["x\ny"]', 1, "a text that is not closed, or holds an invalid escape or line break"],
    ["[1] x", 4, "nothing more is expected"],
    ["[01]", 1, 'a value or "]" is expected'],
    ["// c\n{}", 0, "JSON has no comments"],
  ])("%j", (text, offset, reason) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(findJsonError(text)).toEqual({ offset, reason });
  });

  it("is reported in a .json file; another may be YAML", () => {
    expect(firstOf('{"openapi": "3.1.0",}', "api.json")).toEqual([
      'error[openapi/invalid-json] "api.json" is not valid JSON',
      "api.json:1:21 } a key in double quotes is expected",
    ]);
    expect(apiOf('{"openapi": "3.1.0",}').api).not.toBeNull();
  });
});

describe("a schema's keywords of the wrong kind", () => {
  it.each([
    ["type", { type: "strng" }],
    ["minLength", { minLength: -1 }],
    ["maximum", { maximum: "high" }],
    ["multipleOf", { multipleOf: 0 }],
    ["required", { required: "a" }],
    ["enum", { enum: "a" }],
    ["properties", { properties: ["a"] }],
    ["items", { items: "string" }],
    ["allOf", { allOf: { type: "string" } }],
    ["nullable and pattern", { pattern: ["a"] }],
  ])("%s is left out, with a warning", (_, given) => {
    const { schema, found } = schemaOf(given);
    expect(found).toEqual(["openapi/ignored-keyword"]);
    expect(schema.toSchema()).toEqual({});
  });

  it("is an error where no schema is left", () => {
    expect(schemaOf({ properties: { a: "string" } }).found).toEqual(["openapi/wrong-kind"]);
  });
});
