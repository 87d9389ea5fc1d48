import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boolean,
  int64,
  integer,
  json,
  list,
  nullable,
  number,
  object,
  record,
  string,
} from "../../../templates/server/src/runtime/contract.js";
import { brokenNeeds, read } from "../../../templates/server/src/runtime/reader.js";

const invoice = object({
  id: string,
  amount: integer,
  due: nullable(string),
  lines: list(object({ sku: string })),
  customer: object({ name: string, tags: list(string) }),
});

describe("read", () => {
  it("gives the fields of the shape, and no others", () => {
    const whole = {
      id: "1",
      amount: 2,
      due: null,
      lines: [{ sku: "A", more: 1 }],
      customer: { name: "Ada", tags: ["x"] },
      secret: "not read",
    };
    const { value, broken } = read(invoice, whole);
    expect(value).toEqual({
      id: "1",
      amount: 2,
      due: null,
      lines: [{ sku: "A" }],
      customer: { name: "Ada", tags: ["x"] },
    });
    expect(broken).toEqual([]);
  });

  it("puts null, [] and objects of such where an answer breaks the shape, and says where", () => {
    const { value, broken } = read(object({ items: list(invoice), "a/b": string }), {
      items: [{ id: 7, amount: 1.5, due: 3, lines: "none" }, null],
    });
    const blank = {
      id: null,
      amount: null,
      due: null,
      lines: [],
      customer: { name: null, tags: [] },
    };
    expect(value).toEqual({ items: [blank, blank], "a/b": null });
    expect(broken.map(({ pointer }) => pointer)).toEqual([
      "/items/0/id",
      "/items/0/amount",
      "/items/0/due",
      "/items/0/lines",
      "/items/0/customer",
      "/items/1",
      "/a~1b",
    ]);
    expect(broken[0]?.path).toBe("items[].id");
  });

  it("carries an integer past 2^53 as decimal text where the shape is int64", () => {
    const shape = object({ a: int64, b: int64, c: integer, d: number });
    const big = "9007199254740993";
    expect(read(shape, { a: big, b: 5, c: big, d: big })).toEqual({
      value: { a: big, b: 5, c: null, d: 9007199254740992 },
      broken: [{ pointer: "/c", path: "c" }],
    });
  });

  it("reads own members only, under any name", () => {
    const shape = object({ constructor: nullable(string), toString: nullable(string) });
    expect(read(shape, {})).toMatchObject({ broken: [] });
    const { value } = read(record(string), JSON.parse('{"__proto__":"x"}'));
    expect(Object.entries(value ?? {})).toEqual([["__proto__", "x"]]);
  });

  it("gives up JSON that is nested too deep", () => {
    const deep = JSON.parse("[".repeat(5000) + "]".repeat(5000));
    expect(read(object({ a: json }), { a: deep })).toMatchObject({ value: { a: null } });
  });

  it("never throws, and leaves nothing undefined", () => {
    const shape = object({
      a: nullable(invoice),
      b: record(nullable(number)),
      c: json,
      d: boolean,
      e: list(nullable(list(int64))),
    });
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const { value } = read(shape, { a, b, c: a, d: b, e: [a, b] });
        expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(JSON.stringify(value))));
        expect(() => read(shape, a)).not.toThrow();
      }),
    );
  });
});

describe("brokenNeeds", () => {
  const broken = [{ pointer: "/items/0/amount", path: "items[].amount" }];
  it.each([
    ["items[].amount", 1],
    ["items[]", 1],
    ["items", 1],
    ["", 1],
    ["items[].amount.value", 1],
    ["items[].amount_cents", 0],
    ["item", 0],
    ["total", 0],
  ])("%s", (need, count) => {
    expect(brokenNeeds(broken, [need]).length).toBe(count);
  });

  it("finds a need below an answer that is broken as a whole", () => {
    expect(brokenNeeds([{ pointer: "", path: "" }], ["email"]).length).toBe(1);
  });
});
