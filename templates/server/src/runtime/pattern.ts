/** The syntax of RE2 regular expressions. Source: github.com/google/re2/wiki/Syntax. */
import { ExpressionError, shown } from "./expression.js";

export type Pattern =
  /** One character. */
  | { readonly kind: "one"; readonly accepts: (character: string) => boolean }
  /** A condition on the place between two characters. */
  | { readonly kind: "place"; readonly holds: (before: string, after: string) => boolean }
  | { readonly kind: "sequence"; readonly parts: readonly Pattern[] }
  | { readonly kind: "choice"; readonly options: readonly Pattern[] }
  | { readonly kind: "repeat"; readonly of: Pattern; readonly min: number; readonly max: number };

type Accepts = (character: string) => boolean;

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

const word: Accepts = (character) => /^[0-9A-Za-z_]$/.test(character);

const classes: Readonly<Record<string, RegExp>> = {
  d: /^[0-9]$/,
  s: /^[\t\n\f\r ]$/,
  w: /^[0-9A-Za-z_]$/,
};

const posix: Readonly<Record<string, RegExp>> = {
  alnum: /^[0-9A-Za-z]$/,
  alpha: /^[A-Za-z]$/,
  ascii: /^\p{ASCII}$/u,
  blank: /^[\t ]$/,
  cntrl: /^(?=\p{ASCII})\p{Cc}$/u,
  digit: /^[0-9]$/,
  graph: /^[!-~]$/,
  lower: /^[a-z]$/,
  print: /^[ -~]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  space: /^[\t\n\v\f\r ]$/,
  upper: /^[A-Z]$/,
  word: /^[0-9A-Za-z_]$/,
  xdigit: /^[0-9A-Fa-f]$/,
};

const controls: Readonly<Record<string, string>> = {
  a: "\x07",
  f: "\f",
  t: "\t",
  n: "\n",
  r: "\r",
  v: "\v",
};

/** Nested deeper, or repeated more often, a pattern is refused. */
const deepest = 50;
const mostRepeated = 1000;

export function parsePattern(source: string): Pattern {
  return new PatternParser(source).parse();
}

class PatternParser {
  readonly #source: string;
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;
  #flags: Flags = { i: false, m: false, s: false };

  constructor(source: string) {
    this.#source = source;
    this.#characters = [...source];
  }

  parse(): Pattern {
    const pattern = this.#choice();
    if (this.#at < this.#characters.length) {
      this.#refuse();
    }
    return pattern;
  }

  #choice(): Pattern {
    const options = [this.#sequence()];
    while (this.#take("|")) {
      options.push(this.#sequence());
    }
    return options.length === 1 && options[0] !== undefined
      ? options[0]
      : { kind: "choice", options };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    while (this.#at < this.#characters.length && !this.#sees("|") && !this.#sees(")")) {
      const atom = this.#atom();
      if (atom !== null) {
        parts.push(this.#repeated(atom));
      }
    }
    return { kind: "sequence", parts };
  }

  #repeated(atom: Pattern): Pattern {
    let pattern = atom;
    for (;;) {
      const range = this.#quantifier();
      if (range === null) {
        return pattern;
      }
      this.#take("?");
      pattern = { kind: "repeat", of: pattern, min: range[0], max: range[1] };
    }
  }

  #quantifier(): readonly [number, number] | null {
    if (this.#take("*")) {
      return [0, Number.POSITIVE_INFINITY];
    }
    if (this.#take("+")) {
      return [1, Number.POSITIVE_INFINITY];
    }
    if (this.#take("?")) {
      return [0, 1];
    }
    const rest = this.#characters.slice(this.#at, this.#at + 12).join("");
    const counted = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(rest);
    if (counted === null) {
      return null;
    }
    const min = Number(counted[1]);
    const open = counted[2] === "," && counted[3] === "";
    const max = open ? Number.POSITIVE_INFINITY : Number(counted[3] || counted[1]);
    if (min > mostRepeated || (max > mostRepeated && !open) || max < min) {
      this.#refuse();
    }
    this.#at += counted[0].length;
    return [min, max];
  }

