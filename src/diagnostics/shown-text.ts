/** A character of a line as it is shown, and how many columns it takes in a terminal. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** Its offset in the line. */
  readonly at: number;
}

const tabWidth = 4;

/**
 * What is not to be printed as it is: controls, and characters that are invisible, change the
 * direction of the text around them or stand alone as half a pair.
 */
const unprintable =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u;

/** Zero columns: marks that combine with what stands before them, joiners, variation selectors. */
const combining = /[\p{Mn}\p{Me}]|\p{Variation_Selector}|[\u200c]|[\u200d]/u;

/** Two columns in a terminal. Source: Unicode Standard Annex #11, values W and F, in rough ranges. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** The characters of a line of source text. `from` is the offset of the first. */
export function cellsOf(line: string, from: number): readonly Cell[] {
  let at = from;
  return [...line].map((character) => {
    const cell = { ...cellOf(character), at };
    at += character.length;
    return cell;
  });
}

function cellOf(character: string): Omit<Cell, "at"> {
  if (character === "\t") {
    return { text: " ".repeat(tabWidth), width: tabWidth };
  }
  if (unprintable.test(character)) {
    const text = escaped(character);
    return { text, width: text.length };
  }
  if (combining.test(character)) {
    return { text: character, width: 0 };
  }
  return { text: character, width: wide.test(character) ? 2 : 1 };
}

/** A text for one line of a terminal or a log. */
export function printable(text: string): string {
  return [...text]
    .map((character) => (unprintable.test(character) ? escaped(character) : character))
    .join("");
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/**
 * Text that GitHub Actions prints and does not obey: the diff shows what the API's authors wrote,
 * and a line of theirs could be a command to the runner.
 *
 * Source: actions/runner, `ActionCommand.cs`: "::" after white space, "##[" anywhere.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, "$1: ").replaceAll("##[", "## [");
}

export function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((width, cell) => width + cell.width, 0);
}
