/**
 * Reads a line of YAML as a person means it, who thinks of `that: 'paid' == x` as a key and a text.
 * Where YAML reads something else, the text has to be quoted.
 */
export interface Misread {
  /** Offsets of the text that was meant. */
  readonly start: number;
  readonly end: number;
  readonly because: Misreading;
}

export type Misreading =
  | "quote ends early"
  | "bracket ends early"
  | "bracket in text"
  | "comma in text"
  | "colon in text"
  | "comment in text"
  | "tag"
  | "reserved start"
  | "block start";

/** Nobody wrote a longer line by hand; the reading is recursive. */
const longestLine = 1000;

/** The misread texts of the line that begins at `start`, in order. */
export function misreadsOfLine(text: string, start: number): readonly Misread[] {
  const end = lineEnd(text, start);
  if (end - start > longestLine) {
    return [];
  }
  const key = blockKey.exec(text.slice(start, end));
  const at = start + (key?.[0].length ?? 0);
  const found: Misread[] = [];
  if (at < end) {
    readBlockValue({ text, end, found }, at);
  }
  return found;
}

/** The same for a line that goes on with a `{ … }` begun on an earlier one. */
export function misreadsOfFlowLine(text: string, start: number): readonly Misread[] {
  const found: Misread[] = [];
  const end = lineEnd(text, start);
  if (end - start <= longestLine) {
    readItems({ text, end, found }, start, true);
  }
  return found;
}

/** The end of a text that begins at `at` in a flow collection, its brackets and quotes balanced. */
export function meantEnd(text: string, at: number): number {
  return scanText(text, at, lineEnd(text, at));
}

export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  const last = end === -1 ? text.length : end;
  return text[last - 1] === "\r" && last > at ? last - 1 : last;
}

