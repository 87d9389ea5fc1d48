import { type Position, positionOf } from "../source/source-file.js";
import type { Diagnostic, Label, Severity } from "./diagnostic.js";

/** A finding for programs. */
export interface JsonDiagnostic {
  /** Stable; documented in the reference. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** The place of the mistake first; empty where there is none. */
  readonly labels: readonly JsonLabel[];
  /** What to do, one sentence each. */
  readonly help: readonly string[];
}

/** Lines and columns count from 1, columns in UTF-16 units; `end` is the place after the last unit. */
export interface JsonLabel {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
  readonly text: string;
}

/** `{ "diagnostics": [ … ], "result": … }`, one document; `result` is null where there is none. */
export function renderJson(
  diagnostics: readonly Diagnostic[],
  result: object | null = null,
): string {
  return `${JSON.stringify({ diagnostics: diagnostics.map(jsonOf), result }, null, 2)}\n`;
}

export function jsonOf({ code, severity, message, labels, help }: Diagnostic): JsonDiagnostic {
  return { code, severity, message, labels: labels.map(jsonLabel), help };
}

function jsonLabel({ span, text }: Label): JsonLabel {
  return {
    path: span.file.path,
    start: positionOf(span.file, span.start),
    end: positionOf(span.file, span.end),
    text,
  };
}
