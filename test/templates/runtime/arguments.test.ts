import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseArguments } from "../../../templates/server/src/runtime/arguments.js";
import { bounded, spend } from "../../../templates/server/src/runtime/effort.js";
import { conformsTo } from "../../../templates/server/src/runtime/json-schema.js";
import { textTest } from "../../../templates/server/src/runtime/matching.js";
import { clamp } from "../../../templates/server/src/runtime/schema.js";

const schema = z.strictObject({
  customer_id: z.string().regex(/^CUS-[0-9]{5}$/),
  status: z.enum(["open", "paid"]).default("open"),
  limit: clamp(z.int(), 1, 100).default(20),
  ids: z.array(z.int().min(1)).max(3).optional(),
  address: z.strictObject({ zip: z.string().min(3), city: z.string() }).optional(),
  password: z.string().min(8).optional(),
  amount: z.number().gt(0).lt(10).multipleOf(0.5).optional(),
  email: z.email().optional(),
  due: z.union([z.int(), z.literal("never")]).optional(),
  filter: z.union([z.string(), z.array(z.string())]).optional(),
});

const parse = (given: unknown) => parseArguments(schema, given, new Set(["password"]));
const ok = { customer_id: "CUS-00001" };
const failureOf = (given: object) => {
  const parsed = parse({ ...ok, ...given });
  return parsed.ok ? null : parsed.failure;
};

/** JSON of lists in lists. */
const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

describe("arguments that are nested too deeply", () => {
  const open = z.strictObject({ data: z.unknown(), list: z.array(z.unknown()).optional() });
  const parseOpen = (given: unknown) => parseArguments(open, given, new Set());
  const refused = {
    error: "invalid_data",
    argument: "data",
    reason: "is nested too deeply: at most 200 levels",
  };

  it("are refused by their name, however deep", () => {
    for (const levels of [201, 100_000]) {
      const parsed = parseOpen({ data: JSON.parse(nested(levels)) });
      expect(parsed).toEqual({ ok: false, failure: refused });
    }
    expect(parseOpen({ data: JSON.parse(nested(200)) })).toMatchObject({ ok: true });
  });

  it("are refused within text that is decoded", () => {
    expect(parseOpen({ data: 1, list: nested(100_000) })).toEqual({
      ok: false,
      failure: { ...refused, error: "invalid_list", argument: "list" },
    });
  });
});

describe("arguments that take much work to check", () => {
  it("are refused as a whole, and the next ones are checked again", () => {
    const kinds = Array.from({ length: 5_000 }, (_, index) => ({ const: index }));
    const kind = z.unknown().superRefine(conformsTo({ anyOf: kinds }));
    const listed = z.strictObject({ list: z.array(kind) });
    const texts = Array.from({ length: 2_000 }, (_, index) => `text ${index}`);
    expect(parseArguments(listed, { list: texts }, new Set())).toEqual({
      ok: false,
      failure: {
        error: "invalid_arguments",
        reason: "They would take too long to be checked: give less in one call.",
      },
    });
    expect(parseArguments(listed, { list: [1, 2] }, new Set())).toMatchObject({ ok: true });
  });
});

describe("a pattern that is followed step by step", () => {
  const word = textTest("^[a-z]{3,40}(?:-[a-z]{3,40}){0,3}$");
  const having = (spent: number, text: string): string =>
    bounded(
      () => {
        spend(spent);
        return word?.test(text) ? "fits" : "does not fit";
      },
      () => "refused as a whole",
    );

  it("is never passed over because others have left too few steps", () => {
    expect(having(0, "../../etc/passwd")).toBe("does not fit");
    expect(having(29_999_900, "../../etc/passwd")).toBe("refused as a whole");
    expect(having(29_999_900, "some-word")).toBe("refused as a whole");
  });

  it("is left to the API for a text that is too long by itself", () => {
    expect(having(0, ".".repeat(1_000_000))).toBe("fits");
  });
});

