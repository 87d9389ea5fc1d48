import { describe, expect, it } from "vitest";
import { narrow } from "../../src/bind/narrow.js";
import { Collector } from "../../src/diagnostics/collector.js";
import type { JsonValue } from "../../src/model/json.js";
import type { Schema } from "../../src/model/schema.js";

const file = { path: "tool-map.yaml", text: "" };
const span = { file, start: 0, end: 0 };

/** What the keywords of a map make of a spec's schema, and what is said about it. */
function narrowed(declared: Schema, own: Readonly<Record<string, JsonValue>>) {
  const collector = new Collector();
  const keywords = Object.entries(own).map(([name, value]) => ({
    name: { value: name, span },
    value: { value, span },
  }));
  const schema = narrow({ schema: declared, spanOf: () => null }, keywords, collector);
  return { schema, said: collector.sorted().map(({ message }) => message) };
}

const integer: Schema = { type: ["integer"], minimum: 1, maximum: 50 };
const state: Schema = { type: ["string"], enum: ["open", "sent"] };

describe("a keyword that narrows", () => {
  it.each<[string, Schema, Record<string, JsonValue>, Schema]>([
    ["a bound", integer, { minimum: 5, maximum: 20 }, { ...integer, minimum: 5, maximum: 20 }],
    [
      "a bound where there was none",
      { type: ["string"] },
      { maxLength: 5 },
      { type: ["string"], maxLength: 5 },
    ],
    ["an enum", state, { enum: ["open"] }, { ...state, enum: ["open"] }],
    ["a constant", state, { const: "open" }, { ...state, const: "open" }],
    ["a type", { type: ["number"] }, { type: "integer" }, { type: ["integer"] }],
    [
      "a type out of several",
      { type: ["string", "null"] },
      { type: "string" },
      { type: ["string"] },
    ],
    ["a pattern", { type: ["string"] }, { pattern: "^a" }, { type: ["string"], pattern: "^a" }],
    [
      "a pattern beside the spec's",
      { type: ["string"], pattern: "^a" },
      { pattern: "b$" },
      { type: ["string"], pattern: "b$", allOf: [{ pattern: "^a" }] },
    ],
    [
      "elements, which the spec's own still hold",
      { type: ["array"], items: state },
      { items: { enum: ["open", "lost"] } },
      { type: ["array"], items: state, allOf: [{ items: { enum: ["open", "lost"] } }] },
    ],
    [
      "elements that the spec says nothing of",
      { type: ["array"] },
      { items: { type: "string" } },
      { type: ["array"], items: { type: ["string"] } },
    ],
    ["a description", state, { description: "Which." }, { ...state, description: "Which." }],
    ["nothing: a default is checked elsewhere", state, { default: "open" }, state],
  ])("%s", (_what, declared, own, want) => {
    expect(narrowed(declared, own)).toEqual({ schema: want, said: [] });
  });
});

describe("a keyword that would widen, or says nothing", () => {
  it.each<[string, Schema, Record<string, JsonValue>, string]>([
    [
      "a lower minimum",
      integer,
      { minimum: 0 },
      "`minimum: 0` would allow more than the API does: the spec says minimum 1",
    ],
    [
      "a higher maximum",
      integer,
      { maximum: 51 },
      "`maximum: 51` would allow more than the API does: the spec says maximum 50",
    ],
    [
      "another value",
      state,
      { enum: ["open", "lost"] },
      '`enum: ["open","lost"]` would allow more than the API does: the spec does not allow "lost"; it allows "open", "sent"',
    ],
    [
      "another constant",
      state,
      { const: "lost" },
      '`const: "lost"` would allow more than the API does: the spec does not allow this value',
    ],
    [
      "another type",
      integer,
      { type: "number" },
      '`type: "number"` would allow more than the API does: the spec says integer',
    ],
    [
      "a length of a number",
      integer,
      { maxLength: 3 },
      "`maxLength: 3` says nothing of this input: its values are of type integer",
    ],
    [
      "a pattern of a number",
      integer,
      { pattern: "^1" },
      '`pattern: "^1"` says nothing of this input: its values are of type integer',
    ],
    [
      "no values",
      state,
      { enum: [] },
      "`enum: []` says nothing of this input: a list of values is wanted",
    ],
  ])("%s is reported, and left out", (_what, declared, own, want) => {
    expect(narrowed(declared, own)).toEqual({ schema: declared, said: [want] });
  });
});
