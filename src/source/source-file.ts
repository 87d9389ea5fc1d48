/** A text that was read, with the name by which a person knows it. */
export interface SourceFile {
  /** Path as shown to people: relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const bytesOfFiles = new WeakMap<SourceFile, Buffer>();

/** A file that was read as well-formed UTF-8: its text is made when somebody asks for it. */
export function sourceFileOf(path: string, bytes: Buffer): SourceFile {
  let text: string | null = null;
  const file: SourceFile = {
    path,
    get text() {
      text ??= bytes.toString("utf8");
      return text;
    },
  };
  bytesOfFiles.set(file, bytes);
  return file;
}

/** The bytes that a file was read from, without a byte order mark; null where it was made of a text. */
export function bytesOf(file: SourceFile): Buffer | null {
  return bytesOfFiles.get(file) ?? null;
}

/** A stretch of a source file, in UTF-16 offsets; `end` is exclusive. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A value together with the place where it was written. */
export interface Spanned<T> {
  readonly value: T;
  readonly span: Span;
}

/** A place for people: both numbers count from 1; `column` counts UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

/** Offsets at which the lines of `file` begin, computed once per file. */
export function lineStartsOf(file: SourceFile): readonly number[] {
  const known = lineStarts.get(file);
  if (known !== undefined) {
    return known;
  }
  const starts = [0];
  for (let at = file.text.indexOf("\n"); at !== -1; at = file.text.indexOf("\n", at + 1)) {
    starts.push(at + 1);
  }
  lineStarts.set(file, starts);
  return starts;
}

/** The line and column of an offset. */
export function positionOf(file: SourceFile, offset: number): Position {
  const starts = lineStartsOf(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