describe("parseArguments", () => {
  it("fills in defaults and clamps", () => {
    expect(parse({ ...ok, limit: 5000 })).toEqual({
      ok: true,
      input: { customer_id: "CUS-00001", status: "open", limit: 100 },
    });
  });

  it.each<[object, object]>([
    [{ customer_id: undefined }, { error: "missing_customer_id", argument: "customer_id" }],
    [
      { customer_id: "7" },
      {
        error: "invalid_customer_id",
        argument: "customer_id",
        given: "7",
        pattern: "^CUS-[0-9]{5}$",
      },
    ],
    [
      { status: "late" },
      { error: "invalid_status", argument: "status", given: "late", allowed: ["open", "paid"] },
    ],
    [{ limit: "x" }, { error: "invalid_limit", argument: "limit", given: "x", expected: "number" }],
    [{ ids: [1, 0] }, { error: "invalid_ids", argument: "ids[1]", given: 0, minimum: 1 }],
    [
      { ids: [1, 2, 3, 4] },
      { error: "invalid_ids", argument: "ids", given: [1, 2, 3, 4], max_items: 3 },
    ],
    [
      { address: { zip: "1", city: "Rome" } },
      { error: "invalid_zip", argument: "address.zip", given: "1", min_length: 3 },
    ],
    [{ address: { zip: "123" } }, { error: "missing_city", argument: "address.city" }],
    [
      { address: { zip: "123", city: "Rome", x: 1 } },
      { error: "unknown_argument", argument: "address.x" },
    ],
    [
      { amount: 0 },
      { error: "invalid_amount", argument: "amount", given: 0, exclusive_minimum: 0 },
    ],
    [
      { amount: 0.7 },
      { error: "invalid_amount", argument: "amount", given: 0.7, multiple_of: 0.5 },
    ],
    [{ email: "x" }, { error: "invalid_email", argument: "email", given: "x", expected: "email" }],
    [{ password: "short" }, { error: "invalid_password", argument: "password", min_length: 8 }],
    [{ due: [] }, { error: "invalid_due", argument: "due", given: [] }],
  ])("%j", (given, wanted) => {
    expect(failureOf(given)).toMatchObject(wanted);
    expect(Object.keys(failureOf(given) ?? {}).sort()).toEqual(
      expect.arrayContaining(Object.keys(wanted)),
    );
  });

  it("suggests the name that was meant", () => {
    expect(failureOf({ statsu: "open" })).toMatchObject({
      error: "unknown_argument",
      argument: "statsu",
      did_you_mean: "status",
      allowed: expect.arrayContaining(["customer_id", "status"]),
    });
    expect(failureOf({ whatever: 1 })).not.toHaveProperty("did_you_mean");
  });

  it("never repeats a secret, and a long value only in part", () => {
    expect(failureOf({ password: "short" })).not.toHaveProperty("given");
    expect(String(failureOf({ customer_id: "x".repeat(5000) })?.given)).toHaveLength(100);
  });

  it("shows a value as it is, of a large one the beginning, and no secret in it", () => {
    const given = { password: "hunter22", city: ["Rome"], zip: "1".repeat(300) };
    expect(failureOf({ ids: given })?.given).toEqual({
      password: "[redacted]",
      city: ["Rome"],
      zip: `${"1".repeat(99)}…`,
    });
    const many = Array.from({ length: 500 }, (_, index) => index);
    expect(failureOf({ ids: many })?.given).toEqual([...many.slice(0, 40), "…"]);
    const deep = JSON.parse(`${"[".repeat(50)}${"]".repeat(50)}`);
    expect(JSON.stringify(failureOf({ ids: deep })?.given).length).toBeLessThan(400);
  });

  it("says which values or alternatives there are", () => {
    const card = z.strictObject({ kind: z.literal("card"), number: z.string() });
    const cash = z.strictObject({ kind: z.literal("cash") });
    const either = z.strictObject({
      pay: z.discriminatedUnion("kind", [card, cash]).optional(),
      by: z.xor([z.looseObject({ a: z.string() }), z.looseObject({ b: z.string() })]).optional(),
    });
    const said = (given: object) => {
      const parsed = parseArguments(either, given, new Set());
      return parsed.ok ? null : parsed.failure;
    };
    expect(said({ pay: { kind: "cheque" } })).toEqual({
      error: "invalid_kind",
      argument: "pay.kind",
      given: "cheque",
      allowed: ["card", "cash"],
    });
    expect(said({ by: { a: "1", b: "2" } })).toEqual({
      error: "invalid_by",
      argument: "by",
      given: { a: "1", b: "2" },
      reason: "It fits several of its alternatives, and must fit one alone.",
    });
  });

  it("speaks of members by the names that the model has for them", () => {
    const renamed = { filter: { created_gte: "created[gte]" }, "lines[]": { sku_id: "sku-id" } };
    const odd = z.strictObject({
      filter: z.strictObject({ "created[gte]": z.int() }).optional(),
      lines: z.array(z.strictObject({ "sku-id": z.string(), count: z.int() })).optional(),
    });
    const said = (given: object) => {
      const parsed = parseArguments(odd, given, new Set(), renamed);
      return parsed.ok ? null : parsed.failure;
    };
    expect(said({ filter: { created_gte: "x" } })).toMatchObject({
      error: "invalid_created_gte",
      argument: "filter.created_gte",
      given: "x",
    });
    expect(said({ filter: {} })).toMatchObject({
      error: "missing_created_gte",
      argument: "filter.created_gte",
    });
    expect(said({ lines: [{ sku_id: 5, count: 1 }] })).toMatchObject({
      argument: "lines[0].sku_id",
    });
    expect(said({ lines: { sku_id: 5 } })).toMatchObject({ given: { sku_id: 5 } });
    expect(said({ lines: '[{"sku_id":"a","count":"x"}]' })).toMatchObject({
      argument: "lines[0].count",
    });
  });

  it("reports several mistakes at once", () => {
    expect(failureOf({ status: "late", email: "x" })).toMatchObject({
      error: "invalid_status",
      also: [{ error: "invalid_email" }],
    });
  });

  it("decodes JSON that came as text where an object or a list is wanted, and only there", () => {
    expect(parse({ ...ok, ids: "[1,2]", address: '{"zip":"123","city":"Rome"}' })).toMatchObject({
      ok: true,
      input: { ids: [1, 2], address: { zip: "123", city: "Rome" } },
    });
    expect(parse({ ...ok, filter: "[1]" })).toMatchObject({ ok: true, input: { filter: "[1]" } });
    expect(failureOf({ ids: "[1,0]" })).toMatchObject({ argument: "ids[1]", minimum: 1 });
    expect(failureOf({ ids: "1,2" })).toMatchObject({ error: "invalid_ids", expected: "array" });
  });

  it("takes missing arguments as none", () => {
    expect(parse(undefined)).toMatchObject({
      ok: false,
      failure: { error: "missing_customer_id" },
    });
    expect(parse("x")).toMatchObject({ ok: false, failure: { error: "invalid_arguments" } });
  });
});
