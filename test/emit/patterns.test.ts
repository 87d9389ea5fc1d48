import { describe, expect, it } from "vitest";
import { advertisedValue } from "../../src/emit/json-schema.js";
import { portablePattern } from "../../src/emit/regex.js";

describe("a pattern that hosts are shown", () => {
  it.each([
    { given: "^[a-z]+$", want: "^[a-z]+$" },
    { given: "^[a-zA-Z0-9_\\-\\:]+$", want: "^[a-zA-Z0-9_\\-:]+$" },
    { given: "^\\p{L}+$", want: "^\\p{L}+$" },
    { given: "(?i)^(all|none)$", want: null },
  ])("$given is $want", ({ given, want }) => {
    expect(portablePattern(given)).toBe(want);
  });

  it.each(["^[a-z]+-[a-z]+$", "^(a+)+$"])("stays %s, whoever checks it", (pattern) => {
    expect(advertisedValue({ type: ["string"], pattern }, "slug")).toEqual({
      schema: { type: "string", pattern },
      notes: [],
    });
  });

  it("is left out where it is of another dialect, with a note", () => {
    expect(advertisedValue({ type: ["string"], pattern: "(?i)^(all|none)$" }, "fields")).toEqual({
      schema: { type: "string" },
      notes: [
        'the pattern of "fields" is no regular expression with the flag u: neither checked nor shown',
      ],
    });
  });

  it("takes the members that it names with it", () => {
    const given = {
      type: ["object"],
      patternProperties: { "(?i)^x-": { type: ["string"] } },
      additionalProperties: false,
    } as const;
    expect(advertisedValue(given, "headers")).toEqual({
      schema: { type: "object", additionalProperties: true },
      notes: ['"headers" has names by patterns of another dialect: not shown'],
    });
  });
});
