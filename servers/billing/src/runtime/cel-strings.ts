/**
 * Text functions of the expression language. Positions count characters (code points), from 0.
 * Source: CEL strings extension, version 3.
 */
import { ExpressionError } from "./expression.js";

/** The character at a position; nothing at the very end. */
export function charAt(text: string, position: number): string {
  const characters = [...text];
  return characters[within(position, characters.length)] ?? "";
}

/** Where `part` first stands at or after a position; -1 where it does not. */
export function indexOf(text: string, part: string, from = 0): number {
  const characters = [...text];
  const start = characters.slice(0, within(from, characters.length)).join("").length;
  const found = text.indexOf(part, start);
  return found === -1 ? -1 : [...text.slice(0, found)].length;
}

/** Where `part` last stands at or before a position; -1 where it does not. */
export function lastIndexOf(text: string, part: string, from?: number): number {
  const characters = [...text];
  const end = from === undefined ? characters.length : within(from, characters.length);
  const found = text.lastIndexOf(part, characters.slice(0, end).join("").length);
  return found === -1 ? -1 : [...text.slice(0, found)].length;
}

/** Letters of ASCII alone. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function upperAscii(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** The first `limit` occurrences replaced; all of them where it is negative. */
export function replaceText(text: string, from: string, to: string, limit = -1): string {
  const parts = from === "" ? ["", ...text, ""] : text.split(from);
  const count = limit < 0 ? parts.length - 1 : Math.min(limit, parts.length - 1);
  const replaced = parts.slice(0, count + 1).join(to);
  return parts.length > count + 1 ? [replaced, ...parts.slice(count + 1)].join(from) : replaced;
}

export function reversed(text: string): string {
  return [...text].reverse().join("");
}

/** At most `limit` parts, the last with all that is left; all of them where it is negative. */
export function splitText(text: string, separator: string, limit = -1): string[] {
  if (limit === 0) {
    return [];
  }
  const parts = separator === "" ? [...text] : text.split(separator);
  return limit < 0 || parts.length <= limit
    ? parts
    : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

/** From one position up to another, which is not included. */
export function substring(text: string, start: number, end?: number): string {
  const characters = [...text];
  const last = end === undefined ? characters.length : within(end, characters.length);
  if (within(start, characters.length) > last) {
    throw new ExpressionError(`A part of a text cannot begin at ${start} and end at ${last}.`);
  }
  return characters.slice(start, last).join("");
}

/** Without the Unicode white space at both ends. */
export function trimmed(text: string): string {
  return text.replace(/^\p{White_Space}+|(?<!\p{White_Space})\p{White_Space}+$/gu, "");
}

/** In double quotes, with escapes for what would end or break it. */
export function quoted(text: string): string {
  const escaped = Array.from(text, (character) => escapes[character] ?? character).join("");
  return `"${escaped.replace(/\p{Surrogate}/gu, "\ufffd")}"`;
}

const escapes: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

function within(position: number, length: number): number {
  if (position < 0 || position > length) {
    throw new ExpressionError(
      `There is no position ${position} in a text of ${length} characters.`,
    );
  }
  return position;
}