  /** Null for what sets flags alone. */
  #atom(): Pattern | null {
    const character = this.#next();
    switch (character) {
      case "(":
        return this.#group();
      case "[":
        return this.#one(this.#set());
      case ".":
        return this.#flags.s ? one(() => true) : one((each) => each !== "\n");
      case "^":
        return this.#flags.m
          ? place((before) => before === "" || before === "\n")
          : place((before) => before === "");
      case "$":
        return this.#flags.m
          ? place((_, after) => after === "" || after === "\n")
          : place((_, after) => after === "");
      case "\\":
        return this.#escape();
      case "*":
      case "+":
      case "?":
        return this.#refuse();
      default:
        return this.#one((each) => each === character);
    }
  }

  #group(): Pattern | null {
    this.#depth += 1;
    if (this.#depth > deepest) {
      this.#refuse();
    }
    const outer = this.#flags;
    if (this.#take("?")) {
      const rest = this.#characters.slice(this.#at, this.#at + 80).join("");
      const named = /^P?<[A-Za-z_][A-Za-z0-9_]*>/.exec(rest);
      const flags = /^([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
      const opening = named ?? flags;
      if (opening === null) {
        this.#refuse();
      }
      this.#at += opening[0].length;
      if (named === null && flags !== null) {
        this.#flags = withFlags(outer, flags[1] ?? "", flags[2] ?? "");
        if (flags[3] === ")") {
          this.#depth -= 1;
          return null;
        }
      }
    }
    const pattern = this.#choice();
    if (!this.#take(")")) {
      this.#refuse();
    }
    this.#flags = outer;
    this.#depth -= 1;
    return pattern;
  }

  #escape(): Pattern {
    const character = this.#next();
    switch (character) {
      case "A":
        return place((before) => before === "");
      case "z":
        return place((_, after) => after === "");
      case "b":
        return place((before, after) => word(before) !== word(after));
      case "B":
        return place((before, after) => word(before) === word(after));
      case "Q":
        return this.#quoted();
      default:
        this.#at -= 1;
        return this.#one(this.#classEscape());
    }
  }

  /** `\Q…\E`: as it stands. */
  #quoted(): Pattern {
    const parts: Pattern[] = [];
    while (this.#at < this.#characters.length) {
      const character = this.#next();
      if (character === "\\" && this.#take("E")) {
        break;
      }
      parts.push(this.#one((each) => each === character));
    }
    return { kind: "sequence", parts };
  }

  /** What stands after a backslash, in a set or out of one. */
  #classEscape(): Accepts {
    const character = this.#next();
    const kind = classes[character.toLowerCase()];
    if (kind !== undefined) {
      const negated = character !== character.toLowerCase();
      return (each) => kind.test(each) !== negated;
    }
    if (character === "p" || character === "P") {
      return this.#property(character === "P");
    }
    const single = this.#characterEscape(character);
    return (each) => each === single;
  }

  #characterEscape(character: string): string {
    const control = controls[character];
    if (control !== undefined) {
      return control;
    }
    const rest = this.#characters.slice(this.#at - 1, this.#at + 12).join("");
    const code = /^x(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))|^([0-7]{3}|0)/.exec(rest);
    if (code !== null) {
      this.#at += code[0].length - 1;
      const point = Number.parseInt(
        code[1] ?? code[2] ?? code[3] ?? "",
        code[3] === undefined ? 16 : 8,
      );
      return point <= 0x10ffff ? String.fromCodePoint(point) : this.#refuse();
    }
    return /^[^0-9A-Za-z]$/u.test(character) ? character : this.#refuse();
  }

  #property(negatedByCase: boolean): Accepts {
    const rest = this.#characters.slice(this.#at, this.#at + 40).join("");
    const named = /^(?:\{(\^?)([A-Za-z_]+)\}|([A-Z]))/.exec(rest);
    if (named === null) {
      this.#refuse();
    }
    this.#at += named[0].length;
    const name = named[2] ?? named[3] ?? "";
    const negated = negatedByCase !== (named[1] === "^");
    try {
      const script = name.length > 2 ? `Script=${name}` : name;
      const tester = new RegExp(`^\\p{${script}}$`, "u");
      return (each) => tester.test(each) !== negated;
    } catch {
      return this.#refuse();
    }
  }

  #set(): Accepts {
    const negated = this.#take("^");
    const members: Accepts[] = [];
    let isFirst = true;
    while (isFirst || !this.#sees("]")) {
      isFirst = false;
      members.push(this.#setMember());
    }
    this.#at += 1;
    const fold = this.#flags.i;
    return (each) => {
      const forms = fold ? [each, each.toLowerCase(), each.toUpperCase()] : [each];
      return members.some((accepts) => forms.some(accepts)) !== negated;
    };
  }

  #setMember(): Accepts {
    const rest = this.#characters.slice(this.#at, this.#at + 12).join("");
    const named = /^\[:(\^?)([a-z]+):\]/.exec(rest);
    if (named !== null) {
      const tester = posix[named[2] ?? ""] ?? this.#refuse();
      this.#at += named[0].length;
      return (each) => tester.test(each) !== (named[1] === "^");
    }
    const isClass = /^\\[dDsSwWpP]/.test(rest);
    if (isClass) {
      this.#at += 1;
      return this.#classEscape();
    }
    const from = this.#setCharacter();
    if (!this.#sees("-") || this.#characters[this.#at + 1] === "]") {
      return (each) => each === from;
    }
    this.#at += 1;
    const [low, high] = [point(from), point(this.#setCharacter())];
    return high < low ? this.#refuse() : (each) => point(each) >= low && point(each) <= high;
  }

  #setCharacter(): string {
    const character = this.#next();
    return character === "\\" ? this.#characterEscape(this.#next()) : character;
  }

  #one(accepts: Accepts): Pattern {
    return this.#flags.i
      ? one((each) => accepts(each) || accepts(each.toLowerCase()) || accepts(each.toUpperCase()))
      : one(accepts);
  }

  #sees(character: string): boolean {
    if (this.#at >= this.#characters.length) {
      this.#refuse();
    }
    return this.#characters[this.#at] === character;
  }

  #take(character: string): boolean {
    const taken = this.#characters[this.#at] === character;
    this.#at += taken ? 1 : 0;
    return taken;
  }

  #next(): string {
    const character = this.#characters[this.#at] ?? this.#refuse();
    this.#at += 1;
    return character;
  }

  #refuse(): never {
    throw new ExpressionError(`${shown(this.#source)} is no regular expression of RE2.`);
  }
}

function one(accepts: Accepts): Pattern {
  return { kind: "one", accepts };
}

function place(holds: (before: string, after: string) => boolean): Pattern {
  return { kind: "place", holds };
}

function withFlags(flags: Flags, on: string, off: string): Flags {
  const flag = (name: "i" | "m" | "s") => (flags[name] || on.includes(name)) && !off.includes(name);
  return { i: flag("i"), m: flag("m"), s: flag("s") };
}

function point(character: string): number {
  return character.codePointAt(0) ?? 0;
}
