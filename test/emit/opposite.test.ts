import { describe, expect, it } from "vitest";
import { opposite } from "../../src/emit/opposite.js";
import type { Expression } from "../../src/model/expression.js";

const items: Expression = { kind: "name", name: "items" };
const zero: Expression = { kind: "literal", value: 0 };
const isAbove = (left: Expression): Expression => ({
  kind: "binary",
  operator: ">",
  left,
  right: zero,
  total: true,
});

describe("the opposite of a comparison with zero", () => {
  it("is that there are none, of a count", () => {
    const count = { kind: "field", of: items, name: "length", optional: false } as const;
    expect(opposite(isAbove({ ...count, isCount: true }))).toMatchObject({ operator: "===" });
    // A field that the API calls so may be below zero.
    expect(opposite(isAbove(count))).toMatchObject({ operator: "<=" });
    expect(opposite(isAbove(items))).toMatchObject({ operator: "<=" });
  });
});
