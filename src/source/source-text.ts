import type { Span } from "./source-file.js";

/** A text decoded from a source file (a YAML scalar), which knows where its characters were written. */
export interface SourceText {
  readonly text: string;
  /** The whole scalar, quotes included. */
  readonly span: Span;
  /**
   * Where the UTF-16 unit at an index was written: one offset where the units follow each other in
   * the file, otherwise one for each unit and one for the end.
   */
  readonly offsets: number | readonly number[];
}

/** The stretch of the file that holds the units `start` to `end` (exclusive) of a decoded text. */
export function spanWithin(text: SourceText, start: number, end: number): Span {
  const from = offsetOf(text, start);
  const to = end > start ? offsetOf(text, end - 1) + 1 : from;
  return { file: text.span.file, start: from, end: Math.max(from, to) };
}

function offsetOf(text: SourceText, index: number): number {
  return typeof text.offsets === "number"
    ? text.offsets + index
    : (text.offsets[index] ?? text.span.end);
}
