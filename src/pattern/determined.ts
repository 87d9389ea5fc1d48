import type { Pattern } from "./parse.js";

/**
 * Whether the next character alone settles, wherever there is a choice, which way can go on: one
 * takes it, and the others end before they have taken anything. A matcher that backtracks then takes
 * each character once from a given start, and tries at each no more than there is in the pattern.
 *
 * Source: Brüggemann-Klein and Wood, "One-Unambiguous Regular Languages" (1998).
 */
export function isDetermined(pattern: Pattern): boolean {
  // What reaches the end has matched, and nothing more is tried.
  return settles(pattern, 0n);
}

/** Characters as bits: the 128 of ASCII, all others together, and the end of the text. */
type Characters = bigint;

const other: Characters = 1n << 128n;
const end: Characters = 1n << 129n;

/** `after` is what may come behind the pattern. */
function settles(pattern: Pattern, after: Characters): boolean {
  switch (pattern.kind) {
    case "one":
    case "place":
      return true;
    case "look":
      return false;
    case "sequence": {
      let behind = after;
      return pattern.parts.toReversed().every((part) => {
        const settled = settles(part, behind);
        behind = firstsOf(part, behind);
        return settled;
      });
    }
    case "choice": {
      const empty = pattern.options.filter(mayBeEmpty);
      const firsts = pattern.options.map((option) => firstsOf(option, after));
      return (
        empty.length <= 1 &&
        areApart(firsts) &&
        pattern.options.every((each) => settles(each, after))
      );
    }
    case "repeat": {
      const { of, min, max } = pattern;
      const again = firstsOf(of, 0n);
      const isFree = min !== max && !areApart([again, after]);
      return !mayBeEmpty(of) && !isFree && settles(of, max > 1 ? again | after : after);
    }
    default:
      return pattern satisfies never;
  }
}

/** With what a pattern begins or, where it may be empty, what is behind it. */
function firstsOf(pattern: Pattern, behind: Characters): Characters {
  switch (pattern.kind) {
    case "one":
      return charactersOf(pattern.source, pattern.flags);
    case "place":
      return pattern.isEnd ? end : behind;
    case "look":
      return behind;
    case "sequence":
      return pattern.parts.reduceRight((after, part) => firstsOf(part, after), behind);
    case "choice":
      return pattern.options.reduce((all, option) => all | firstsOf(option, behind), 0n);
    case "repeat": {
      const { of, min } = pattern;
      return firstsOf(of, behind) | (min === 0 ? behind : 0n);
    }
    default:
      return pattern satisfies never;
  }
}

/** Whether it may match without taking a character, and not at the end of the text alone. */
function mayBeEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "one":
      return false;
    case "place":
      return !pattern.isEnd;
    case "look":
      return true;
    case "sequence":
      return pattern.parts.every(mayBeEmpty);
    case "choice":
      return pattern.options.some(mayBeEmpty);
    case "repeat":
      return pattern.min === 0 || mayBeEmpty(pattern.of);
    default:
      return pattern satisfies never;
  }
}

function areApart(sets: readonly Characters[]): boolean {
  let seen: Characters = 0n;
  return sets.every((set) => {
    const isNew = (seen & set) === 0n;
    seen |= set;
    return isNew;
  });
}

/** What may stand for characters beyond ASCII. */
const beyond = /^\.$|^\[\^|[^\0-\x7f]|\\[SDWspPuxc0-9]/;

/** At least the characters that a form of one character takes. */
function charactersOf(source: string, flags: "u" | ""): Characters {
  const form = new RegExp(`^(?:${source})$`, flags);
  let characters = beyond.test(source) ? other : 0n;
  for (let code = 0; code < 128; code += 1) {
    if (form.test(String.fromCharCode(code))) {
      characters |= 1n << BigInt(code);
    }
  }
  return characters;
}
