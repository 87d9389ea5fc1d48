/** The tokens of a JSON text in UTF-8. Source: RFC 8259, sections 2, 3, 6 and 7. */

/** In place of an offset: here is no such token. */
export const wrong = -1;

export function afterSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const code = bytes[at];
    if (code !== space && code !== lineFeed && code !== carriageReturn && code !== tab) {
      return at;
    }
    at += 1;
  }
}

/** After the text whose quote stands here. */
export function afterText(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  for (;;) {
    const code = bytes[at] ?? 0;
    if (code === quote) {
      return at + 1;
    }
    if (code >= space && code !== backslash) {
      at += 1;
    } else {
      at = code === backslash ? afterEscape(bytes, at) : wrong;
      if (at === wrong) {
        return wrong;
      }
    }
  }
}

function afterEscape(bytes: Uint8Array, from: number): number {
  const letter = String.fromCharCode(bytes[from + 1] ?? 0);
  if (letter === "u") {
    const digits = String.fromCharCode(...bytes.subarray(from + 2, from + 6));
    return /^[0-9a-fA-F]{4}$/.test(digits) ? from + 6 : wrong;
  }
  return '"\\/bfnrt'.includes(letter) ? from + 2 : wrong;
}

/** After a number, `true`, `false` or `null`. */
export function afterScalar(bytes: Uint8Array, from: number): number {
  switch (bytes[from]) {
    case smallT:
      return afterWord(bytes, from, "true");
    case smallF:
      return afterWord(bytes, from, "false");
    case smallN:
      return afterWord(bytes, from, "null");
    default:
      return afterNumber(bytes, from);
  }
}

function afterWord(bytes: Uint8Array, from: number, word: string): number {
  for (let index = 0; index < word.length; index += 1) {
    if (bytes[from + index] !== word.charCodeAt(index)) {
      return wrong;
    }
  }
  return from + word.length;
}

function afterNumber(bytes: Uint8Array, from: number): number {
  const start = bytes[from] === minus ? from + 1 : from;
  let at = bytes[start] === zero ? start + 1 : afterDigits(bytes, start);
  if (at !== wrong && bytes[at] === point) {
    at = afterDigits(bytes, at + 1);
  }
  if (at !== wrong && (bytes[at] === smallE || bytes[at] === largeE)) {
    const sign = bytes[at + 1];
    at = afterDigits(bytes, sign === plus || sign === minus ? at + 2 : at + 1);
  }
  return at;
}

/** After one digit or more. */
function afterDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let code = bytes[at] ?? 0; code >= zero && code <= nine; code = bytes[at] ?? 0) {
    at += 1;
  }
  return at === from ? wrong : at;
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
export const quote = 0x22;
const plus = 0x2b;
export const comma = 0x2c;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;
export const colon = 0x3a;
const largeE = 0x45;
export const bracket = 0x5b;
const backslash = 0x5c;
export const closingBracket = 0x5d;
const smallE = 0x65;
const smallF = 0x66;
const smallN = 0x6e;
const smallT = 0x74;
export const brace = 0x7b;
export const closingBrace = 0x7d;
