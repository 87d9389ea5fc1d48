import { Outline, roomAtFirst, withRoom } from "./outline.js";
import {
  afterKey,
  afterScalar,
  afterSpaces,
  endOfLine,
  hasUnusual,
  isColon,
  isDash,
  isEnd,
  isQuote,
  sharp,
  space,
  wrong,
} from "./yaml-tokens.js";

/**
 * Looks through a whole YAML text in UTF-8 without making its values. Null where it is no mapping, or
 * has anything but block mappings and sequences, scalars, comments, `[]` and `{}`: an anchor, an
 * alias, a tag, a merge, a directive, a second document, a tab, a key twice or of another type than
 * text. What passes here, a YAML parser takes, and the lines of each member can be read alone.
 *
 * An object begins at its first key, and ends before the first line that is no part of it.
 *
 * @param least how many bytes an object has at least to be noted.
 */
export function outlineOfYaml(bytes: Buffer, least: number): Outline | null {
  if (hasUnusual(bytes)) {
    return null;
  }
  const nest = new Nest(bytes, least);
  let line = afterStart(bytes);
  while (line !== wrong && line < bytes.length) {
    const at = afterSpaces(bytes, line);
    if (isEnd(bytes, at)) {
      line = at + 1;
    } else if (bytes[at] === sharp) {
      line = endOfLine(bytes, at) + 1;
    } else {
      line = nest.enter(at, line) ? afterEntry(bytes, at, line, nest) : wrong;
    }
  }
  return line !== wrong && nest.closeAll() ? nest.outline : null;
}

/** After the line that may begin a document. */
function afterStart(bytes: Buffer): number {
  return bytes.toString("latin1", 0, 4) === "---\n" ? 4 : 0;
}

/** The line after an entry of the innermost collection: a key or a dash, and what follows it there. */
function afterEntry(bytes: Buffer, from: number, line: number, nest: Nest): number {
  let at = from;
  while (isDash(bytes, at)) {
    at = afterSpaces(bytes, at + 1);
    if (isEnd(bytes, at)) {
      return at + 1;
    }
    if (!isDash(bytes, at) && !isColon(bytes, afterKey(bytes, at))) {
      return nest.fill() ? afterScalar(bytes, at, nest.indent) : wrong;
    }
    if (!nest.open(at, at - line)) {
      return wrong;
    }
  }
  const end = afterKey(bytes, at);
  if (!isColon(bytes, end) || !nest.key(at, end)) {
    return wrong;
  }
  const value = afterSpaces(bytes, end + 1);
  if (isEnd(bytes, value)) {
    return value + 1;
  }
  return nest.fill() ? afterScalar(bytes, value, nest.indent) : wrong;
}

const deepest = 100;

/** The collections around a place. */
class Nest {
  readonly outline = new Outline();
  /** How many spaces stand before the entries of the innermost collection. */
  indent = -1;
  readonly #bytes: Buffer;
  readonly #least: number;
  #depth = 0;
  /** How many of them are sequences. */
  #sequences = 0;
  #inSequence = false;
  /** Whether the value of the last entry may still come. */
  #isAwaiting = true;
  readonly #opened = new Int32Array(deepest);
  readonly #indents = new Int32Array(deepest);
  readonly #areSequences = new Uint8Array(deepest);
  /** For each that is open, how many members were noted when it was opened. */
  readonly #before = new Int32Array(deepest);
  /** Of the members of all mappings that are open: four offsets, and a hash of the key. */
  #offsets = new Int32Array(roomAtFirst);
  #hashes = new Int32Array(roomAtFirst);
  #members = 0;

  constructor(bytes: Buffer, least: number) {
    this.#bytes = bytes;
    this.#least = least;
  }

