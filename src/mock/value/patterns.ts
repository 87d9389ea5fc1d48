import { parseEcmaPattern } from "../../../templates/server/src/runtime/ecma-pattern.js";
import { textTest } from "../../../templates/server/src/runtime/matching.js";
import type { Pattern } from "../../../templates/server/src/runtime/pattern.js";
import { timeOfPattern } from "../../pattern/time.js";
import type { Random } from "./random.js";

/** Texts that a pattern is tried on where JavaScript could take very long over a longer one. */
const longestRisky = 24;
/** No answer needs a longer text for its pattern. */
const longestText = 10_000;
const attempts = 60;

/** Whether a text matches; true for a pattern of another dialect, which nobody can check. */
export function matches(text: string, pattern: string): boolean {
  if (timeOfPattern(pattern) === "unbounded" && text.length > longestRisky) {
    return true;
  }
  return textTest(pattern)?.test(text) ?? true;
}

/** A text that matches a pattern and has a length; null where none was found. */
export function textOfPattern(
  pattern: string,
  least: number,
  most: number,
  random: Random,
): string | null {
  const parsed = readPattern(pattern);
  if (parsed === null) {
    return null;
  }
  for (let attempt = 0; attempt < attempts; attempt++) {
    const writer = new Writer(random, parsed.characters, extraOf(attempt, least));
    writer.write(parsed.pattern);
    const { text } = writer;
    const { length } = [...text];
    if (length >= least && length <= most && matches(text, pattern)) {
      return text;
    }
  }
  return null;
}

/** How often more than it must a repetition is written: as in a word at first, then as the length asks. */
function extraOf(attempt: number, least: number): number {
  return usualExtras[attempt] ?? (attempt % 3 === 0 ? least : attempt);
}

const usualExtras = [6, 3, 3, 2, 1, 0, 0];

interface Parsed {
  readonly pattern: Pattern;
  /** Characters of the pattern's own text, which may be none of the usual ones. */
  readonly characters: readonly string[];
}

function readPattern(source: string): Parsed | null {
  const plain = withoutLooks(source);
  const pattern = parsedWith(plain, "u") ?? parsedWith(plain, "");
  return pattern === null ? null : { pattern, characters: [...new Set(source)] };
}

function parsedWith(source: string, flags: "u" | ""): Pattern | null {
  try {
    return parseEcmaPattern(source, flags);
  } catch {
    // Not valid with this flag.
    return null;
  }
}

/** Without the groups that only look ahead or back: what is written is tested for them afterwards. */
function withoutLooks(source: string): string {
  for (let at = 0; at < source.length; at++) {
    if (source[at] === "\\") {
      at++;
    } else if (source[at] === "[") {
      at = endOfSet(source, at);
    } else if (/^\(\?<?[=!]/.test(source.slice(at, at + 4))) {
      const end = endOfGroup(source, at);
      return withoutLooks(source.slice(0, at) + source.slice(end + 1));
    }
  }
  return source;
}

function endOfSet(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === "\\") {
      at++;
    } else if (source[at] === "]") {
      return at;
    }
  }
  return source.length;
}

function endOfGroup(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    if (source[at] === "\\") {
      at++;
    } else if (source[at] === "[") {
      at = endOfSet(source, at);
    } else if (source[at] === "(") {
      depth++;
    } else if (source[at] === ")" && --depth === 0) {
      return at;
    }
  }
  return source.length;
}

const usual = {
  letters: [..."abcdefghijklmnopqrstuvwxyz"],
  capitals: [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
  digits: [..."0123456789"],
  signs: [..."-_.@+:/,!$%&*#?=~ ()"],
};
/** All of ASCII, and one of each of some scripts. */
const rare = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ..."éßñøłαωжя中日かカ한अا\u00a0\u2003…€™😀",
];

class Writer {
  text = "";
  readonly #random: Random;
  readonly #own: readonly string[];
  readonly #extra: number;

  constructor(random: Random, own: readonly string[], extra: number) {
    this.#random = random;
    this.#own = own;
    this.#extra = extra;
  }

  write(pattern: Pattern): void {
    switch (pattern.kind) {
      case "one":
        this.text += this.#characterFor(pattern.accepts);
        return;
      case "place":
        return;
      case "sequence":
        for (const part of pattern.parts) {
          this.write(part);
        }
        return;
      case "choice":
        this.write(this.#random.pick(pattern.options) ?? { kind: "sequence", parts: [] });
        return;
      case "repeat":
        this.#repeat(pattern.of, pattern.min, pattern.max);
        return;
      default:
        pattern satisfies never;
    }
  }

  #repeat(of: Pattern, min: number, max: number): void {
    const most = Math.min(max, min + this.#extra);
    const count = this.#extra > 6 ? most : this.#random.integer(min, most);
    for (let written = 0; written < count && this.text.length < longestText; written++) {
      this.write(of);
    }
  }

  /** From a kind of characters that has some: not always letters, as a pattern may ask for several kinds. */
  #characterFor(accepts: (character: string) => boolean): string {
    for (const kind of [...this.#random.shuffled(Object.values(usual)), this.#own, rare]) {
      const fitting = kind.filter(accepts);
      const picked = this.#random.pick(fitting);
      if (picked !== undefined) {
        return picked;
      }
    }
    return "";
  }
}
