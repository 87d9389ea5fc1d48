/** A value that JSON can carry. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

export interface JsonObject {
  [name: string]: JsonValue;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object or list that a text is the JSON of; any other value as it is. */
export function decodeJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Whether objects and lists stand within each other more than so many levels deep. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

/** Sets an own member whatever its name: `__proto__` as an assignment would change the prototype. */
export function setMember(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__") {
    Object.defineProperty(target, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  } else {
    target[name] = value;
  }
}

/**
 * Parses JSON without rounding: an integer that a double cannot hold becomes its decimal text.
 * Throws a SyntaxError on what is not JSON.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(SIXTEEN_DIGITS.test(text) ? quoteLargeIntegers(text) : text);
}

/** 2^53 has sixteen digits; a text without so long a number needs no second look. */
const SIXTEEN_DIGITS = /[0-9]{16}/;

function quoteLargeIntegers(text: string): string {
  let result = "";
  let copied = 0;
  let index = 0;
  while (index < text.length) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) {
      index = endOfString(text, index);
    } else if (character === MINUS || isDigit(character)) {
      const end = endOfNumber(text, index);
      const token = text.slice(index, end);
      if (isUnsafeInteger(token)) {
        result += `${text.slice(copied, index)}"${token}"`;
        copied = end;
      }
      index = end;
    } else {
      index += 1;
    }
  }
  return result + text.slice(copied);
}

const QUOTE = 0x22;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39;
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) {
      return index + 1;
    }
    index += character === BACKSLASH ? 2 : 1;
  }
  return text.length;
}

const NUMBER = /-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

function endOfNumber(text: string, start: number): number {
  NUMBER.lastIndex = start;
  return NUMBER.test(text) ? NUMBER.lastIndex : start + 1;
}

function isUnsafeInteger(token: string): boolean {
  return /^-?[1-9][0-9]{15,}$/.test(token) && !Number.isSafeInteger(Number(token));
}
