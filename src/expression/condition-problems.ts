import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/source-file.js";
import { problem } from "./problems.js";

// Conditions that decide nothing.

export function neverHere(of: string, value: string | number | boolean, span: Span): Diagnostic {
  return problem(
    "expression/never-here",
    `${of} is never ${JSON.stringify(value)} here: an earlier condition rules it out`,
    span,
    "never equal",
    ["remove one of the two"],
  );
}

export function constantGuard(span: Span): Diagnostic {
  const help = ["remove it, or name what it depends on"];
  return problem(
    "expression/constant-guard",
    "a guard decides nothing where nothing varies",
    span,
    "",
    help,
  );
}
