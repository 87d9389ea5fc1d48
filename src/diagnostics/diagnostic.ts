import type { Span } from "../source/source-file.js";

/** `error` stops the run after the pass that found it; `warning` and `note` never do. */
export type Severity = "error" | "warning" | "note";

/** A place that a diagnostic points at, and why it does. */
export interface Label {
  readonly span: Span;
  /** Lower case, no full stop; empty when the place speaks for itself. */
  readonly text: string;
}

/** One finding about the user's inputs. */
export interface Diagnostic {
  /** Stable, `folder/slug`; each is documented in the reference. */
  readonly code: `${string}/${string}`;
  readonly severity: Severity;
  /** Lower case; says what is wrong and names the value. */
  readonly message: string;
  /** The place of the mistake first. Empty only where there is no place (a missing file). */
  readonly labels: readonly Label[];
  /** What to do about it, one sentence each. */
  readonly help: readonly string[];
  /** Stretches of source text that are never shown, such as a secret; the collector fills this in. */
  readonly hidden?: readonly Span[];
}
