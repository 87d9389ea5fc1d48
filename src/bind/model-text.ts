import { plainWords } from "./plain-words.js";

/** Text of a spec as code may show it: on one line, without characters that are not seen, and cut. */
export function visibleText(text: string, most: number): string {
  return modelText(text.replace(invisible, ""), most);
}

/**
 * Text of a spec for a model: on one line, without HTML, and cut at the end of a sentence or a word where it is
 * longer than `most` UTF-16 units. Characters that are not seen stay: they are reported where a
 * model would read them.
 */
export function modelText(text: string, most: number): string {
  const line = plainWords(text).replace(space, " ").replace(/^ | $/g, "");
  if (line.length <= most) {
    return line;
  }
  // Not half of a character of two units.
  const head = line.slice(0, most).replace(/[\ud800-\udbff]$/, "");
  const sentence = /^.*[.!?](?=\s)/u.exec(head)?.[0];
  return sentence ?? `${head.replace(/\s+\S*$/u, "")}…`;
}

/** White space but for line and paragraph separators, and the byte order mark. */
const space = /(?:(?![\u2028\u2029\ufeff])\s)+/gu;

/** Controls other than white space, format characters (zero width, bidirectional, tags), private use. */
const invisible = /(?![\t\n\r ])[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/gu;
