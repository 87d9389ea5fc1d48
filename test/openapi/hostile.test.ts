import { describe, expect, it } from "vitest";
import { apiOf, codes, noted, operationOf, schemaOf } from "./given.js";

describe("hostile names", () => {
  it("pass as they are", () => {
    const properties = JSON.parse(
      '{"__proto__":{"type":"string"},"constructor":{},"a\\"b`${c}*/":{}}',
    );
    const { schema } = schemaOf({ type: "object", properties, required: ["__proto__"] });
    expect([...schema.properties().keys()]).toEqual(["__proto__", "constructor", 'a"b`${c}*/']);
    expect(schema.properties().get("__proto__")?.required).toBe(true);
    const written = schema.toSchema().properties ?? {};
    expect(Object.keys(written)).toEqual(["__proto__", "constructor", 'a"b`${c}*/']);
    expect(Object.getPrototypeOf(written)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(written, "__proto__")?.value).toEqual({
      type: ["string"],
    });
  });

  it("cannot be keywords that nobody wrote", () => {
    const { schema, found } = schemaOf({ type: "object", properties: { toString: {} } });
    expect([schema.format, schema.enum, schema.default, found]).toEqual([
      null,
      null,
      undefined,
      [],
    ]);
  });

  it("are made fit for $defs", () => {
    const name = "a/b~c %#__proto__";
    const target = `#/components/schemas/${encodeURIComponent("a~1b~0c %#__proto__")}`;
    const components = { [name]: { properties: { self: { $ref: target } } } };
    const { schema, found } = schemaOf({ properties: { t: { $ref: target } } }, { components });
    expect(found).toEqual([]);
    expect(Object.keys(schema.toSchema().$defs ?? {})).toEqual(["a_b_c___proto__"]);
  });
});

