import type { JsonValue } from "./json.js";

/** What is read of an upstream answer: structure, never its enums, formats or bounds. */
export type Shape =
  | { readonly kind: "string" }
  | { readonly kind: "boolean" }
  | { readonly kind: "number" }
  | { readonly kind: "integer" }
  | { readonly kind: "int64" }
  | { readonly kind: "json" }
  | { readonly kind: "list"; readonly element: Shape }
  | { readonly kind: "record"; readonly element: Shape }
  | { readonly kind: "object"; readonly fields: Fields }
  | { readonly kind: "nullable"; readonly shape: Shape };

export type Fields = Readonly<Record<string, Shape>>;

export type ObjectShape = Extract<Shape, { kind: "object" }>;

/** What an operation answers with. */
export type Answer =
  | Shape
  | { readonly kind: "text" }
  | { readonly kind: "file"; readonly mediaTypes: readonly string[] }
  | { readonly kind: "empty" };

export const string = { kind: "string" } as const;
export const boolean = { kind: "boolean" } as const;
export const number = { kind: "number" } as const;
/** An integer that a double holds. */
export const integer = { kind: "integer" } as const;
/** A number, or decimal text where a double would round it. */
export const int64 = { kind: "int64" } as const;
/** Any JSON, passed on as it is. */
export const json = { kind: "json" } as const;
export const textAnswer = { kind: "text" } as const;
export const empty = { kind: "empty" } as const;

export function list<const E extends Shape>(element: E) {
  return { kind: "list", element } as const;
}

/** An object whose keys the API does not name. */
export function record<const E extends Shape>(element: E) {
  return { kind: "record", element } as const;
}

export function object<const F extends Fields>(fields: F) {
  return { kind: "object", fields } as const;
}

/** May be missing or null; reads as null then. */
export function nullable<const S extends Shape>(shape: S) {
  return { kind: "nullable", shape } as const;
}

/** Bytes of one of the media types; `image/*` stands for all of its kind. */
export function file<const M extends readonly string[]>(mediaTypes: M) {
  return { kind: "file", mediaTypes } as const;
}

/** The type of what is read by a shape, or of an operation's answer. */
export type Read<S> = S extends { readonly kind: "string" | "text" }
  ? string
  : S extends { readonly kind: "boolean" }
    ? boolean
    : S extends { readonly kind: "number" | "integer" }
      ? number
      : S extends { readonly kind: "int64" }
        ? number | string
        : S extends { readonly kind: "json" }
          ? JsonValue
          : S extends { readonly kind: "list"; readonly element: infer E }
            ? Read<E>[]
            : S extends { readonly kind: "record"; readonly element: infer E }
              ? Record<string, Read<E>>
              : S extends { readonly kind: "object"; readonly fields: infer F }
                ? { [K in keyof F]: Read<F[K]> }
                : S extends { readonly kind: "nullable"; readonly shape: infer N }
                  ? Read<N> | null
                  : S extends { readonly kind: "file" }
                    ? AnswerFile
                    : S extends { readonly kind: "empty" }
                      ? null
                      : never;

/** A file that the upstream answered with; in a result it becomes an embedded resource. */
export class AnswerFile {
  readonly uri: string;
  /** Safe as a file name; "file" where the upstream gave none. */
  readonly name: string;
  readonly media_type: string;
  readonly size_bytes: number;
  readonly #bytes: Buffer;

  constructor(uri: string, name: string, mediaType: string, bytes: Buffer) {
    this.uri = uri;
    this.name = name;
    this.media_type = mediaType;
    this.size_bytes = bytes.length;
    this.#bytes = bytes;
  }

  /** Apart from the members that a result shows. */
  get bytes(): Buffer {
    return this.#bytes;
  }
}
