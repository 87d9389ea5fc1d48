import {
  afterKey,
  afterScalar,
  afterSpaces,
  endOfLine,
  isColon,
  isDash,
  isEnd,
  isQuote,
  sharp,
} from "./yaml-tokens.js";

/**
 * Makes values of YAML that `outlineOfYaml` takes: what it has looked through is not looked at again.
 * A parser for all of YAML gives the same, but is large, and slow until it has read much.
 */
export class PlainYaml {
  readonly #bytes: Buffer;
  /** The value of a scalar that is not just a word or a small number, by a parser for all of YAML. */
  readonly #read: (text: string) => unknown;
  /** The line of the next entry, and where the entry begins in it. */
  #line = 0;
  #at = 0;

  constructor(bytes: Buffer, read: (text: string) => unknown) {
    this.#bytes = bytes;
    this.#read = read;
  }

  /** The value of a member, by where its key ends and how many spaces stand before it. */
  valueAfter(keyEnd: number, indent: number): unknown {
    const at = afterSpaces(this.#bytes, keyEnd + 1);
    if (!isEnd(this.#bytes, at)) {
      return this.#scalar(at, indent);
    }
    this.#goOn(at + 1);
    const isBelow = this.#column > indent || this.#isIndentless(indent);
    return isBelow ? this.#collection() : null;
  }

  get #column(): number {
    return this.#at - this.#line;
  }

  /** A sequence may stand below its key without further spaces. */
  #isIndentless(indent: number): boolean {
    return this.#column === indent && isDash(this.#bytes, this.#at);
  }

  /** Comes to the next entry at or after a line. */
  #goOn(line: number): void {
    this.#line = line;
    this.#at = afterSpaces(this.#bytes, line);
    while (this.#at < this.#bytes.length) {
      if (this.#bytes[this.#at] !== sharp && !isEnd(this.#bytes, this.#at)) {
        return;
      }
      this.#line = endOfLine(this.#bytes, this.#at) + 1;
      this.#at = afterSpaces(this.#bytes, this.#line);
    }
    // No column is below zero: at the end of the text, everything ends.
    this.#at = this.#line - 1;
  }

  #collection(): unknown {
    return isDash(this.#bytes, this.#at)
      ? this.#sequence(this.#column)
      : this.#mapping(this.#column);
  }

  #mapping(column: number): object {
    const found = {};
    while (this.#column === column) {
      const from = this.#at;
      const end = afterKey(this.#bytes, from);
      const key = isQuote(this.#bytes[from])
        ? this.#bytes.toString("utf8", from + 1, end - 1)
        : this.#bytes.toString("utf8", from, end);
      const value = this.valueAfter(end, column);
      // An assignment to `__proto__` would change the prototype.
      Object.defineProperty(found, key, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    return found;
  }

  #sequence(column: number): unknown[] {
    const found: unknown[] = [];
    while (this.#column === column && isDash(this.#bytes, this.#at)) {
      found.push(this.#element(column));
    }
    return found;
  }

  #element(indent: number): unknown {
    const at = afterSpaces(this.#bytes, this.#at + 1);
    if (isEnd(this.#bytes, at)) {
      this.#goOn(at + 1);
      return this.#column > indent ? this.#collection() : null;
    }
    if (isDash(this.#bytes, at) || isColon(this.#bytes, afterKey(this.#bytes, at))) {
      this.#at = at;
      return this.#collection();
    }
    return this.#scalar(at, indent);
  }

  #scalar(from: number, indent: number): unknown {
    const next = afterScalar(this.#bytes, from, indent);
    const text = this.#bytes.toString("utf8", from, next);
    this.#goOn(next);
    return simpleScalar(withoutEnd(text, " \n")) ?? simpleBlock(text) ?? this.#other(text);
  }

  /** Read as a member: by itself, `---` would begin a document. */
  #other(text: string): unknown {
    return Object.values(Object(this.#read(`a: ${text}`)))[0];
  }
}

/** Source: YAML 1.2.2, section 10.3.2. Undefined for what is not written as it reads. */
function simpleScalar(text: string): unknown {
  if (text === "true" || text === "false") {
    return text === "true";
  }
  if (/^[A-Za-z/][^\n]*$/.test(text)) {
    return /^(?:null|true|false)$/i.test(text) ? undefined : text;
  }
  if (text === "[]" || text === "{}") {
    return text === "[]" ? [] : {};
  }
  if (/^'[^'\n]*'$|^"[^"\\\n]*"$/.test(text)) {
    return text.slice(1, -1);
  }
  return /^(?:0|[1-9][0-9]{0,14})$/.test(text) ? Number(text) : undefined;
}

/**
 * A block of lines without its last line break. Undefined where it begins with an empty line, or is
 * folded and has lines that are not: those with more spaces before them than the first.
 *
 * Source: YAML 1.2.2, sections 8.1.2 (Literal Style) and 8.1.3 (Folded Style).
 */
function simpleBlock(text: string): string | undefined {
  const block = /^(?<style>[|>])-\n(?<indent> +)(?<body>[^ \n].*)$/s.exec(text);
  const { style, indent = "", body = "" } = block?.groups ?? {};
  const lines = withoutEnd(body, "\n").split(`\n${indent}`).join("\n");
  if (style === undefined || /\n +(?:\n|$)/.test(body) || (style === ">" && /\n /.test(lines))) {
    return undefined;
  }
  return style === "|"
    ? lines
    : lines.replace(/\n+/g, (breaks) => (breaks === "\n" ? " " : breaks.slice(1)));
}

function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(0, end);
}