/** Indentation, dashes, and a key with its colon. */
const blockKey = /^\s*(?:- +)*(?:(?:"[^"]*"|'[^']*'|[\w$./<*-][^:#{}[\],'"]*?) *:(?: +|$))?/;
const flowKey = /^(?:"[^"]*"|'[^']*'|[\w$./<*-][^:#{}[\],'"]*?) *: +/;
const anchorOrTag = /^(?:[&]\w+|!!\w+) +/;
const blockHeader = /^[|>][-+]?[1-9]?[-+]? *(?: #.*)?$/;

interface Scan {
  readonly text: string;
  /** Where the line ends. */
  readonly end: number;
  readonly found: Misread[];
}

function readBlockValue(scan: Scan, from: number): void {
  const { text, end, found } = scan;
  const rest = text.slice(from, end);
  const start = from + (anchorOrTag.exec(rest)?.[0].length ?? 0);
  const commentAt = commentStart(text, start, end);
  const valueEnd = trimmedEnd(text, start, commentAt);
  const first = text.charAt(start);
  const add = (because: Misreading): void => {
    found.push({ start, end: valueEnd, because });
  };
  if (first === "|" || first === ">") {
    if (!blockHeader.test(text.slice(start, end))) {
      add("block start");
    }
  } else if (first === '"' || first === "'") {
    const close = quoteEnd(text, start, end);
    if (close !== -1 && close < valueEnd) {
      add("quote ends early");
    }
  } else if (first === "[" || first === "{") {
    const close = readCollection(scan, start);
    if (close !== -1 && close < valueEnd) {
      found.length = 0;
      add("bracket ends early");
    }
  } else if (first === "!") {
    add("tag");
  } else if (reservedStart.test(first)) {
    add("reserved start");
  } else if (/:(?= |$)/.test(text.slice(start, valueEnd))) {
    add("colon in text");
  }
}

const reservedStart = /[@`%*]/;

/** Reads `{ … }` or `[ … ]`; answers where it ends, or -1 where that is not on this line. */
function readCollection(scan: Scan, open: number): number {
  return readItems(scan, open + 1, scan.text[open] === "{");
}

function readItems(scan: Scan, from: number, isMapping: boolean): number {
  const { text, end } = scan;
  let at = from;
  while (at < end) {
    at = skipBlanks(text, at, end);
    const character = text.charAt(at);
    if (character === "}" || character === "]") {
      return at + 1;
    }
    if (character === ",") {
      at++;
      continue;
    }
    const key = flowKey.exec(text.slice(at, end))?.[0].length ?? 0;
    at = readFlowValue(scan, at + key, isMapping && key === 0);
    if (at === -1) {
      return -1;
    }
  }
  return -1;
}

/** Answers where the value ends: at a comma or closing bracket; or -1. */
function readFlowValue(scan: Scan, from: number, isBareKey: boolean): number {
  const { text, end, found } = scan;
  const start = from + (anchorOrTag.exec(text.slice(from, end))?.[0].length ?? 0);
  const first = text.charAt(start);
  const foundBefore = found.length;
  const closed = closedAt(scan, start);
  if (closed === -1) {
    return -1;
  }
  if (closed !== null) {
    const next = skipBlanks(text, closed, end);
    if (next >= end || /[,}\]]/.test(text.charAt(next))) {
      return next;
    }
    found.length = foundBefore;
  }
  const stop = scanText(text, start, end);
  const valueEnd = trimmedEnd(text, start, stop);
  const because = flowMisreading(text.slice(start, valueEnd), first, closed !== null);
  if (because !== null && !isBareKey) {
    found.push({ start, end: valueEnd, because });
  }
  return stop;
}

/** Where a quoted text or a collection that begins at `start` ends; null where neither begins there. */
function closedAt(scan: Scan, start: number): number | null {
  switch (scan.text.charAt(start)) {
    case '"':
    case "'":
      return quoteEnd(scan.text, start, scan.end);
    case "[":
    case "{":
      return readCollection(scan, start);
    default:
      return null;
  }
}

function flowMisreading(value: string, first: string, closesEarly: boolean): Misreading | null {
  if (closesEarly) {
    return first === "[" || first === "{" ? "bracket ends early" : "quote ends early";
  }
  if (first === "!") {
    return "tag";
  }
  if (reservedStart.test(first)) {
    return "reserved start";
  }
  if (/[[\]{}]/.test(value)) {
    return "bracket in text";
  }
  if (/:(?= |$)/.test(value)) {
    return "colon in text";
  }
  if (value.includes(" #")) {
    return "comment in text";
  }
  return value.includes(",") ? "comma in text" : null;
}

/** Where an unquoted text in a flow collection is meant to end: at a comma or bracket outside its own. */
function scanText(text: string, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    if ("([{".includes(character)) {
      depth++;
    } else if (")]}".includes(character)) {
      if (depth === 0 && character !== ")") {
        return at;
      }
      depth = Math.max(0, depth - 1);
    } else if (character === "," && depth === 0) {
      return at;
    } else if (character === '"' || character === "'") {
      const close = opensLiteral(text, at) ? literalEnd(text, at, end) : -1;
      at = close === -1 ? at : close - 1;
    }
  }
  return end;
}

/** An apostrophe inside a word opens nothing. */
function opensLiteral(text: string, at: number): boolean {
  return !/\w/.test(text.charAt(at - 1));
}

/** The end of a CEL string literal, in which a backslash escapes. */
function literalEnd(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    if (text[at] === "\\") {
      at++;
    } else if (text[at] === text[start]) {
      return at + 1;
    }
  }
  return -1;
}

/** The end of a YAML quoted scalar on its line, or -1. */
function quoteEnd(text: string, start: number, end: number): number {
  const quote = text[start];
  for (let at = start + 1; at < end; at++) {
    if (quote === '"' && text[at] === "\\") {
      at++;
    } else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== "'") {
        return at + 1;
      }
      at++;
    }
  }
  return -1;
}

/** Where ` #` begins a comment; `end` where none does. A `#` inside quotes or brackets begins none. */
function commentStart(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    if (character === "#" && /[ \t]/.test(text.charAt(at - 1))) {
      return at;
    }
    if ((character === '"' || character === "'") && opensLiteral(text, at)) {
      const close = literalEnd(text, at, end);
      at = close === -1 ? at : close - 1;
    }
  }
  return end;
}

function skipBlanks(text: string, at: number, end: number): number {
  let next = at;
  while (next < end && (text[next] === " " || text[next] === "\t")) {
    next++;
  }
  return next;
}

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