describe("hostile sizes end soon", () => {
  it("a billion laughs of YAML aliases, as a schema", () => {
    const lines = ["x-0: &x0 { type: string }"];
    for (let level = 1; level <= 40; level++) {
      const of = `*x${level - 1}`;
      lines.push(`x-${level}: &x${level} { properties: { a: ${of}, b: ${of}, c: ${of} } }`);
    }
    const text = `openapi: 3.1.0
${lines.join("\n")}
paths:
  /x: { post: { operationId: op, requestBody: { content: { a/b: { schema: *x40 } } } } }
`;
    const { api, collector } = apiOf(text);
    const schema = operationOf(api, "op").requestBody?.contents[0]?.schema;
    expect(JSON.stringify(schema?.toSchema()).length).toBeLessThan(20_000);
    expect(codes(collector)).toEqual(["openapi/cut-off"]);
  });

  it("the same in a default", () => {
    const lines = ["x-0: &x0 [1, 2]"];
    for (let level = 1; level <= 40; level++) {
      lines.push(`x-${level}: &x${level} [*x${level - 1}, *x${level - 1}]`);
    }
    const text = `openapi: 3.1.0
${lines.join("\n")}
paths:
  /x: { get: { operationId: op, parameters: [{ name: a, in: query, schema: { default: *x40 } }] } }
`;
    const { api, collector } = apiOf(text);
    expect(operationOf(api, "op").parameters[0]?.schema.default).toBeUndefined();
    expect(noted(collector.sorted()[0])).toEqual([
      'warning[openapi/oversized-value] the value of "default" is too large, or contains itself, and is ignored here',
      "api.yaml:44:78 default",
      "help: state a smaller value, without YAML aliases that multiply it",
    ]);
  });

  it("a long list, which YAML aliases repeat", () => {
    const list = `[${Array.from({ length: 50_000 }, (_, index) => `v${index}`).join(",")}]`;
    const uses = Array.from({ length: 100 }, (_, index) => `p${index}: { enum: *list }`);
    const text = `openapi: 3.1.0
x-list: &list ${list}
paths:
  /x: { get: { operationId: op, parameters: [{ name: a, in: query, schema: { properties: { ${uses.join(", ")} } } }] } }
`;
    const { api, collector } = apiOf(text);
    const properties = operationOf(api, "op").parameters[0]?.schema.properties() ?? new Map();
    const read = [...properties.values()].filter(({ schema }) => schema.enum?.length === 50_000);
    expect(read.length).toBe(20);
    expect([...new Set(codes(collector))]).toEqual(["openapi/oversized-value"]);
  });

  it("a YAML alias of itself", () => {
    const text = `openapi: 3.1.0
paths:
  /x: { get: { operationId: op, parameters: [{ name: a, in: query, schema: &s { items: *s, default: &d [*d] } }] } }
`;
    const { api, collector } = apiOf(text);
    const schema = operationOf(api, "op").parameters[0]?.schema;
    expect(schema?.items()).toBe(schema);
    expect(schema?.toSchema()).toEqual({
      items: { $ref: "#/$defs/schema" },
      $defs: { schema: { items: { $ref: "#/$defs/schema" } } },
    });
    expect(codes(collector)).toEqual(["openapi/oversized-value"]);
  });

  it("references that double at each of 60 levels", () => {
    const components: Record<string, unknown> = { L0: { type: "string" } };
    for (let level = 1; level <= 60; level++) {
      const $ref = `#/components/schemas/L${level - 1}`;
      components[`L${level}`] = { type: "object", properties: { a: { $ref }, b: { $ref } } };
    }
    const { schema, found } = schemaOf({ $ref: "#/components/schemas/L60" }, { components });
    expect(JSON.stringify(schema.toSchema()).length).toBeLessThan(50_000);
    expect(found).toEqual(["openapi/cut-off"]);
  });

  it.each(["items", "not", "anyOf", "allOf", "properties"])("5,000 levels of %s", (keyword) => {
    const inside = {
      items: "@",
      not: "@",
      anyOf: ["@", true],
      allOf: ["@"],
      properties: { a: "@" },
    };
    const [open, close] = JSON.stringify({ [keyword]: inside[keyword as "items"] }).split('"@"');
    const deep = `${open?.repeat(5000)}{}${close?.repeat(5000)}`;
    const text = `{"openapi":"3.1.0","paths":{"/x":{"get":{"operationId":"op","parameters":[{"name":"a","in":"query","schema":${deep}}]}}}}`;
    const { api, collector } = apiOf(text, "api.json");
    const schema = operationOf(api, "op").parameters[0]?.schema;
    expect(JSON.stringify(schema?.toSchema()).length).toBeGreaterThan(1);
    expect([schema?.nullable, schema?.types]).toHaveLength(2);
    const found = [...new Set(codes(collector))];
    expect(found).toEqual([keyword === "allOf" ? "openapi/too-deep" : "openapi/cut-off"]);
  });

  it("ends where it is cut off, and says so at the place", () => {
    const components = Object.fromEntries(
      Array.from({ length: 1000 }, (_, level) => [
        `L${level}`,
        { properties: { next: { $ref: `#/components/schemas/L${level + 1}` } } },
      ]),
    );
    const $ref = "#/components/schemas/L0";
    const { schema, found } = schemaOf({ $ref }, { components: { ...components, L1000: {} } });
    expect(JSON.stringify(schema.toSchema()).match(/"next"/g)).toHaveLength(32);
    expect(found).toEqual(["openapi/cut-off"]);
  });

  it("5,000 levels of YAML", () => {
    const { collector } = apiOf(`openapi: 3.1.0\nx: ${"[".repeat(5000)}`);
    expect(noted(collector.sorted()[0])[1]).toMatch(/^api.yaml:2:\d+ \[ nested too deeply$/);
  });

  it("5,000 references in a row", () => {
    const components: Record<string, unknown> = { R0: { type: "string" } };
    for (let level = 1; level <= 5000; level++) {
      components[`R${level}`] = { $ref: `#/components/schemas/R${level - 1}` };
    }
    const { schema } = schemaOf({ $ref: "#/components/schemas/R5000" }, { components });
    expect(schema.types).toEqual(["string"]);
  });

  it("5,000 references in a row, each with words of its own", () => {
    const components: Record<string, unknown> = { R0: { type: "string" } };
    for (let level = 1; level <= 5000; level++) {
      const $ref = `#/components/schemas/R${level - 1}`;
      components[`R${level}`] = { $ref, description: `level ${level}` };
    }
    const { schema, found } = schemaOf({ $ref: "#/components/schemas/R5000" }, { components });
    expect(found).toEqual(["openapi/too-deep"]);
    expect([schema.name, schema.toSchema()]).toEqual(["R5000", {}]);
  });
});
