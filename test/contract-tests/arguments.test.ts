import { describe, expect, it } from "vitest";
import { argumentCases, asShown, validArguments } from "../../src/contract-tests/arguments.js";
import type { Schema } from "../../src/model/schema.js";
import type { Input } from "../../src/model/tool.js";
import { input } from "../emit/models.js";

const status: Schema = { type: ["string"], enum: ["open", "paid"] };
const limit: Schema = { type: ["integer"], minimum: 1, maximum: 100 };

function titles(inputs: readonly Input[], allowed: boolean): readonly string[] {
  const valid = validArguments(inputs, "test", { all: false, examples: true });
  return argumentCases(inputs, valid)
    .filter((each) => each.allowed === allowed)
    .map(({ name }) => name);
}

describe("arguments", () => {
  it("are tried with every enum value, and with what is none", () => {
    const inputs = [input("status", status)];
    expect(titles(inputs, true)).toEqual(['status: "open"', 'status: "paid"']);
    expect(titles(inputs, false)).toEqual([
      "without status",
      'status: "?! no such value"',
      "status: 0.5",
      "status: false",
      "status: null",
      'status: {"none":1}',
      "no_such_argument: 1",
    ]);
  });

  it("are tried from both sides of a bound", () => {
    const inputs = [input("limit", limit, { required: false })];
    expect(titles(inputs, true)).toEqual([
      "with limit",
      "limit: 1",
      "limit: 2",
      "limit: 99",
      "limit: 100",
    ]);
    expect(titles(inputs, false)).toEqual(expect.arrayContaining(["limit: 0", "limit: 101"]));
  });

  it("are accepted past a bound where they are moved to it", () => {
    const inputs = [input("limit", limit, { required: false, clamp: true })];
    expect(titles(inputs, true)).toEqual(expect.arrayContaining(["limit: 0", "limit: 101"]));
    expect(titles(inputs, false)).toContain("limit: 0.5");
  });

  it("are not held to a format that is a hint, by the server or by the mock", () => {
    const text = (format: string): Schema => ({ type: ["string"], format, maxLength: 40 });
    const refused = (format: string) => titles([input("at", text(format))], false);
    expect(refused("date")).toContain('at: "?! no such value"');
    expect(refused("email")).not.toContain('at: "?! no such value"');
    expect(refused("email").join()).toMatch(/at: "x{41}",at: 0\.5/);
    expect(titles([input("at", text("email"))], true)).toEqual([]);
    const list: Schema = { type: ["array"], items: text("uri"), default: [{ format: "x" }] };
    expect(titles([input("at", list)], false)).not.toContain('at: ["?! no such value"]');
    const listed: Schema = { type: ["string"], format: "date", enum: ["today", "2026-01-01"] };
    expect(titles([input("at", listed)], false)).not.toContain('at: "today"');
    const whole: Schema = { type: ["integer"], format: "int32", maximum: 3_000_000_000 };
    expect(titles([input("at", whole)], false)).not.toContain("at: 2999999999");
    expect(titles([input("at", whole)], false)).toContain("at: 3000000001");
    const named: Schema = { type: ["object"], properties: { default: text("uri") } };
    expect(titles([input("at", { ...named, const: { default: "x" } })], true)).toEqual([]);
  });

  it("come with those that they make necessary, and are refused without", () => {
    const optional = (name: string, neededWith: readonly string[]) =>
      input(name, { type: ["boolean"] }, { required: false, neededWith });
    const inputs = [optional("reason", ["note"]), optional("note", [])];
    const cases = argumentCases(inputs, {});
    const given = (name: string) => cases.find((each) => each.name === name);
    expect(given("with note")?.given).toEqual({
      reason: expect.any(Boolean),
      note: expect.any(Boolean),
    });
    expect(given("with reason")?.given).toEqual({ reason: expect.any(Boolean) });
    expect(given("without reason, with note")).toMatchObject({
      argument: "reason",
      given: { note: expect.any(Boolean) },
      allowed: false,
    });
  });

  it("of lists and alternatives are tried value by value", () => {
    const list = input("statuses", { type: ["array"], items: status });
    const either = input("kind", { anyOf: [{ const: "a" }, { enum: ["b", "c"] }] });
    expect(titles([list], true)).toEqual(['statuses: ["open"]', 'statuses: ["paid"]']);
    expect(titles([either], true)).toEqual(['kind: "a"', 'kind: "b"', 'kind: "c"']);
  });

  it("have bounds and values past 2^53 as decimal text, as a model has them", () => {
    const id: Schema = { type: ["integer"], format: "int64", maximum: "9223372036854775806" };
    const kind: Schema = { type: ["integer", "string"], enum: [1, "9223372036854775807"] };
    expect(titles([input("id", id)], true)).toEqual([
      'id: "9223372036854775805"',
      'id: "9223372036854775806"',
    ]);
    expect(titles([input("id", id)], false)).toContain('id: "9223372036854775807"');
    expect(titles([input("kind", kind)], true)).toEqual(["kind: 1", 'kind: "9223372036854775807"']);
  });

  it("are given with the names that a model has for members", () => {
    const member: Schema = {
      type: ["object"],
      properties: { "cost-centre": { type: ["string"] }, plain: { type: ["string"] } },
    };
    const inputs = [input("line", member)];
    expect(asShown(inputs)({ given: { line: { "cost-centre": "a", plain: "b" } } })).toEqual({
      given: { line: { cost_centre: "a", plain: "b" } },
    });
  });
});