  /** Comes to the entry that begins in a line; false where none can stand there. */
  enter(at: number, line: number): boolean {
    const indent = at - line;
    const inSequence = isDash(this.#bytes, at);
    while (indent < this.indent || (indent === this.indent && this.#inSequence && !inSequence)) {
      if (!this.#close(line)) {
        return false;
      }
    }
    if (indent > this.indent || this.#inSequence !== inSequence) {
      return this.open(at, indent);
    }
    this.#endMember(line);
    this.#isAwaiting = true;
    return true;
  }

  /** Opens the collection whose first entry stands here; false where none is awaited. */
  open(at: number, indent: number): boolean {
    const isSequence = isDash(this.#bytes, at);
    if (!this.#isAwaiting || this.#depth === deepest || (this.#depth === 0 && isSequence)) {
      return false;
    }
    if (!this.#inSequence && !isSequence && this.#depth > 0) {
      this.#offsets[this.#members * 4 - 2] = at;
    }
    this.#opened[this.#depth] = at;
    this.#indents[this.#depth] = indent;
    this.#areSequences[this.#depth] = isSequence ? 1 : 0;
    this.#before[this.#depth] = this.#members;
    this.#depth += 1;
    this.#sequences += isSequence ? 1 : 0;
    this.#look();
    this.#isAwaiting = true;
    return true;
  }

  /** Notes a key, with its quotes if it has any; false where it may be read as anything but its text. */
  key(from: number, to: number): boolean {
    const isQuoted = isQuote(this.#bytes[from]);
    const start = isQuoted ? from + 1 : from;
    const end = isQuoted ? to - 1 : to;
    const hash = hashOf(this.#bytes, start, end);
    const isText = isQuoted
      ? isVerbatim(this.#bytes, start, end)
      : isWord(this.#bytes, start, end, hash);
    if (!isText) {
      return false;
    }
    const at = this.#members * 4;
    this.#offsets = withRoom(this.#offsets, at + 4);
    this.#offsets[at] = start;
    this.#offsets[at + 1] = end;
    this.#offsets[at + 2] = noObject;
    this.#hashes = withRoom(this.#hashes, this.#members + 1);
    this.#hashes[this.#members] = hash;
    this.#members += 1;
    return true;
  }

  /** The awaited value is a scalar; false where none is awaited. */
  fill(): boolean {
    const isAwaited = this.#isAwaiting;
    this.#isAwaiting = false;
    return isAwaited;
  }

  closeAll(): boolean {
    while (this.#depth > 0) {
      if (!this.#close(this.#bytes.length)) {
        return false;
      }
    }
    return true;
  }

  /** The innermost one ends before a line; false where it has a key twice, or may have. */
  #close(line: number): boolean {
    this.#endMember(line);
    this.#depth -= 1;
    const start = this.#opened[this.#depth] ?? 0;
    const before = this.#before[this.#depth] ?? 0;
    const isMapping = !this.#inSequence;
    if (isMapping && isAnyTwice(this.#hashes, before, this.#members)) {
      return false;
    }
    this.#sequences -= isMapping ? 0 : 1;
    if (isMapping && this.#sequences === 0 && line - start >= this.#least) {
      this.outline.note(start, this.#offsets.subarray(before * 4, this.#members * 4));
    }
    this.#members = before;
    this.#look();
    this.#isAwaiting = false;
    return true;
  }

  /** The last member of the innermost mapping ends before a line. */
  #endMember(line: number): void {
    if (!this.#inSequence) {
      this.#offsets[this.#members * 4 - 1] = line;
    }
  }

  #look(): void {
    this.indent = this.#depth === 0 ? -1 : (this.#indents[this.#depth - 1] ?? 0);
    this.#inSequence = this.#depth > 0 && this.#areSequences[this.#depth - 1] === 1;
  }
}

/** In place of where an object begins. */
const noObject = -1;

/** Whether a text in quotes is written as it reads. */
function isVerbatim(bytes: Buffer, start: number, end: number): boolean {
  return !/[\\'"]/.test(bytes.toString("latin1", start, end));
}

/**
 * Whether a text without quotes is text, or a number that is written as it reads: a key that is `null`
 * or `0x10` has another name. Source: YAML 1.2.2, section 10.3.2.
 */
function isWord(bytes: Buffer, start: number, end: number, hash: number): boolean {
  const first = bytes[start] ?? 0;
  if (!wordStarts.has(first) || bytes[end - 1] === space || otherWords.has(hash)) {
    return false;
  }
  return !digits.has(first) || isNumberAsRead(bytes.toString("latin1", start, end));
}

function isNumberAsRead(text: string): boolean {
  const number = Number(text);
  return Number.isNaN(number) || String(number) === text;
}

/** Source: the Fowler–Noll–Vo hash function, variant 1a, for 32 bits. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) {
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  }
  return hash;
}

/** Most mappings have few keys. */
const fewKeys = 8;

function isAnyTwice(hashes: Int32Array, start: number, end: number): boolean {
  if (end - start > fewKeys) {
    return new Set(hashes.subarray(start, end)).size < end - start;
  }
  for (let one = start; one < end; one += 1) {
    for (let other = one + 1; other < end; other += 1) {
      if (hashes[one] === hashes[other]) {
        return true;
      }
    }
  }
  return false;
}

const digits: ReadonlySet<number> = new Set(Buffer.from("0123456789"));

const wordStarts: ReadonlySet<number> = new Set([
  ...digits,
  ...Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$/"),
]);

/** Of words that stand for something else than their text. */
const otherWords: ReadonlySet<number> = new Set(
  ["null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"].map((word) =>
    hashOf(Buffer.from(word), 0, word.length),
  ),
);
