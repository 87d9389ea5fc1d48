import type { Schema } from "./schema.js";
import type { Shape } from "./shape.js";

export type Effect = "read" | "write" | "destructive";

/** An API operation that some tool uses, reduced to what the tools use of it. */
export interface Operation {
  /** The name of its method on the typed client: an identifier, unique in the server. */
  readonly identifier: string;
  /** `operationId`, or "GET /v1/invoices" where the spec gives none. */
  readonly key: string;
  readonly method: string;
  /** The path template, as in the spec. */
  readonly path: string;
  /**
   * Where the path or the operation has a server of its own: another path of the API's origin, or the
   * URL of one of the upstream's servers. Null where the base URL holds.
   */
  readonly baseUrl: string | null;
  /** One line, or empty. */
  readonly summary: string;
  readonly effect: Effect;
  readonly deprecated: boolean;
  /** In the order of the spec. */
  readonly parameters: readonly Parameter[];
  readonly body: RequestBody | null;
  readonly answer: Answer;
  /** Whether a key makes a repeated call harmless. */
  readonly takesIdempotencyKey: boolean;
  /** Alternatives, each a list of schemes that must all be satisfied; empty where none is needed. */
  readonly security: readonly (readonly SecurityRequirement[])[];
}

export interface SecurityRequirement {
  readonly scheme: string;
  readonly scopes: readonly string[];
}

export type ParameterLocation = "path" | "query" | "header" | "cookie";
export type ParameterStyle =
  | "simple"
  | "label"
  | "matrix"
  | "form"
  | "spaceDelimited"
  | "pipeDelimited"
  | "deepObject"
  | "cookie";

/** Source: OpenAPI 3.1.1, section 4.8.12 (Parameter Object). */
export interface Parameter {
  readonly location: ParameterLocation;
  /** As on the wire. */
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** The media type of a parameter described by `content`; null for one described by `schema`. */
  readonly mediaType: string | null;
  /** The name under `upstream.with` that supplies it to every call; null where tools do. */
  readonly suppliedBy: string | null;
}

export interface RequestBody {
  readonly mediaType: string;
  readonly encoding: "json" | "form" | "multipart" | "text" | "binary";
  readonly required: boolean;
  readonly schema: Schema;
  /** How members of a form or multipart body are written, where it is not the default way; by code unit. */
  readonly parts: readonly BodyPart[];
  /** What a body that tools put together is held to before it is sent; null where its parts say enough. */
  readonly check: Schema | null;
}

/** Source: OpenAPI 3.1.1, section 4.8.15 (Encoding Object). */
export interface BodyPart {
  /** As on the wire. */
  readonly name: string;
  /** Null where the media type says how the member is written. */
  readonly style: ParameterStyle | null;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly contentType: string | null;
  /** Bytes, which tools pass as base64. */
  readonly base64: boolean;
  /** Of a part of a multipart body, in the order of the spec. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

export type Answer =
  /** Several answers with JSON are merged into one shape. */
  | { readonly kind: "json"; readonly shape: Shape; readonly nullable: boolean }
  | { readonly kind: "text" }
  | { readonly kind: "file"; readonly mediaTypes: readonly string[] }
  | { readonly kind: "empty" };
