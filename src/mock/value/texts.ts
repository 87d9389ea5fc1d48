import type { Schema } from "../../model/schema.js";
import { hasFormat, textOfFormat } from "./formats.js";
import { matches, textOfPattern } from "./patterns.js";
import type { Random } from "./random.js";
import { likelyTexts, wordsOf } from "./words.js";

/** No answer needs a longer text, unless its schema does. */
const longestText = 1_000_000;

/** A text that all of the schemas allow; undefined where none was found, or with `lenient` one of its length. */
export function textFor(
  schemas: readonly Schema[],
  name: string,
  random: Random,
  lenient = false,
): string | undefined {
  const least = Math.max(0, ...schemas.flatMap(({ minLength }) => minLength ?? []));
  const most = Math.min(longestText, ...schemas.flatMap(({ maxLength }) => maxLength ?? []));
  if (least > most) {
    return undefined;
  }
  const patterns = schemas.flatMap(({ pattern }) => pattern ?? []);
  const formats = schemas.flatMap(({ format }) => format ?? []);
  const fits = (text: string) =>
    length(text) >= least &&
    length(text) <= most &&
    patterns.every((pattern) => matches(text, pattern)) &&
    formats.every((format) => hasFormat(text, format));
  for (const make of [
    () => firstText(formats, (format) => textOfFormat(format, random)),
    () => likelyTexts(name, random).find(fits) ?? null,
    () => (patterns.length === 0 ? plainText(name, random) : null),
    () => firstText(patterns, (pattern) => textOfPattern(pattern, least, most, random)),
    () => stretched(schemas, least, most, random),
    () => plainText(name, random).slice(0, most),
    () => "x".repeat(least),
  ]) {
    const text = make();
    if (text !== null && fits(text)) {
      return text;
    }
  }
  return lenient ? plainText(name, random).slice(0, most).padEnd(least, "x") : undefined;
}

/** Another text of an example's form: its digits are others. */
export function varied(example: string, random: Random): string {
  return example.replace(/[0-9]+(?=[^0-9]*$)/, (digits) =>
    [...digits]
      .map((digit, index) => (index === 0 ? digit : String(random.integer(0, 9))))
      .join(""),
  );
}

function firstText<T>(list: readonly T[], make: (item: T) => string | null): string | null {
  for (const item of list) {
    const text = make(item);
    if (text !== null) {
      return text;
    }
  }
  return null;
}

/** `customer_id` → `customer-4711`, anything else → its name and a word. */
function plainText(name: string, random: Random): string {
  const words = wordsOf(name);
  const number = random.integer(1000, 9999);
  if (/(?:^| )(?:id|ids|key|token|ref|reference|number|uuid)$/.test(words)) {
    const subject = words.replace(/ ?(?:id|ids)$/, "").replaceAll(" ", "-");
    return subject === "" ? `id-${number}` : `${subject}-${number}`;
  }
  return words === "" ? `text ${number}` : `${words} ${random.pick(plain)}`;
}

const plain = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

/** Base64 and formats that may be longer than their usual text. */
function stretched(
  schemas: readonly Schema[],
  least: number,
  most: number,
  random: Random,
): string | null {
  if (schemas.some(({ format }) => format === "uri" || format === "url")) {
    return `https://example.com/${"a".repeat(Math.max(0, Math.min(least, most) - 20))}`;
  }
  if (schemas.some(({ contentEncoding }) => contentEncoding === "base64")) {
    return "QUJD".repeat(Math.max(1, Math.ceil(least / 4)));
  }
  const text = plainText("", random);
  return least > length(text) ? text.padEnd(least, ` ${text}`) : null;
}

function length(text: string): number {
  return [...text].length;
}
