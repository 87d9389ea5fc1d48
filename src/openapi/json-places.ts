import type { SourceFile } from "../source/source-file.js";
import type { Container, Place } from "./place.js";

/** The root of a JSON text, read only as far as places in it are asked for. */
export function jsonRoot(file: SourceFile): Place {
  const start = skipSpace(file.text, 0);
  return placeOf(file.text, null, start, skipValue(file.text, start));
}

function placeOf(text: string, key: Place["key"], start: number, end: number): Place {
  const first = text.charCodeAt(start);
  let container: Container | null = null;
  return {
    key,
    start,
    end,
    container: () => {
      if (first === brace || first === bracket) {
        container ??= first === brace ? members(text, start) : elements(text, start);
      }
      return container;
    },
  };
}

function members(text: string, start: number): Container {
  const found = new Map<string, Place>();
  let at = skipSpace(text, start + 1);
  while (text.charCodeAt(at) === quote) {
    const keyEnd = skipText(text, at);
    const key = String(JSON.parse(text.slice(at, keyEnd)));
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const valueEnd = skipValue(text, valueStart);
    found.set(key, placeOf(text, { start: at, end: keyEnd }, valueStart, valueEnd));
    at = skipComma(text, valueEnd);
  }
  return found;
}

function elements(text: string, start: number): Container {
  const found = new Map<string, Place>();
  let at = skipSpace(text, start + 1);
  while (at < text.length && text.charCodeAt(at) !== closingBracket) {
    const end = skipValue(text, at);
    found.set(String(found.size), placeOf(text, null, at, end));
    at = skipComma(text, end);
  }
  return found;
}

function skipComma(text: string, from: number): number {
  const at = skipSpace(text, from);
  return text.charCodeAt(at) === comma ? skipSpace(text, at + 1) : at;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= space) {
    at++;
  }
  return at;
}

/** The end of the text that begins at a quote. */
function skipText(text: string, from: number): number {
  let at = from;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at === -1) {
      return text.length;
    }
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) {
      slashes++;
    }
    if (slashes % 2 === 0) {
      return at + 1;
    }
  }
}

/** The end of the value that begins here, which is known to be well formed. */
function skipValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = skipText(text, at);
      if (depth === 0) {
        return at;
      }
      continue;
    }
    if (code === brace || code === bracket) {
      depth++;
    } else if (code === closingBrace || code === closingBracket) {
      depth--;
      if (depth <= 0) {
        return depth === 0 ? at + 1 : at;
      }
    } else if (depth === 0 && (code === comma || (code <= space && at > from))) {
      return at;
    }
    at++;
  }
  return at;
}

const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const bracket = 0x5b;
const backslash = 0x5c;
const closingBracket = 0x5d;
const brace = 0x7b;
const closingBrace = 0x7d;
