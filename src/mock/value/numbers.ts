import type { Schema } from "../../model/schema.js";
import type { Random } from "./random.js";
import { likelyRange } from "./words.js";

/** A number that all of the schemas allow; undefined where there is none. */
export function numberFor(
  schemas: readonly Schema[],
  kind: "integer" | "number",
  name: string,
  random: Random,
): number | undefined {
  const steps = schemas.flatMap(({ multipleOf }) => multipleOf ?? []);
  const step = steps.reduce(
    (product, each) => (each % product === 0 ? each : product),
    steps[0] ?? 1,
  );
  const whole = kind === "integer" || (steps.length > 0 && Number.isInteger(step));
  const limits = limitsOf(schemas, kind);
  const [least, most] = narrowed(limits, name, whole || steps.length > 0);
  if (least > most) {
    return undefined;
  }
  if (whole || steps.length > 0) {
    const unit = kind === "integer" && !Number.isInteger(step) ? 1 : step;
    const first = Math.ceil(least / unit);
    // Where the step leads past what is likely, the first multiple that is allowed.
    const last = Math.max(first, Math.floor(most / unit));
    const value = exact(random.integer(first, last) * unit);
    return value <= limits.most ? value : undefined;
  }
  const drawn = least + random.next() * (most - least);
  const rounded = Number(drawn.toFixed(2));
  return rounded >= least && rounded <= most ? rounded : drawn;
}

interface Limits {
  readonly least: number;
  readonly most: number;
}

function limitsOf(schemas: readonly Schema[], kind: "integer" | "number"): Limits {
  let least = Number.NEGATIVE_INFINITY;
  let most = Number.POSITIVE_INFINITY;
  for (const schema of schemas) {
    const { exclusiveMinimum, exclusiveMaximum, minimum, maximum } = schema;
    const above = exclusiveMinimum === undefined ? undefined : Number(exclusiveMinimum);
    const below = exclusiveMaximum === undefined ? undefined : Number(exclusiveMaximum);
    const next = kind === "integer" ? 1 : 0;
    least = Math.max(least, Number(minimum ?? least));
    most = Math.min(most, Number(maximum ?? most));
    if (above !== undefined) {
      least = Math.max(least, next === 1 ? Math.floor(above) + 1 : nudged(above, 1));
    }
    if (below !== undefined) {
      most = Math.min(most, next === 1 ? Math.ceil(below) - 1 : nudged(below, -1));
    }
    if (schema.format === "int32") {
      least = Math.max(least, -(2 ** 31));
      most = Math.min(most, 2 ** 31 - 1);
    }
  }
  return { least, most };
}

/** The next number of a size that people write. */
function nudged(limit: number, sign: 1 | -1): number {
  return limit + sign * Math.max(Math.abs(limit) * 1e-6, 1e-6);
}

/** The likely part of what is allowed, where they meet. */
function narrowed(
  { least, most }: Limits,
  name: string,
  whole: boolean,
): readonly [number, number] {
  const [low, high] = likelyRange(name) ?? [1, 1000];
  if (Math.max(least, low) <= Math.min(most, high)) {
    return [Math.max(least, low), Math.min(most, high)];
  }
  const span = whole ? 1000 : 1;
  return least > high
    ? [least, Math.min(most, least + span)]
    : [Math.max(least, most - span), most];
}

/** 0.1 × 3 as 0.3. */
function exact(value: number): number {
  return Number(value.toPrecision(15));
}
