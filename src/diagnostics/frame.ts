import { lineStartsOf, positionOf, type SourceFile, type Span } from "../source/source-file.js";
import type { Label } from "./diagnostic.js";
import { type Cell, cellsOf, printable, widthOf } from "./shown-text.js";

/** A line of a code frame. `line` is null under a line of source, and at a gap. */
export type FrameLine =
  | { readonly kind: "source"; readonly line: number; readonly text: string }
  | {
      readonly kind: "mark";
      readonly indent: number;
      readonly carets: number;
      readonly text: string;
    }
  | { readonly kind: "gap" };

/** Columns of source text in a frame; a longer line is cut around its labels. */
const mostColumns = 120;

/** What is under a label on one line. */
interface Mark {
  readonly line: number;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The lines of one file that the labels point at, with what they say. `hidden` is shown as `***`. */
export function frameOf(
  file: SourceFile,
  labels: readonly Label[],
  hidden: readonly Span[],
): readonly FrameLine[] {
  const marks = labels.flatMap((label) => marksOf(file, label));
  const numbers = [...new Set(marks.map(({ line }) => line))].sort((a, b) => a - b);
  const frame: FrameLine[] = [];
  let before = numbers[0] ?? 0;
  for (const line of numbers) {
    if (line > before + 1) {
      frame.push({ kind: "gap" });
    }
    before = line;
    frame.push(
      ...linesFor(
        file,
        line,
        marks.filter((mark) => mark.line === line),
        hidden,
      ),
    );
  }
  return frame;
}

/** A span over several lines is marked on its first and on its last one. */
function marksOf(file: SourceFile, { span, text }: Label): readonly Mark[] {
  const first = positionOf(file, span.start).line;
  const last = positionOf(file, Math.max(span.start, span.end - 1)).line;
  const firstEnd = lineBounds(file, first).end;
  if (first === last) {
    const end = Math.max(span.start, Math.min(span.end, firstEnd));
    return [{ line: first, start: span.start, end, text }];
  }
  const bounds = lineBounds(file, last);
  const indent = /^\s*/.exec(file.text.slice(bounds.start, bounds.end))?.[0].length ?? 0;
  const start = Math.min(bounds.start + indent, bounds.end);
  return [
    { line: first, start: span.start, end: firstEnd, text: "" },
    { line: last, start, end: Math.max(start, Math.min(span.end, bounds.end)), text },
  ];
}

function linesFor(
  file: SourceFile,
  line: number,
  marks: readonly Mark[],
  hidden: readonly Span[],
): readonly FrameLine[] {
  const { start, end } = lineBounds(file, line);
  const cells = cut(cellsOf(file.text.slice(start, end), start), marks);
  const shown = hide(cells, file, hidden);
  const drawn = [...marks]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map((mark): FrameLine => {
      const indent = widthOf(shown.filter((cell) => cell.at < mark.start));
      const under = shown.filter((cell) => cell.at >= mark.start && cell.at < mark.end);
      return {
        kind: "mark",
        indent,
        carets: Math.max(1, widthOf(under)),
        text: printable(mark.text),
      };
    });
  const text = shown
    .map((cell) => cell.text)
    .join("")
    .trimEnd();
  return [{ kind: "source", line, text }, ...drawn];
}

/** Puts `***` in the place of each hidden stretch, at its first character. */
function hide(cells: readonly Cell[], file: SourceFile, hidden: readonly Span[]): readonly Cell[] {
  const here = hidden.filter((span) => span.file === file);
  let wasHidden = false;
  return cells.flatMap((cell) => {
    const isHidden = here.some(({ start, end }) => cell.at >= start && cell.at < end);
    const isFirst = isHidden && !wasHidden;
    wasHidden = isHidden;
    if (!isHidden) {
      return [cell];
    }
    return isFirst ? [{ text: "***", width: 3, at: cell.at }] : [];
  });
}

/** Cuts a line that is too long so that what is marked stays. */
function cut(cells: readonly Cell[], marks: readonly Mark[]): readonly Cell[] {
  if (widthOf(cells) <= mostColumns) {
    return cells;
  }
  const first = Math.min(...marks.map(({ start }) => start));
  const index = Math.max(
    0,
    cells.findIndex((cell) => cell.at >= first),
  );
  const from = Math.max(0, Math.min(index - mostColumns / 3, cells.length - mostColumns));
  let to = Math.floor(from);
  let width = 0;
  for (
    let next = cells[to];
    next !== undefined && width + next.width <= mostColumns;
    next = cells[to]
  ) {
    width += next.width;
    to++;
  }
  const kept = cells.slice(Math.floor(from), to);
  const ellipsis = (at: number): Cell => ({ text: "…", width: 1, at });
  const [begin, end] = [kept[0]?.at ?? 0, kept.at(-1)?.at ?? 0];
  return [
    ...(from >= 1 ? [ellipsis(begin - 1)] : []),
    ...kept,
    ...(to < cells.length ? [ellipsis(end + 1)] : []),
  ];
}

function lineBounds(
  file: SourceFile,
  line: number,
): { readonly start: number; readonly end: number } {
  const starts = lineStartsOf(file);
  const start = starts[line - 1] ?? 0;
  const next = starts[line];
  const end = next === undefined ? file.text.length : next - 1;
  return { start, end: file.text[end - 1] === "\r" && end > start ? end - 1 : end };
}
