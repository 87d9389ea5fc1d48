import type { Pattern } from "./pattern.js";

/** Groups nested deeper are not read. */
const deepest = 50;

/**
 * Reads a regular expression that JavaScript accepts with the flag `u`, or without it; null where
 * it looks around, refers back or sets flags. What is one character for JavaScript is asked of
 * JavaScript, so that it means the same here.
 *
 * Source: ECMA-262 (2025), section 22.2.1.
 */
export function parseEcmaPattern(source: string, flags: "u" | ""): Pattern | null {
  const reader = new Reader(source, flags);
  const pattern = reader.choice(0);
  return pattern !== null && reader.atEnd ? pattern : null;
}

/** What is one character, by the flags: with `u` of Unicode, without of UTF-16. */
const ones = {
  u: {
    escaped:
      /\\(?:u\{[0-9A-Fa-f]+\}|u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]*\}|0(?![0-9])|[^1-9kpPcux0bB])/uy,
    set: /\[(?:[^\]\\]|\\[\s\S])*\]/uy,
    other: /[\s\S]/uy,
  },
  "": {
    escaped: /\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|0(?![0-9])|[^1-9kpPcux0bB])/y,
    set: /\[(?:[^\]\\]|\\[\s\S])*\]/y,
    other: /[\s\S]/y,
  },
} as const;
const quantifier = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y;
const word = /^\w$/;

class Reader {
  readonly #source: string;
  readonly #flags: "u" | "";
  #at = 0;

  constructor(source: string, flags: "u" | "") {
    this.#source = source;
    this.#flags = flags;
  }

  get atEnd(): boolean {
    return this.#at === this.#source.length;
  }

  choice(depth: number): Pattern | null {
    const options: Pattern[] = [];
    do {
      const option = this.#sequence(depth);
      if (option === null) {
        return null;
      }
      options.push(option);
    } while (this.#take("|"));
    const [only, ...others] = options;
    return only !== undefined && others.length === 0 ? only : { kind: "choice", options };
  }

  #sequence(depth: number): Pattern | null {
    const parts: Pattern[] = [];
    while (!this.atEnd && !this.#sees("|") && !this.#sees(")")) {
      const atom = this.#atom(depth);
      if (atom === null) {
        return null;
      }
      parts.push(this.#repeated(atom));
    }
    return { kind: "sequence", parts };
  }

  #repeated(of: Pattern): Pattern {
    const [whole, sign, least, comma, most] = this.#match(quantifier) ?? [];
    if (whole === undefined) {
      return of;
    }
    if (sign !== undefined) {
      const max = sign === "?" ? 1 : Number.POSITIVE_INFINITY;
      return { kind: "repeat", of, min: sign === "+" ? 1 : 0, max };
    }
    const min = Number(least);
    const open = most === "" ? Number.POSITIVE_INFINITY : Number(most);
    return { kind: "repeat", of, min, max: comma === undefined ? min : open };
  }

  #atom(depth: number): Pattern | null {
    if (this.#take("(")) {
      return depth >= deepest ? null : this.#group(depth + 1);
    }
    if (this.#take("^")) {
      return { kind: "place", holds: (before) => before === "" };
    }
    if (this.#take("$")) {
      return { kind: "place", holds: (_, after) => after === "" };
    }
    if (this.#take("\\b")) {
      return { kind: "place", holds: (before, after) => word.test(before) !== word.test(after) };
    }
    if (this.#take("\\B")) {
      return { kind: "place", holds: (before, after) => word.test(before) === word.test(after) };
    }
    return this.#one();
  }

  #one(): Pattern | null {
    const { escaped, set, other } = ones[this.#flags];
    const form = this.#sees("[") ? set : this.#sees("\\") ? escaped : other;
    const [text] = this.#match(form) ?? [];
    if (text === undefined) {
      return null;
    }
    if (form === other && text !== ".") {
      return { kind: "one", accepts: (character) => character === text };
    }
    const expression = new RegExp(`^${text}$`, this.#flags);
    return { kind: "one", accepts: (character) => expression.test(character) };
  }

  #group(depth: number): Pattern | null {
    if (this.#match(/\?(?::|<[^>=!]+>)/y) === null && this.#sees("?")) {
      return null;
    }
    const inner = this.choice(depth);
    return this.#take(")") ? inner : null;
  }

  #sees(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    const taken = this.#sees(text);
    this.#at += taken ? text.length : 0;
    return taken;
  }

  #match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#source);
    this.#at += found?.[0].length ?? 0;
    return found;
  }
}
