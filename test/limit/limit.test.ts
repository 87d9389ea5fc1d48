import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareLimits,
  doubleAtLeast,
  doubleAtMost,
  isLargeInteger,
} from "../../src/limit/limit.js";

const large = fc
  .bigInt({ min: -(2n ** 80n), max: 2n ** 80n })
  .map(String)
  .filter(isLargeInteger);

describe("limits", () => {
  it("are compared to the digit", () => {
    const given: readonly (readonly [number | string, number | string])[] = [
      ["9223372036854775807", "9223372036854775808"],
      ["9223372036854775807", 2 ** 63],
      [2 ** 63, "9223372036854775808"],
      [-1.5, "-9223372036854775807"],
      [1, 2],
    ];
    expect(given.map(([a, b]) => compareLimits(a, b))).toEqual([-1, -1, 0, 1, -1]);
  });

  it("lie between two doubles, of which no third is in between", () => {
    fc.assert(
      fc.property(large, (limit) => {
        const [below, above] = [doubleAtMost(limit), doubleAtLeast(limit)];
        expect(BigInt(below) <= BigInt(limit) && BigInt(limit) <= BigInt(above)).toBe(true);
        const middle = below + (above - below) / 2;
        expect(middle === below || middle === above).toBe(true);
      }),
    );
  });
});
