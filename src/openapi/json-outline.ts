import {
  afterScalar,
  afterSpace,
  afterText,
  brace,
  bracket,
  closingBrace,
  closingBracket,
  colon,
  comma,
  quote,
  wrong,
} from "./json-tokens.js";
import { Outline, roomAtFirst, withRoom } from "./outline.js";

/**
 * Looks through a whole JSON text in UTF-8 without making its values. Null where it is not JSON, or is
 * nested deeper than is worth an outline: what passes here, `JSON.parse` takes.
 *
 * Much of the time of a large document is spent here, most of it before the engine has compiled
 * this loop: hence a loop of calls to small functions, which are compiled sooner.
 *
 * @param least how many bytes an object has at least to be noted.
 */
export function outlineOf(bytes: Uint8Array, least: number): Outline | null {
  const nest = new Nest(bytes, least);
  let at = afterSpace(bytes, 0);
  for (;;) {
    const first = bytes[at];
    if (first === brace || first === bracket) {
      if (!nest.open(at)) {
        return null;
      }
      at = afterSpace(bytes, at + 1);
      if (bytes[at] !== (first === brace ? closingBrace : closingBracket)) {
        at = first === brace ? afterKey(bytes, at, nest) : at;
        if (at === wrong) {
          return null;
        }
        continue;
      }
    } else {
      at = first === quote ? afterText(bytes, at) : afterScalar(bytes, at);
      if (at === wrong) {
        return null;
      }
      nest.end(at);
      at = afterSpace(bytes, at);
    }
    at = afterClosers(bytes, at, nest);
    if (nest.depth === 0) {
      return at === bytes.length ? nest.outline : null;
    }
    if (bytes[at] !== comma) {
      return null;
    }
    at = afterSpace(bytes, at + 1);
    at = nest.inObject ? afterKey(bytes, at, nest) : at;
    if (at === wrong) {
      return null;
    }
  }
}

/** Notes a key that is to stand here; where its value begins. */
function afterKey(bytes: Uint8Array, from: number, nest: Nest): number {
  const end = bytes[from] === quote ? afterText(bytes, from) : wrong;
  if (end === wrong) {
    return wrong;
  }
  const colonAt = afterSpace(bytes, end);
  if (bytes[colonAt] !== colon) {
    return wrong;
  }
  const value = afterSpace(bytes, colonAt + 1);
  nest.key(from + 1, end - 1, value);
  return value;
}

/** Closes what ends here. */
function afterClosers(bytes: Uint8Array, from: number, nest: Nest): number {
  let at = from;
  while (nest.depth > 0 && bytes[at] === (nest.inObject ? closingBrace : closingBracket)) {
    nest.close(at + 1);
    at = afterSpace(bytes, at + 1);
  }
  return at;
}

const deepest = 500;

/** The lists and objects around a place. */
class Nest {
  readonly outline = new Outline();
  depth = 0;
  inObject = false;
  readonly #bytes: Uint8Array;
  readonly #least: number;
  readonly #opened = new Int32Array(deepest);
  /** For each that is open, how many offsets were noted when it was opened. */
  readonly #before = new Int32Array(deepest);
  /** Of the members of all objects that are open. */
  #offsets = new Int32Array(roomAtFirst);
  #noted = 0;

  constructor(bytes: Uint8Array, least: number) {
    this.#bytes = bytes;
    this.#least = least;
  }

  /** False where there are too many. */
  open(at: number): boolean {
    if (this.depth === deepest) {
      return false;
    }
    this.#opened[this.depth] = at;
    this.#before[this.depth] = this.#noted;
    this.depth += 1;
    this.inObject = this.#bytes[at] === brace;
    return true;
  }

  key(start: number, end: number, value: number): void {
    const offsets = withRoom(this.#offsets, this.#noted + 4);
    this.#offsets = offsets;
    offsets[this.#noted] = start;
    offsets[this.#noted + 1] = end;
    offsets[this.#noted + 2] = value;
    this.#noted += 4;
  }

  /** A member's value or an element ends. */
  end(at: number): void {
    if (this.inObject) {
      this.#offsets[this.#noted - 1] = at;
    }
  }

  /** The innermost one ends. */
  close(at: number): void {
    this.depth -= 1;
    const start = this.#opened[this.depth] ?? 0;
    const before = this.#before[this.depth] ?? 0;
    if (this.inObject && at - start >= this.#least) {
      this.outline.note(start, this.#offsets.subarray(before, this.#noted));
    }
    this.#noted = before;
    this.inObject = this.depth > 0 && this.#bytes[this.#opened[this.depth - 1] ?? 0] === brace;
    this.end(at);
  }
}
