import { defineScalarTag, intCoreTag } from "js-yaml";
import type { JsonPrimitive, JsonValue } from "../model/json.js";

/** Longer ones are no numbers: a double cannot hold them, and neither format has a larger one. */
const mostDigits = 308;

/** YAML's integers; one that a double would round is a bigint. */
export const exactInteger = defineScalarTag<number | bigint>(intCoreTag.tagName, {
  ...intCoreTag,
  resolve: (source, isExplicit, tagName) => {
    const value = intCoreTag.resolve(source, isExplicit, tagName);
    return typeof value === "number" && !Number.isSafeInteger(value)
      ? exactly(source, value)
      : value;
  },
});

function exactly(source: string, rounded: number): number | bigint {
  const { sign = "", digits = "" } =
    /^(?<sign>[-+]?)(?<digits>0[box][0-9a-fA-F]+|[0-9]+)$/.exec(source)?.groups ?? {};
  if (digits === "" || source.length > mostDigits) {
    return rounded;
  }
  return sign === "-" ? -BigInt(digits) : BigInt(digits);
}

/** A text without such an ending has no integer past 2^53, and needs no second look. */
const mayBeLarge = /[0-9]{16}\s*(?:[,\]}]|$)/;

const quoteOrNumber = /"|-?[0-9][-+.0-9eE]*/g;
const quote = '"'.charCodeAt(0);
const backslash = "\\".charCodeAt(0);

/** A value of JSON, with a bigint for an integer that a number would round. */
export type ExactValue = JsonPrimitive | bigint | readonly ExactValue[] | ExactObject;
export interface ExactObject {
  readonly [name: string]: ExactValue;
}

/** JSON.parse, but for integers that a double would round: those are bigints. Throws what it throws. */
export function parseExactJson(text: string): ExactValue {
  const rounded: JsonValue = JSON.parse(text);
  const quoted = mayBeLarge.test(text) ? withQuotedIntegers(text) : text;
  return quoted === text ? rounded : withIntegers(rounded, JSON.parse(quoted));
}

/** The same JSON with texts in place of the integers, whatever else its texts say. */
function withQuotedIntegers(json: string): string {
  const parts: string[] = [];
  let copied = 0;
  quoteOrNumber.lastIndex = 0;
  for (let found = quoteOrNumber.exec(json); found !== null; found = quoteOrNumber.exec(json)) {
    const [token] = found;
    if (token === '"') {
      quoteOrNumber.lastIndex = afterString(json, quoteOrNumber.lastIndex);
    } else if (isRounded(token)) {
      parts.push(json.slice(copied, found.index), `"${token}"`);
      copied = quoteOrNumber.lastIndex;
    }
  }
  return parts.join("") + json.slice(copied);
}

/** After the quote that ends a string, a character at a time: a regular expression has no room for long ones. */
function afterString(json: string, start: number): number {
  let at = start;
  while (at < json.length && json.charCodeAt(at) !== quote) {
    at += json.charCodeAt(at) === backslash ? 2 : 1;
  }
  return at + 1;
}

function isRounded(token: string): boolean {
  return (
    token.length > 15 &&
    token.length <= mostDigits &&
    /^-?[0-9]+$/.test(token) &&
    !Number.isSafeInteger(Number(token))
  );
}

/** Both are of one text: what is a number in one and a text in the other is an integer. */
function withIntegers(rounded: JsonValue, quoted: JsonValue): ExactValue {
  const [root, other] = [{ value: rounded }, { value: quoted }];
  const left: (readonly [object, object])[] = [[root, other]];
  for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
    const [object, texts] = pair;
    const spelled = new Map<string, unknown>(Object.entries(texts));
    for (const [key, value] of Object.entries(object)) {
      const text = spelled.get(key);
      if (isContainer(value) && isContainer(text)) {
        left.push([value, text]);
      } else if (typeof value === "number" && typeof text === "string") {
        setOwn(object, key, BigInt(text));
      }
    }
  }
  return root.value;
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** An assignment to `__proto__` would change the prototype. */
function setOwn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
