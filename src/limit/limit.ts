import type { Limit } from "../model/schema.js";

const unsafeDecimal = /^-?[1-9][0-9]{15,}$/;

/** Whether a value is the decimal text of an integer that a number would round. */
export function isLargeInteger(value: unknown): value is string {
  return (
    typeof value === "string" && unsafeDecimal.test(value) && !Number.isSafeInteger(Number(value))
  );
}

/** Below zero where the first is smaller, above where it is larger. Exact. */
export function compareLimits(a: Limit, b: Limit): number {
  const [left, right] = [exact(a), exact(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function largestLimit(...limits: readonly [Limit, ...Limit[]]): Limit {
  return limits.reduce((most, limit) => (compareLimits(limit, most) > 0 ? limit : most));
}

export function smallestLimit(...limits: readonly [Limit, ...Limit[]]): Limit {
  return limits.reduce((least, limit) => (compareLimits(limit, least) < 0 ? limit : least));
}

/** The largest double that is not above the limit: no double lies between the two. */
export function doubleAtMost(limit: Limit): number {
  const nearest = Number(limit);
  return compareLimits(nearest, limit) > 0 ? neighbour(nearest, -1) : nearest;
}

/** The smallest double that is not below the limit. */
export function doubleAtLeast(limit: Limit): number {
  const nearest = Number(limit);
  return compareLimits(nearest, limit) < 0 ? neighbour(nearest, 1) : nearest;
}

function exact(limit: Limit): number | bigint {
  return typeof limit === "string" ? BigInt(limit) : limit;
}

/** The next double up or down of one that is not zero. */
function neighbour(value: number, direction: 1 | -1): number {
  const bits = new BigInt64Array(1);
  const double = new Float64Array(bits.buffer);
  double[0] = value;
  bits[0] = (bits[0] ?? 0n) + (value > 0 === direction > 0 ? 1n : -1n);
  return double[0] ?? value;
}
