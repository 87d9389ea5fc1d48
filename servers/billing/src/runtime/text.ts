/**
 * Characters that a reader cannot see, or that reorder what they see: control characters, zero-width
 * and bidirectional marks, tags and variation selectors that smuggle text past a person. By code
 * point, both ends included. Line feed and tab are kept, and so are the two variation selectors of
 * ordinary emoji.
 */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0d],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

const CLASS = INVISIBLE.map(
  ([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`,
).join("");

const invisible = new RegExp(`[${CLASS}]`, "gu");

/** In JSON text a control character or a lone surrogate is an escape. */
const suspicious = new RegExp(`\\\\[bfru]|[${CLASS}]`, "u");

/** ECMA-48 control sequences (colours, cursor moves) and operating system commands (titles, links). */
const terminal = new RegExp(
  "(?:\\u001b\\]|\\u009d)[^\\u0007\\u001b\\u009c]{0,4096}(?:\\u0007|\\u001b\\\\|\\u009c)?" +
    "|(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?|\\u001b[ -/]*[0-~]?",
  "g",
);

/** Text without terminal sequences, control characters, and characters that cannot be seen. */
export function cleanText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(terminal, "")
    .replaceAll(invisible, "")
    .replaceAll(/\p{Surrogate}/gu, "\ufffd");
}

/** Whether `cleanText` could change any text in a JSON document. */
export function mayNeedCleaning(jsonText: string): boolean {
  return suspicious.test(jsonText);
}

/** At most `max` UTF-16 units, never half of a surrogate pair; what is cut ends in "…". */
export function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, wholeEnd(text, Math.max(0, max - 1)))}…`;
}

/** As `shorten`, but keeps the end. */
export function shortenStart(text: string, max: number): string {
  if (text.length <= max) {
    return text;
  }
  const start = text.length - Math.max(0, max - 1);
  return `…${text.slice(isLowSurrogate(text, start) ? start + 1 : start)}`;
}

function wholeEnd(text: string, end: number): number {
  return isLowSurrogate(text, end) ? end - 1 : end;
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
