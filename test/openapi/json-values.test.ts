import "../seed.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExactJson } from "../../src/openapi/exact-integers.js";
import { outlineOf } from "../../src/openapi/json-outline.js";
import { jsonValue } from "../../src/openapi/json-values.js";

/** As JSON is written by people and programs: with or without space, escapes and odd numbers. */
const spaces = fc.constantFrom("", " ", "\n", "\t", "\r\n  ");
const scalars = fc.oneof(
  fc.constantFrom("true", "false", "null", "-0", "0.50", "1e9", "-12.5E-3", "9007199254740993"),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
  fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\u00e9\\ud83d\\ude00"', '"\\/\\b\\f\\n\\r\\t\\\\\\""', '"é😀\u2028"', '""'),
);
const keys = fc.oneof(
  fc.string().map((text) => JSON.stringify(text)),
  fc.constantFrom('"__proto__"', '"1"', '"0"', '"a"', '"\\u0061"', '"a\\"b"', '"constructor"'),
);
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, depthSize: "medium" },
    scalars,
    fc
      .tuple(fc.array(fc.tuple(tie("json"), spaces)), spaces)
      .map(
        ([items, space]) =>
          `[${space}${items.map(([item, each]) => item + each).join(`,${space}`)}]`,
      ),
    fc
      .tuple(fc.array(fc.tuple(keys, spaces, tie("json"))), spaces)
      .map(
        ([members, space]) =>
          `{${space}${members.map(([key, each, value]) => `${key}${each}:${each}${value}${each}`).join(`,${space}`)}}`,
      ),
  ),
}));

/** Half of the time with one character taken out, put in or changed. */
const texts = fc.oneof(
  fc.tuple(spaces, json, spaces).map((parts) => parts.join("")),
  fc
    .tuple(
      json,
      fc.nat(),
      fc.nat({ max: 1 }),
      fc.constantFrom("", '"', ",", "}", "]", "\\", "0", "\u0001", "\ufeff", "é", "{"),
    )
    .map(([text, at, length, put]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + length);
    })
    .filter((text) => !/\p{Cs}/u.test(text)),
);

function parsed(text: string): { readonly value: unknown } | null {
  try {
    return { value: parseExactJson(text) };
  } catch {
    return null;
  }
}

function asText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

describe("jsonValue", () => {
  it("gives what parseExactJson gives, in the same order, and nothing where it gives nothing", () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(0, 8, 40), (text, least) => {
        const found = jsonValue(Buffer.from(text, "utf8"), least);
        const wanted = parsed(text);
        expect(found).toEqual(wanted);
        expect(JSON.stringify(found, asText)).toBe(JSON.stringify(wanted, asText));
      }),
      { numRuns: 2_000 },
    );
  });

  it("makes a member once, and cannot be written to", () => {
    const found = jsonValue(Buffer.from('{"a":{"b":[1]},"c":2}'), 0)?.value as { a: object };
    expect(found.a).toBe(found.a);
    expect(Object.values(found)[0]).toBe(found.a);
    expect(Object.hasOwn(found, "toString")).toBe(false);
    expect(() => {
      found.a = {};
    }).toThrow(TypeError);
    expect(found).toEqual({ a: { b: [1] }, c: 2 });
  });

  it("keeps the last of two members with one name, where the first stood", () => {
    const found = jsonValue(Buffer.from('{"a":1,"b":2,"a":{"c":3}}'), 0);
    expect(JSON.stringify(found?.value)).toBe('{"a":{"c":3},"b":2}');
  });

  it("takes __proto__ for a name like any other", () => {
    const found = jsonValue(Buffer.from('{"__proto__":{"a":1}}'), 0)?.value as object;
    expect(Object.keys(found)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
  });
});

describe("outlineOf", () => {
  it("notes where the members of objects of a size stand", () => {
    const text = '{"a": {"b": 1}, "longer": [{"c": true}, {}]}';
    const outline = outlineOf(Buffer.from(text), 8);
    const membersAt = (start: number) => {
      const offsets = [...(outline?.membersAt(start) ?? [])];
      return offsets.flatMap((from, index) =>
        index % 2 === 0 ? [text.slice(from, offsets[index + 1])] : [],
      );
    };
    expect(membersAt(0)).toEqual(["a", '{"b": 1}', "longer", '[{"c": true}, {}]']);
    expect(membersAt(text.indexOf('{"b"'))).toEqual(["b", "1"]);
    expect(membersAt(text.indexOf('{"c"'))).toEqual(["c", "true"]);
    expect(outline?.membersAt(text.indexOf("{}"))).toBeNull();
  });

  it("gives up on nesting that no document has", () => {
    expect(outlineOf(Buffer.from("[".repeat(500) + "]".repeat(500)), 0)).not.toBeNull();
    expect(outlineOf(Buffer.from("[".repeat(501) + "]".repeat(501)), 0)).toBeNull();
  });
});
