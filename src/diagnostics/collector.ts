import type { Span } from "../source/source-file.js";
import type { Diagnostic } from "./diagnostic.js";

/** Gathers the findings of a run; a pass adds to it, the pipeline asks between passes. */
export class Collector {
  readonly #found: Diagnostic[] = [];
  readonly #hidden: Span[] = [];

  add(diagnostic: Diagnostic): void {
    this.#found.push(diagnostic);
  }

  /** Keeps a stretch of source text, such as a secret, out of everything that is shown. */
  hide(span: Span): void {
    this.#hidden.push(span);
  }

  hasErrors(): boolean {
    return this.errorCount > 0;
  }

  get errorCount(): number {
    return this.#found.filter((diagnostic) => diagnostic.severity === "error").length;
  }

  /**
   * All findings, by file and offset; those without a place come first. What was found twice, in a
   * text that is used twice, is there once.
   */
  sorted(): readonly Diagnostic[] {
    const seen = new Set<string>();
    const distinct = this.#found.filter((diagnostic) => {
      const identity = identityOf(diagnostic);
      const isNew = !seen.has(identity);
      seen.add(identity);
      return isNew;
    });
    return distinct.sort(byPlace).map((diagnostic) => this.#withHidden(diagnostic));
  }

  #withHidden(diagnostic: Diagnostic): Diagnostic {
    const files = new Set(diagnostic.labels.map(({ span }) => span.file));
    const hidden = this.#hidden.filter(({ file }) => files.has(file));
    return hidden.length === 0 ? diagnostic : { ...diagnostic, hidden };
  }
}

function identityOf({ code, message, labels }: Diagnostic): string {
  const places = labels.map(({ span, text }) => [span.file.path, span.start, span.end, text]);
  return JSON.stringify([code, message, places]);
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
