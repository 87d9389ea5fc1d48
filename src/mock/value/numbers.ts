import type { Limit, Schema } from "../../model/schema.js";
import type { Random } from "./random.js";
import { likelyRange } from "./words.js";

/** A number that all of the schemas allow; undefined where there is none. */
export function numberFor(
  schemas: readonly Schema[],
  kind: "integer" | "number",
  name: string,
  random: Random,
): number | bigint | undefined {
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
  if (kind === "integer" && [least, most].some(isLong)) {
    return longInteger(schemas, Number.isInteger(step) ? BigInt(step) : 1n, random);
  }
  if (whole || steps.length > 0) {
    const unit = kind === "integer" && !Number.isInteger(step) ? 1 : step;
    const first = Math.ceil(least / unit);
    // Where the step leads past what is likely, the first multiple that is allowed.
    const last = Math.max(first, Math.floor(most / unit));
    const value = exact(random.integer(first, last) * unit);
    return value <= limits.most ? value : greatestMultiple(limits, unit);
  }
  const drawn = least + random.next() * (most - least);
  const rounded = Number(drawn.toFixed(2));
  return rounded >= least && rounded <= most ? rounded : drawn;
}

/** Where none lies in the likely part: 0 of the multiples of 7 up to 6. */
function greatestMultiple({ least, most }: Limits, unit: number): number | undefined {
  const value = exact(Math.floor(most / unit) * unit);
  return value >= least ? value : undefined;
}

/** Numbers of more digits are not put together from steps without rounding. */
function isLong(limit: number): boolean {
  return Number.isFinite(limit) && Math.abs(limit) > 1e14;
}

/** How many steps a long integer may be away from the bound that makes it long. */
const nearBound = 1000n;

/** A bigint where a number would round it. */
function longInteger(
  schemas: readonly Schema[],
  step: bigint,
  random: Random,
): number | bigint | undefined {
  const [least, most] = wholeLimits(schemas);
  const above = least ?? (most ?? 0n) - nearBound * step;
  const below = most ?? above + nearBound * step;
  // Towards zero from a bound below it.
  const from = below <= 0n && below - nearBound * step > above ? below - nearBound * step : above;
  const first = from / step + (from > 0n && from % step !== 0n ? 1n : 0n);
  const last = below / step - (below < 0n && below % step !== 0n ? 1n : 0n);
  if (first > last) {
    return undefined;
  }
  const room = last - first < nearBound ? last - first : nearBound;
  const value = (first + BigInt(random.integer(0, Number(room)))) * step;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** The integers that all of the schemas allow, to the digit; null where nothing bounds them. */
function wholeLimits(schemas: readonly Schema[]): readonly [bigint | null, bigint | null] {
  const lower = schemas.flatMap(({ minimum, exclusiveMinimum }) => [
    ...bound(minimum, Math.ceil),
    ...bound(exclusiveMinimum, Math.floor).map((limit) => limit + 1n),
  ]);
  const upper = schemas.flatMap(({ maximum, exclusiveMaximum }) => [
    ...bound(maximum, Math.floor),
    ...bound(exclusiveMaximum, Math.ceil).map((limit) => limit - 1n),
  ]);
  return [
    lower.reduce<bigint | null>((most, each) => (most === null || each > most ? each : most), null),
    upper.reduce<bigint | null>(
      (least, each) => (least === null || each < least ? each : least),
      null,
    ),
  ];
}

function bound(limit: Limit | undefined, round: (limit: number) => number): readonly bigint[] {
  return limit === undefined
    ? []
    : [typeof limit === "string" ? BigInt(limit) : BigInt(round(limit))];
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
