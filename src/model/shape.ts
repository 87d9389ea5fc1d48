/**
 * What the server reads of an upstream answer: the part of a response schema that some tool uses.
 * Structure only; the answer's enums, formats and bounds are the upstream's business.
 */
export type Shape =
  | { readonly kind: "string" }
  | { readonly kind: "boolean" }
  | { readonly kind: "number" }
  /** An integer that a double holds. */
  | { readonly kind: "integer" }
  /** `format: int64`: a number, or decimal text where a double would round it. */
  | { readonly kind: "int64" }
  /** Anything, passed on as it is. */
  | { readonly kind: "json" }
  | { readonly kind: "list"; readonly element: Shape; readonly elementNullable: boolean }
  /** An object whose keys the schema does not name. */
  | { readonly kind: "record"; readonly value: Shape; readonly valueNullable: boolean }
  | ObjectShape;

export interface ObjectShape {
  readonly kind: "object";
  /** The component schema's name where the spec gives one; names the type in the client. */
  readonly name: string | null;
  /** By code unit of the name. */
  readonly fields: readonly ShapeField[];
}

export interface ShapeField {
  /** As on the wire. */
  readonly name: string;
  readonly shape: Shape;
  /** True where the spec lets the field be missing or null; it then reads as null. */
  readonly nullable: boolean;
}
