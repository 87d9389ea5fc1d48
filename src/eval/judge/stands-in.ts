/** Of scripts that put blanks between words. */
const letter = "[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}]";
const beginsWithLetter = new RegExp(`^${letter}`, "u");
const endsWithLetter = new RegExp(`${letter}$`, "u");

/** How many letters beside a place tell whether it is cut. */
const near = 4;

/**
 * Whether a text holds another as a thing of its own: 119.00 does not stand in 2119.00 nor in
 * -119.00, REM-1 not in REM-12, and paid not in unpaid. What follows a word may be its ending.
 */
export function standsIn(text: string, part: string): boolean {
  if (part === "") {
    return false;
  }
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    if (!isCut(text.slice(Math.max(0, at - near), at), part, text.slice(end, end + near))) {
      return true;
    }
  }
  return false;
}

function isCut(before: string, part: string, after: string): boolean {
  const cutsNumber = /^\d/.test(part) && /\d[.,]?$|(?:^|[^\p{L}\d])-$/u.test(before);
  const cutsWord = beginsWithLetter.test(part) && endsWithLetter.test(before);
  return cutsNumber || cutsWord || (/\d$/.test(part) && /^[.,]?\d/.test(after));
}
