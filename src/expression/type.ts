import type { Span } from "../source/source-file.js";

/**
 * The static type of an expression. `absence` says what may stand there instead of a value, as the
 * emitted TypeScript has it: upstream answers read as null, optional inputs as undefined.
 */
export interface Type {
  readonly core: CoreType;
  readonly absence: Absence;
}

export type Absence = "never" | "null" | "undefined" | "either";

export type CoreType =
  | { readonly kind: "null" }
  | { readonly kind: "boolean" }
  /** An integer that a double holds. */
  | { readonly kind: "int" }
  /** A number, or decimal text where a double would round it: equality, text and passing on. */
  | { readonly kind: "int64" }
  | { readonly kind: "double" }
  | { readonly kind: "string"; readonly values: readonly string[] | null }
  | { readonly kind: "timestamp" }
  | { readonly kind: "duration" }
  | { readonly kind: "list"; readonly element: Type }
  | { readonly kind: "map"; readonly value: Type }
  | ObjectType
  /** JSON of which nothing is known. */
  | { readonly kind: "any" };

/** Fields are computed when they are asked for, so that a circular schema is no trouble. */
export interface ObjectType {
  readonly kind: "object";
  /** For messages: "Invoice", or "response of listInvoices". */
  readonly name: string;
  /** In declaration order; for suggestions. */
  fieldNames(): readonly string[];
  field(name: string): Field | null;
}

export interface Field {
  readonly type: Type;
  /** Where it is declared; null where nothing was written (a step's name has a place, `error.status` has none). */
  readonly declaredAt: Span | null;
}
