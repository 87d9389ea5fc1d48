import { describe, expect, it } from "vitest";
import { fitOf } from "../../src/bind/fits.js";
import type { BoundValue } from "../../src/bind/values.js";
import type { CoreType, Type } from "../../src/expression/type.js";
import type { Schema } from "../../src/model/schema.js";
import type { Value } from "../../src/model/value.js";

const span = { file: { path: "tool-map.yaml", text: "" }, start: 0, end: 0 };
const here = (core: CoreType): Type => ({ core, absence: "never" });
const text = (...values: readonly string[]): CoreType => ({
  kind: "string",
  values: values.length === 0 ? null : values,
});

/** Something computed, of which the type is known. */
function computed(core: CoreType): BoundValue {
  const value: Value = {
    kind: "expression",
    expression: { kind: "name", name: "x" },
    fallback: "none",
  };
  return { value, type: here(core), schema: {}, span };
}

/** Something that the map writes out. */
function written(value: Value, core: CoreType = { kind: "any" }): BoundValue {
  return { value, type: here(core), schema: {}, span };
}

function outcome(value: BoundValue, schema: Schema): string {
  const fit = fitOf(value, schema);
  switch (fit.kind) {
    case "fits":
      return "fits";
    case "loose":
      return "loose";
    default:
      return `${fit.given}, not ${fit.wanted} (${fit.what})`;
  }
}

const state: Schema = { type: ["string"], enum: ["open", "sent"] };
const states: Schema = { type: ["array"], items: state };
const literal = (value: null | string | number): Value => ({ kind: "literal", value });
const list = (...items: readonly Value[]): Value => ({ kind: "list", items, leavesOut: false });
const name: Value = {
  kind: "expression",
  expression: { kind: "name", name: "x" },
  fallback: "none",
};

describe("a computed value", () => {
  it.each<[string, CoreType, Schema, string]>([
    ["a text for a text", text(), { type: ["string"] }, "fits"],
    ["an integer for a number", { kind: "int" }, { type: ["number"] }, "fits"],
    [
      "a number for an integer",
      { kind: "double" },
      { type: ["integer"] },
      "a number, not an integer (computed)",
    ],
    ["a text for an integer", text(), { type: ["integer"] }, "a string, not an integer (computed)"],
    ["a text for one of several values", text(), state, "loose"],
    ["known values for the same values", text("open"), state, "fits"],
    ["known values of which some fit", text("open", "lost"), state, "loose"],
    [
      "known values of which none fits",
      text("lost"),
      state,
      '"lost", not one of "open", "sent" (whole)',
    ],
    ["a 64-bit integer", { kind: "int64" }, { type: ["integer"] }, "loose"],
    ["JSON of unknown kind", { kind: "any" }, { type: ["string"] }, "loose"],
    [
      "a list of texts",
      { kind: "list", element: here(text()) },
      { type: ["array"], items: { type: ["string"] } },
      "fits",
    ],
    [
      "a list for a text",
      { kind: "list", element: here(text()) },
      { type: ["string"] },
      "a list, not a string (whole)",
    ],
    [
      "a list whose elements may be null",
      { kind: "list", element: { core: { kind: "int" }, absence: "null" } },
      { type: ["array"], items: { type: ["integer"] } },
      "a list whose elements may be null, not an array (whole)",
    ],
    ["anything where nothing is said", text(), {}, "fits"],
  ])("%s", (_what, core, schema, want) => {
    expect(outcome(computed(core), schema)).toBe(want);
  });
});

describe("what the map writes out", () => {
  it.each<[string, Value, CoreType, Schema, string]>([
    ["a value of an enum", literal("open"), text("open"), state, "fits"],
    [
      "another value",
      literal("lost"),
      text("lost"),
      state,
      '"lost", not one of "open", "sent" (whole)',
    ],
    [
      "null where it is allowed",
      literal(null),
      { kind: "null" },
      { type: ["string", "null"] },
      "fits",
    ],
    [
      "null where it is not",
      literal(null),
      { kind: "null" },
      { type: ["string"] },
      "null, not a string (whole)",
    ],
    ["a list", list(literal("open")), { kind: "any" }, states, "fits"],
    [
      "a list with another value",
      list(literal("lost")),
      { kind: "any" },
      states,
      '["lost"], not an array (whole)',
    ],
    [
      "a value within a list that is computed in part",
      list(literal("lost"), name),
      { kind: "list", element: here(text()) },
      states,
      '"lost", not one of "open", "sent" (part)',
    ],
    [
      "a number too large",
      literal(51),
      { kind: "int" },
      { type: ["integer"], minimum: 1, maximum: 50 },
      "51, not an integer from 1 to 50 (whole)",
    ],
    [
      "a text that does not match",
      literal("abc"),
      text("abc"),
      { type: ["string"], pattern: "^[A-Z]+$" },
      '"abc", not a string that fits ^[A-Z]+$ (whole)',
    ],
  ])("%s", (_what, value, core, schema, want) => {
    expect(outcome(written(value, core), schema)).toBe(want);
  });
});
