/** A regular expression of JavaScript, as far as the time that it may take depends on it. */
export type Pattern =
  /** One character: an expression of its own, with its flags. */
  | { readonly kind: "one"; readonly source: string; readonly flags: "u" | "" }
  /** A condition on the place between two characters. */
  | { readonly kind: "place"; readonly isStart: boolean; readonly isEnd: boolean }
  | { readonly kind: "sequence"; readonly parts: readonly Pattern[] }
  | { readonly kind: "choice"; readonly options: readonly Pattern[] }
  | { readonly kind: "repeat"; readonly of: Pattern; readonly min: number; readonly max: number }
  | { readonly kind: "look"; readonly at: Pattern };

/** Groups nested deeper make a pattern unreadable. */
const deepest = 50;

/**
 * Reads an expression that JavaScript accepts with the flag `u`, or without it; null where there
 * is more in it than can be told apart.
 *
 * Source: ECMA-262 (2025), section 22.2.1.
 */
export function parsePattern(source: string, flags: "u" | ""): Pattern | null {
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
      return { kind: "place", isStart: true, isEnd: false };
    }
    if (this.#take("$")) {
      return { kind: "place", isStart: false, isEnd: true };
    }
    if (this.#take("\\b") || this.#take("\\B")) {
      return { kind: "place", isStart: false, isEnd: false };
    }
    const { escaped, set, other } = ones[this.#flags];
    const form = this.#sees("[") ? set : this.#sees("\\") ? escaped : other;
    const [one] = this.#match(form) ?? [];
    return one === undefined ? null : { kind: "one", source: one, flags: this.#flags };
  }

  #group(depth: number): Pattern | null {
    const [opening = ""] = this.#match(/\?(?::|<?[=!]|<[^>=!]+>)/y) ?? [];
    if (opening === "" && this.#sees("?")) {
      return null;
    }
    const inner = this.choice(depth);
    if (inner === null || !this.#take(")")) {
      return null;
    }
    return /[=!]$/.test(opening) ? { kind: "look", at: inner } : inner;
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
