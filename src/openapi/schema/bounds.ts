import { largestLimit, smallestLimit } from "../../limit/limit.js";
import type { Bounds } from "./part.js";

const highest = [
  "minLength",
  "minItems",
  "minProperties",
] as const satisfies readonly (keyof Bounds)[];
const lowest = [
  "maxLength",
  "maxItems",
  "maxProperties",
] as const satisfies readonly (keyof Bounds)[];
const highestLimit = ["minimum", "exclusiveMinimum"] as const satisfies readonly (keyof Bounds)[];
const lowestLimit = ["maximum", "exclusiveMaximum"] as const satisfies readonly (keyof Bounds)[];
const equal = [
  "pattern",
  "format",
  "contentEncoding",
  "contentMediaType",
] as const satisfies readonly (keyof Bounds)[];

type Writable = { -readonly [K in keyof Bounds]: Bounds[K] };

/** The bounds that hold where both do, and those of `added` that cannot be said in the same object. */
export function mergeBounds(
  known: Bounds,
  added: Bounds,
): { readonly merged: Bounds; readonly conflicts: Bounds } {
  const merged: Writable = { ...added, ...known };
  const conflicts: Writable = {};
  for (const keyword of highest) {
    const values = [known[keyword], added[keyword]].filter((value) => value !== undefined);
    if (values.length > 0) {
      merged[keyword] = Math.max(...values);
    }
  }
  for (const keyword of lowest) {
    const values = [known[keyword], added[keyword]].filter((value) => value !== undefined);
    if (values.length > 0) {
      merged[keyword] = Math.min(...values);
    }
  }
  for (const keyword of highestLimit) {
    const [first, ...others] = [known[keyword], added[keyword]].filter((one) => one !== undefined);
    if (first !== undefined) {
      merged[keyword] = largestLimit(first, ...others);
    }
  }
  for (const keyword of lowestLimit) {
    const [first, ...others] = [known[keyword], added[keyword]].filter((one) => one !== undefined);
    if (first !== undefined) {
      merged[keyword] = smallestLimit(first, ...others);
    }
  }
  for (const keyword of equal) {
    const value = added[keyword];
    if (value !== undefined && value !== merged[keyword]) {
      conflicts[keyword] = value;
    }
  }
  if (added.uniqueItems === true) {
    merged.uniqueItems = true;
  }
  const { multipleOf } = added;
  if (multipleOf !== undefined && known.multipleOf !== undefined) {
    if (isMultiple(multipleOf, known.multipleOf)) {
      merged.multipleOf = multipleOf;
    } else if (!isMultiple(known.multipleOf, multipleOf)) {
      conflicts.multipleOf = multipleOf;
    }
  }
  return { merged, conflicts };
}

function isMultiple(value: number, of: number): boolean {
  return Number.isInteger(value) && Number.isInteger(of) && value % of === 0;
}
