import { spend } from "./effort.js";
import { isObject } from "./json.js";

/** Texts are made, and joined again around the value. */
const STEPS_OF_TEXT = 5;

/** How many characters are looked through in the time of one step. */
const CHARACTERS_AT_ONCE = 10;

/** Text that is the same for values that JSON Schema calls equal: members in any order, 1 and 1.0. */
export function canonical(value: unknown): string {
  spend(
    typeof value === "string" ? STEPS_OF_TEXT + value.length / CHARACTERS_AT_ONCE : STEPS_OF_TEXT,
  );
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(",")}]`;
  }
  if (isObject(value)) {
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }
  if (typeof value === "bigint") {
    return String(value);
  }
  return JSON.stringify(Object.is(value, -0) ? 0 : value) ?? "undefined";
}

/** The number of characters (code points) of a text. */
export function lengthOf(text: string): number {
  spend(text.length / CHARACTERS_AT_ONCE);
  let length = 0;
  for (const _ of text) {
    length++;
  }
  return length;
}

/** Whether a number is a multiple of a step, in the decimals in which both are written: 19.99 is one of 0.01. */
export function isMultiple(value: number | bigint, step: number): boolean {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return false;
  }
  const left = decimalOf(value);
  const right = decimalOf(step);
  const scale = Math.max(left.decimals, right.decimals);
  const unit = right.digits * 10n ** BigInt(scale - right.decimals);
  return unit !== 0n && (left.digits * 10n ** BigInt(scale - left.decimals)) % unit === 0n;
}

/** A finite number as `digits / 10 ** decimals`, exactly as JavaScript writes it. */
function decimalOf(value: number | bigint): { digits: bigint; decimals: number } {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const decimals = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return decimals >= 0
    ? { digits, decimals }
    : { digits: digits * 10n ** BigInt(-decimals), decimals: 0 };
}
