import type { Span } from "../source/source-file.js";
import { type SourceText, spanWithin } from "../source/source-text.js";
import { type Token, tokensOf } from "./tokens.js";

/** A stretch of the expression's own text, in UTF-16 offsets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the parts of an expression stand. The parser says where a part has its operator, name or
 * bracket; the tokens say the rest.
 */
export class Places {
  readonly #source: SourceText;
  readonly #tokens: readonly Token[];
  readonly #indexes: ReadonlyMap<number, number>;
  readonly #closers: ReadonlyMap<number, number>;

  constructor(source: SourceText, start: number, end: number) {
    this.#source = source;
    this.#tokens = [...tokensOf(source.text.slice(0, end), start)];
    this.#indexes = new Map(this.#tokens.map((token, index) => [token.start, index]));
    this.#closers = closersOf(this.#tokens);
  }

  span({ start, end }: Range): Span {
    return spanWithin(this.#source, start, end);
  }

  /** The token that begins at an offset; an empty one where none does. */
  tokenAt(offset: number): Range {
    return this.#tokens[this.#indexes.get(offset) ?? -1] ?? { start: offset, end: offset };
  }

  /** Where the first token at or after an offset begins. */
  startFrom(offset: number): number {
    return this.#tokens.find((token) => token.end > offset)?.start ?? offset;
  }

  /** The first token with this text at or after an offset, within `tokens` tokens. */
  next(offset: number, text: string, tokens = 4): Range | null {
    const at = this.#indexes.get(offset) ?? -1;
    return this.#tokens.slice(at, at + tokens).find((token) => token.text === text) ?? null;
  }

  /** From the bracket at an offset to the one that closes it. */
  bracketed(offset: number): Range {
    const index = this.#indexes.get(offset) ?? -1;
    const closer = this.#tokens[this.#closers.get(index) ?? -1];
    return { start: offset, end: closer?.end ?? offset };
  }

  /** A literal with the sign before it. */
  literalAt(offset: number): Range {
    const index = this.#indexes.get(offset) ?? -1;
    const token = this.#tokens[index];
    const last = token?.text === "-" ? this.#tokens[index + 1] : token;
    return { start: offset, end: last?.end ?? offset };
  }

  /** The range with the parentheses around it, where it has any of its own. */
  parenthesised(range: Range): Range {
    let { start, end } = range;
    for (;;) {
      const before = this.#tokens.findLast((token) => token.end <= start);
      const after = this.#tokens.find((token) => token.start >= end);
      const index = before === undefined ? -1 : (this.#indexes.get(before.start) ?? -1);
      const previous = this.#tokens[index - 1];
      const closes = after !== undefined && this.#tokens[this.#closers.get(index) ?? -1] === after;
      if (before?.text !== "(" || !closes || after === undefined || previous?.kind === "name") {
        return { start, end };
      }
      start = before.start;
      end = after.end;
    }
  }
}

function closersOf(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const closers = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (/^[([{]$/.test(token.text)) {
      open.push(index);
    } else if (/^[)\]}]$/.test(token.text)) {
      const opener = open.pop();
      if (opener !== undefined) {
        closers.set(opener, index);
      }
    }
  }
  return closers;
}
