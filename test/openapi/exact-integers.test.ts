import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExactJson } from "../../src/openapi/exact-integers.js";
import { parseFile } from "../../src/openapi/parse.js";
import { apiOf, codes, operationOf } from "./given.js";

function parsed(path: string, text: string): unknown {
  const result = parseFile({ path, text });
  return result.kind === "parsed" ? result.value : result.diagnostic.message;
}

describe("parseFile: integers past 2^53", () => {
  it("are bigints, and everything else is what JSON says", () => {
    const json = `{
      "maximum": 9223372036854775807, "list": [-9007199254740993, 9007199254740991],
      "text": "x: 9223372036854775807, \\"9223372036854775807\\"]", "double": 1.5e300, "big": 1e19,
      "__proto__": 9223372036854775807
    }`;
    expect(parsed("a.json", json)).toEqual({
      maximum: 9223372036854775807n,
      list: [-9007199254740993n, 9007199254740991],
      text: 'x: 9223372036854775807, "9223372036854775807"]',
      double: 1.5e300,
      big: 1e19,
      ["__proto__"]: 9223372036854775807n,
    });
  });

  it("are read from YAML as from JSON", () => {
    const yaml =
      "a: 9223372036854775807\nb: [-9007199254740993, +9007199254740993]\nc: 0x7fffffffffffffff\n";
    expect(parsed("a.yaml", yaml)).toEqual({
      a: 9223372036854775807n,
      b: [-9007199254740993n, 9007199254740993n],
      c: 0x7fffffffffffffffn,
    });
  });

  it("are told from texts, however those are written and however long they are", () => {
    const long = "\\n".repeat(6_000_000);
    const json = `{ "n": 9223372036854775807, "a": "\\u0069nteger:5", "b": "integer:x", "c": "${long}" }`;
    expect(parseExactJson(json)).toEqual({
      n: 9223372036854775807n,
      a: "integer:5",
      b: "integer:x",
      c: "\n".repeat(6_000_000),
    });
  });

  it("are found at any depth", () => {
    const deep = `${"[".repeat(50_000)}9223372036854775807${"]".repeat(50_000)}`;
    let value = parseExactJson(deep);
    while (Array.isArray(value)) {
      value = value[0] ?? null;
    }
    expect(value).toBe(9223372036854775807n);
  });

  it("are the only ones for which JSON.parse would give another value", () => {
    const rounded = (_key: string, value: unknown) =>
      typeof value === "bigint" ? Number(value) : value;
    fc.assert(
      fc.property(fc.json(), fc.bigInt(), (text, integer) => {
        const whole = `{"a": ${text}, "b": [${integer}, 1e3], "${integer}": "${integer}]" }`;
        const exact = parseExactJson(whole);
        expect(JSON.stringify(exact, rounded)).toBe(JSON.stringify(JSON.parse(whole)));
      }),
    );
  });
});

describe("toSchema: integers past 2^53", () => {
  it.each([
    [
      "a bound makes an integer one of 64 bits",
      "{ type: integer, maximum: 9223372036854775807 }",
      { type: ["integer"], format: "int64", maximum: "9223372036854775807" },
    ],
    [
      "a bound of a number is exact",
      "{ type: number, exclusiveMinimum: -9223372036854775809 }",
      { type: ["number"], exclusiveMinimum: "-9223372036854775809" },
    ],
    [
      "values are decimal text too",
      "{ type: integer, enum: [1, 9223372036854775807] }",
      { type: ["integer", "string"], enum: [1, "9223372036854775807"] },
    ],
    [
      "a constant",
      "{ type: integer, const: 9007199254740993 }",
      { type: ["integer", "string"], const: "9007199254740993" },
    ],
    [
      "a default",
      "{ type: integer, format: int64, default: 9007199254740993 }",
      { type: ["integer"], format: "int64", default: "9007199254740993" },
    ],
    [
      "the nearer of two bounds",
      "{ allOf: [{ type: integer, maximum: 9223372036854775807 }, { maximum: 9223372036854775806 }] }",
      { type: ["integer"], format: "int64", maximum: "9223372036854775806" },
    ],
    [
      "a length has no such end",
      "{ type: string, maxLength: 9223372036854775807 }",
      { type: ["string"], maxLength: 2 ** 53 - 1 },
    ],
  ])("%s", (_, schema, want) => {
    expect(schemaFrom(schema)).toEqual(want);
  });
});

/** The schema of a body, in a document of YAML. */
function schemaFrom(schema: string): unknown {
  const content = `{ application/json: { schema: ${schema} } }`;
  const post = `{ operationId: op, responses: {}, requestBody: { content: ${content} } }`;
  const { api, collector } = apiOf(`openapi: 3.1.0\ninfo: {}\npaths: { /x: { post: ${post} } }`);
  const read = operationOf(api, "op").requestBody?.contents[0]?.schema?.toSchema();
  expect(codes(collector)).toEqual([]);
  return read;
}
