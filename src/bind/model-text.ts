/**
 * Text of a spec as a model may read it: on one line, without control, bidirectional and other
 * invisible characters, and cut at the end of a sentence or a word where it is longer than `most`
 * UTF-16 units.
 */
export function modelText(text: string, most: number): string {
  const clean = text.replace(invisible, "").replace(/\s+/gu, " ").trim();
  if (clean.length <= most) {
    return clean;
  }
  const head = clean.slice(0, most);
  const sentence = /^.*[.!?](?=\s)/u.exec(head)?.[0];
  return sentence ?? `${head.replace(/\s+\S*$/u, "")}…`;
}

/** Controls other than white space, format characters (zero width, bidirectional, tags), private use. */
const invisible = /(?![\t\n\r ])[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/gu;
