/**
 * Moments and stretches of time, as nanoseconds in a bigint: since 1970 in UTC, and long.
 * Source: CEL specification, "Timestamps and durations"; RFC 3339.
 */
import { ExpressionError, shown } from "./expression.js";

const second = 1_000_000_000n;
/** The years 1 to 9999. */
const firstMoment = -62_135_596_800n * second;
const lastMoment = 253_402_300_800n * second - 1n;
const longest = 2n ** 63n;

export function checkedTimestamp(nanoseconds: bigint): bigint {
  if (nanoseconds < firstMoment || nanoseconds > lastMoment) {
    throw new ExpressionError("A moment lies outside the years 1 to 9999.");
  }
  return nanoseconds;
}

export function checkedDuration(nanoseconds: bigint): bigint {
  if (nanoseconds >= longest || nanoseconds < -longest) {
    throw new ExpressionError("A stretch of time is longer than 292 years.");
  }
  return nanoseconds;
}

export function currentTime(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

const rfc3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Of text in the form of RFC 3339, or of seconds since 1970. */
export function timestampOf(value: unknown): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) {
    return checkedTimestamp(BigInt(value) * second);
  }
  const parts = typeof value === "string" ? rfc3339.exec(value) : null;
  if (parts === null) {
    throw new ExpressionError(`${shown(value)} is no moment in the form 2026-01-31T12:00:00Z.`);
  }
  const [year, month, day, hour, minute, seconds] = parts.slice(1, 7).map(Number);
  const date = midnightOf(year, month, day);
  if (date === null || hour === undefined || hour > 23 || minute === undefined || minute > 59) {
    throw new ExpressionError(`${shown(value)} is no moment that there was.`);
  }
  if (seconds === undefined || seconds > 59 || Number(parts[9] ?? 0) > 23) {
    throw new ExpressionError(`${shown(value)} is no moment that there was.`);
  }
  const offset =
    (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * (parts[8] === "-" ? -60 : 60);
  const whole = date / 1000 + hour * 3600 + minute * 60 + seconds - offset;
  const fraction = BigInt((parts[7] ?? "").padEnd(9, "0"));
  return checkedTimestamp(BigInt(whole) * second + fraction);
}

/** Midnight of a day, in milliseconds since 1970; null for a day that there was not. */
function midnightOf(year = 0, month = 0, day = 0): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && year > 0 ? date.getTime() : null;
}

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: second,
  m: 60n * second,
  h: 3600n * second,
};

const quantity = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;

/** Of text such as `1h30m` or `-1.5s`, or of seconds. */
export function durationOf(value: unknown): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) {
    return checkedDuration(BigInt(value) * second);
  }
  const parsed = typeof value === "string" && value.length <= 128 ? nanosecondsOf(value) : null;
  if (parsed === null) {
    throw new ExpressionError(`${shown(value)} is no stretch of time such as 24h or 1h30m.`);
  }
  return checkedDuration(parsed);
}

function nanosecondsOf(text: string): bigint | null {
  const body = text.replace(/^[-+]/, "");
  if (body === "0") {
    return 0n;
  }
  let total = 0n;
  quantity.lastIndex = 0;
  while (quantity.lastIndex < body.length) {
    const found = quantity.exec(body);
    const unit = units[found?.[3] ?? ""];
    const digits = (found?.[1] ?? "") + (found?.[2] ?? "");
    if (found === null || unit === undefined || digits === "") {
      return null;
    }
    total += (BigInt(digits) * unit) / 10n ** BigInt(found[2]?.length ?? 0);
  }
  if (body === "") {
    return null;
  }
  return text.startsWith("-") ? -total : total;
}

/** In the form of RFC 3339, in UTC, with as many decimals as there are. */
export function timestampText(moment: bigint): string {
  const seconds = floorDivide(moment, second);
  const date = new Date(Number(seconds) * 1000).toISOString();
  return `${date.slice(0, 19)}${fractionText(moment - seconds * second)}Z`;
}

/** In seconds: `90s`, `1.5s`. */
export function durationText(length: bigint): string {
  const size = length < 0n ? -length : length;
  return `${length < 0n ? "-" : ""}${size / second}${fractionText(size % second)}s`;
}

function fractionText(nanoseconds: bigint): string {
  return nanoseconds === 0n ? "" : `.${String(nanoseconds).padStart(9, "0").replace(/0+$/, "")}`;
}

/** The day in UTC, `2026-01-31`: of a moment, of seconds since 1970, or of text that begins with a date. */
export function dateOf(value: unknown): string {
  if (typeof value === "bigint") {
    return timestampText(value).slice(0, 10);
  }
  const plain = typeof value === "string" ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null;
  if (plain !== null && midnightOf(Number(plain[1]), Number(plain[2]), Number(plain[3])) !== null) {
    return plain[0];
  }
  return timestampText(timestampOf(value)).slice(0, 10);
}

export function epochSeconds(moment: bigint): number {
  return Number(floorDivide(moment, second));
}

export function wholeHours(length: bigint): number {
  return Number(length / (3600n * second));
}

export function wholeMinutes(length: bigint): number {
  return Number(length / (60n * second));
}

export function wholeSeconds(length: bigint): number {
  return Number(length / second);
}

/** The milliseconds within the second. */
export function wholeMilliseconds(length: bigint): number {
  return Number((length % second) / 1_000_000n);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
