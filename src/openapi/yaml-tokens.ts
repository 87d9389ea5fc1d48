/**
 * The scalars of plain YAML in UTF-8. Each function takes less than YAML allows, and nothing that YAML
 * does not. Source: YAML 1.2.2, chapters 7 and 8.
 */

/** In place of an offset: what stands here is not taken. */
export const wrong = -1;

/** Of bytes read as Latin-1: tabs, carriage returns, what is not printable, and byte order marks. */
const unusual = /[^\n -~\x80-\xff]|\xc2[\x80-\x9f]|\xef(?:\xbb\xbf|\xbf[\xbe\xbf])/;

export function hasUnusual(bytes: Buffer): boolean {
  return unusual.test(bytes.toString("latin1"));
}

export function afterSpaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === space) {
    at += 1;
  }
  return at;
}

/** Where the line ends in which `from` lies. */
export function endOfLine(bytes: Uint8Array, from: number): number {
  let at = from;
  while (!isEnd(bytes, at)) {
    at += 1;
  }
  return at;
}

/** Whether a line, or the text, ends here. */
export function isEnd(bytes: Uint8Array, at: number): boolean {
  const code = bytes[at];
  return code === lineFeed || code === undefined;
}

export function isDash(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === dash && isGap(bytes, at + 1);
}

/** Whether a key that ended before this place is one. */
export function isColon(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === colon && isGap(bytes, at + 1);
}

function isGap(bytes: Uint8Array, at: number): boolean {
  const code = bytes[at];
  return code === space || code === lineFeed || code === undefined;
}

/** Where a key ends that may begin here: none is longer than its line. */
export function afterKey(bytes: Uint8Array, at: number): number {
  return isQuote(bytes[at]) ? afterQuoted(bytes, at, Infinity) : afterPlain(bytes, at);
}

/** Where the text without quotes ends: at the colon of a key, or with its line. */
function afterPlain(bytes: Uint8Array, from: number): number {
  for (let at = from; ; at += 1) {
    const code = bytes[at];
    if (code === colon ? isGap(bytes, at + 1) : code === lineFeed || code === undefined) {
      return at;
    }
    if (code === sharp && bytes[at - 1] === space) {
      return wrong;
    }
  }
}

/** After the quoted text that begins here; each further line of it has more than `indent` spaces before it. */
function afterQuoted(bytes: Uint8Array, from: number, indent: number): number {
  const quote = bytes[from];
  let at = from + 1;
  while (at !== wrong && at < bytes.length) {
    const code = bytes[at];
    if (code === quote) {
      if (quote !== singleQuote || bytes[at + 1] !== singleQuote) {
        return at + 1;
      }
      at += 2;
    } else if (code === lineFeed) {
      at = afterBreak(bytes, at, indent);
    } else if (code === backslash && quote === doubleQuote) {
      at = afterEscape(bytes, at);
    } else {
      at += 1;
    }
  }
  return wrong;
}

function afterBreak(bytes: Uint8Array, from: number, indent: number): number {
  let line = from + 1;
  let at = afterSpaces(bytes, line);
  while (bytes[at] === lineFeed) {
    line = at + 1;
    at = afterSpaces(bytes, line);
  }
  return at - line > indent ? at : wrong;
}

function afterEscape(bytes: Uint8Array, from: number): number {
  const letter = String.fromCharCode(bytes[from + 1] ?? 0);
  if (letter === "u") {
    const digits = String.fromCharCode(...bytes.subarray(from + 2, from + 6));
    return /^[0-9a-fA-F]{4}$/.test(digits) ? from + 6 : wrong;
  }
  if (letter === "\n") {
    return from + 1;
  }
  return '0abtnvfre "/\\'.includes(letter) ? from + 2 : wrong;
}

/** The line after a scalar that begins here, whose further lines have more than `indent` spaces before them. */
export function afterScalar(bytes: Uint8Array, from: number, indent: number): number {
  switch (bytes[from]) {
    case bar:
    case greater:
      return afterBlock(bytes, from, indent);
    case singleQuote:
    case doubleQuote:
      return nextLine(bytes, afterQuoted(bytes, from, indent));
    case bracket:
      return bytes[from + 1] === closingBracket ? nextLine(bytes, from + 2) : wrong;
    case brace:
      return bytes[from + 1] === closingBrace ? nextLine(bytes, from + 2) : wrong;
    default:
      return isPlainStart(bytes, from) ? afterPlainLines(bytes, from, indent) : wrong;
  }
}

function nextLine(bytes: Uint8Array, end: number): number {
  return end !== wrong && isEnd(bytes, end) ? end + 1 : wrong;
}

/** Source: YAML 1.2.2, section 7.3.3; without `?` and `:`, which may also begin one. */
function isPlainStart(bytes: Uint8Array, at: number): boolean {
  return !isEnd(bytes, at) && !isDash(bytes, at) && !indicators.has(bytes[at] ?? 0);
}

function afterPlainLines(bytes: Uint8Array, from: number, indent: number): number {
  let at = from;
  for (;;) {
    const end = afterPlain(bytes, at);
    if (end === wrong || bytes[end] === colon) {
      return wrong;
    }
    let line = end + 1;
    at = afterSpaces(bytes, line);
    while (bytes[at] === lineFeed) {
      line = at + 1;
      at = afterSpaces(bytes, line);
    }
    if (at >= bytes.length || at - line <= indent) {
      return line;
    }
    if (bytes[at] === sharp) {
      return wrong;
    }
  }
}

/** After a block of lines, literal or folded. Source: YAML 1.2.2, section 8.1; without a stated indentation. */
function afterBlock(bytes: Uint8Array, from: number, indent: number): number {
  const isChomped = bytes[from + 1] === dash || bytes[from + 1] === plus;
  let line = nextLine(bytes, isChomped ? from + 2 : from + 1);
  let column = wrong;
  let widestBlank = 0;
  while (line !== wrong && line < bytes.length) {
    const at = afterSpaces(bytes, line);
    if (!isEnd(bytes, at)) {
      if (column === wrong && at - line > indent) {
        column = at - line;
        if (column < widestBlank) {
          return wrong;
        }
      } else if (column === wrong || at - line < column) {
        return line;
      }
    } else if (column === wrong) {
      widestBlank = Math.max(widestBlank, at - line);
    }
    line = endOfLine(bytes, at) + 1;
  }
  return line;
}

const lineFeed = 0x0a;
export const space = 0x20;
const doubleQuote = 0x22;
export const sharp = 0x23;
const singleQuote = 0x27;
const plus = 0x2b;
const dash = 0x2d;
const colon = 0x3a;
const greater = 0x3e;
const bracket = 0x5b;
const backslash = 0x5c;
const closingBracket = 0x5d;
const brace = 0x7b;
const bar = 0x7c;
const closingBrace = 0x7d;

const indicators: ReadonlySet<number> = new Set(Buffer.from(",[]{}#&*!|>'\"%@`?:"));

export function isQuote(code: number | undefined): boolean {
  return code === singleQuote || code === doubleQuote;
}
