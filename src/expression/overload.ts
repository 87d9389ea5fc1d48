import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Lowered } from "./lowered.js";
import type { Syntax } from "./syntax.js";

/** What a parameter takes: `double` an integer too, `strings` a list of them, `json` what is of unknown kind. */
export type Signature =
  | "any"
  | "boolean"
  | "double"
  | "duration"
  | "int"
  | "int64"
  | "json"
  | "list"
  | "map"
  | "string"
  | "strings"
  | "timestamp";

/** One way to call a function. What it is called on is its first argument. */
export interface Overload {
  readonly takes: readonly Signature[];
  /** Arguments are there, and exact. Null after a reported mistake. */
  readonly lower: (
    args: readonly Lowered[],
    report: (problem: Diagnostic) => null,
    nodes: readonly Syntax[],
  ) => Lowered | null;
}
