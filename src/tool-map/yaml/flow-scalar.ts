import type { CST } from "yaml";
import type { Target } from "./decoded.js";

/** Decodes a plain or quoted scalar. Source: YAML 1.2.2, section 7.3. */
export function decodeFlow({ type, source, offset }: CST.FlowScalar, target: Target): void {
  switch (type) {
    case "single-quoted-scalar":
      unfold(source.slice(1, -1), offset + 1, new SingleQuotes(target));
      break;
    case "double-quoted-scalar":
      decodeDoubleQuoted(source, offset, target);
      break;
    default:
      unfold(source, offset, target);
  }
}

/** Reads each `''` of a single-quoted scalar as one quote. */
class SingleQuotes implements Target {
  readonly #target: Target;

  constructor(target: Target) {
    this.#target = target;
  }

  verbatim(text: string, offset: number): void {
    let from = 0;
    for (let at = text.indexOf("''"); at !== -1; at = text.indexOf("''", from)) {
      this.#target.verbatim(text.slice(from, at + 1), offset + from);
      from = at + 2;
    }
    this.#target.verbatim(text.slice(from), offset + from);
  }

  standIn(text: string, offset: number): void {
    this.#target.standIn(text, offset);
  }
}

/** Joins the lines of a flow scalar: a line break is a space, and n + 1 of them are n breaks. */
function unfold(source: string, offset: number, target: Target): void {
  const lines = linesOf(source);
  const last = lines.length - 1;
  let separator = "";
  let separatorAt = offset;
  for (const [index, line] of lines.entries()) {
    const from = index === 0 ? 0 : blanksAt(line.text, 0);
    const text = index === last ? line.text.slice(from) : trimEnd(line.text.slice(from));
    if (index > 0 && index < last && text === "") {
      separator = separator === " " ? "" : separator;
      target.standIn(separator, separatorAt);
      separator = "\n";
    } else {
      target.standIn(separator, separatorAt);
      target.verbatim(text, offset + line.start + from);
      separator = " ";
    }
    separatorAt = offset + line.start + line.text.length;
  }
}

function linesOf(source: string): readonly { readonly text: string; readonly start: number }[] {
  const lines: { text: string; start: number }[] = [];
  let start = 0;
  for (let end = source.indexOf("\n"); end !== -1; end = source.indexOf("\n", start)) {
    const text = source.slice(start, source[end - 1] === "\r" && end > start ? end - 1 : end);
    lines.push({ text, start });
    start = end + 1;
  }
  lines.push({ text: source.slice(start), start });
  return lines;
}

/** How many blanks and tabs stand at `from`. */
function blanksAt(text: string, from: number): number {
  let end = from;
  while (text[end] === " " || text[end] === "\t") {
    end++;
  }
  return end - from;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === " " || text[end - 1] === "\t") {
    end--;
  }
  return text.slice(0, end);
}

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  "\t": "\t",
};

const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function decodeDoubleQuoted(source: string, offset: number, target: Target): void {
  const end = source.length - 1;
  let at = 1;
  while (at < end) {
    const blanks = blanksAt(source, at);
    const breakAt = at + blanks;
    if (source[breakAt] === "\n" || source.startsWith("\r\n", breakAt)) {
      at = foldBreaks(source, breakAt, offset, target);
    } else if (blanks > 0) {
      target.verbatim(source.slice(at, breakAt), offset + at);
      at = breakAt;
    } else if (source[at] === "\\") {
      at = decodeEscape(source, at, offset, target);
    } else {
      target.verbatim(source.charAt(at), offset + at);
      at++;
    }
  }
}

/** Reads the line breaks at `at` and the blanks around them; answers where the text goes on. */
function foldBreaks(source: string, at: number, offset: number, target: Target): number {
  let breaks = 0;
  let next = at;
  while (next < source.length - 1 && /[ \t\r\n]/.test(source.charAt(next))) {
    breaks += source[next] === "\n" ? 1 : 0;
    next++;
  }
  target.standIn(breaks === 1 ? " " : "\n".repeat(breaks - 1), offset + at);
  return next;
}

function decodeEscape(source: string, at: number, offset: number, target: Target): number {
  const letter = source.charAt(at + 1);
  const plain = escapes[letter];
  if (plain !== undefined) {
    target.standIn(plain, offset + at);
    return at + 2;
  }
  const breakLength = letter === "\n" ? 1 : source.startsWith("\r\n", at + 1) ? 2 : 0;
  if (breakLength > 0) {
    const lineStart = at + 1 + breakLength;
    return lineStart + blanksAt(source, lineStart);
  }
  const length = codeLengths[letter] ?? 0;
  const code = Number.parseInt(source.slice(at + 2, at + 2 + length), 16);
  // A wrong escape has been reported as a YAML error; it only must not break the reading.
  target.standIn(code <= 0x10ffff ? String.fromCodePoint(code) : "", offset + at);
  return at + 2 + length;
}
