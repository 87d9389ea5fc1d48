import type { Spanned } from "../source/source-file.js";
import { invalidValue } from "./problems.js";
import { type Reader, refine } from "./reading.js";
import { matching } from "./scalars.js";

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** `500ms`, `10s`, `2m`, in milliseconds. */
export const duration: Reader<number> = refine(
  matching(/^[1-9][0-9]{0,5}(ms|s|m)$/, "a duration", [
    "write a number and a unit: 500ms, 10s, 2m",
  ]),
  ({ value }) => Number.parseInt(value, 10) * (milliseconds[value.replace(/^[0-9]+/, "")] ?? 1),
);

const day = 86_400_000;
const lifetimes: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: day };
const leastLifetime = 60_000;
const mostLifetime = 7 * day;

/** How long something stays open: `90s`, `30m`, `24h`, `7d`, in milliseconds. From a minute to a week. */
export const lifetime: Reader<number> = refine(
  matching(/^[1-9][0-9]{0,5}[smhd]$/, "a lifetime", ["write a number and a unit: 30m, 24h, 7d"]),
  ({ value, span }, { collector }) => {
    const length = Number.parseInt(value, 10) * (lifetimes[value.at(-1) ?? ""] ?? 1);
    if (length >= leastLifetime && length <= mostLifetime) {
      return length;
    }
    collector.add(invalidValue(value, "a lifetime from 1m to 7d", span));
    return undefined;
  },
);

const seconds: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };

/** `10/min`, `5/s`, `100/h`. */
export const limit: Reader<Spanned<{ readonly calls: number; readonly seconds: number }>> = refine(
  matching(/^[1-9][0-9]{0,5}\/(s|min|h)$/, "a limit", [
    "write a number and a time: 5/s, 10/min, 100/h",
  ]),
  ({ value, span }) => {
    const [calls, time] = value.split("/");
    return { value: { calls: Number(calls), seconds: seconds[time ?? ""] ?? 1 }, span };
  },
);
