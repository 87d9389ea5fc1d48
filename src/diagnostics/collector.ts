import type { Diagnostic } from "./diagnostic.js";

/** Gathers the findings of a run; a pass adds to it, the pipeline asks between passes. */
export class Collector {
  readonly #found: Diagnostic[] = [];

  add(diagnostic: Diagnostic): void {
    this.#found.push(diagnostic);
  }

  hasErrors(): boolean {
    return this.#found.some((diagnostic) => diagnostic.severity === "error");
  }

  /** All findings, by file and offset; those without a place come first. */
  sorted(): readonly Diagnostic[] {
    return [...this.#found].sort(byPlace);
  }
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const [a] = left.labels;
  const [b] = right.labels;
  if (a === undefined || b === undefined) {
    return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  }
  if (a.span.file.path !== b.span.file.path) {
    return a.span.file.path < b.span.file.path ? -1 : 1;
  }
  return a.span.start - b.span.start || a.span.end - b.span.end;
}
