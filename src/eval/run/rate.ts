import type { Rate } from "../run.js";

/** The normal distribution's quantile for 95 %. */
const z = 1.959964;

/** A share with its interval by Wilson's score, which holds for few tries and for all or none. */
export function rateOf(passed: number, of: number): Rate {
  if (of === 0) {
    return { passed, of, low: 0, high: 1 };
  }
  const share = passed / of;
  const spread = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  const [centre, scale] = [share + z ** 2 / (2 * of), 1 + z ** 2 / of];
  return {
    passed,
    of,
    low: rounded(Math.max(0, (centre - spread) / scale)),
    high: rounded(Math.min(1, (centre + spread) / scale)),
  };
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
