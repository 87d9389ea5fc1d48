import type { JsonValue } from "../model/json.js";
import type { ParameterLocation, ParameterStyle } from "../model/operation.js";
import type { JsonType, Schema } from "../model/schema.js";
import type { SourceFile, Span } from "../source/source-file.js";

/** An OpenAPI document of any version, in one shape. What an operation reaches is read when it is asked for. */
export interface Api {
  readonly file: SourceFile;
  readonly title: string;
  /** Every operation, in document order; nothing below it has been resolved. */
  readonly operations: readonly OperationHead[];
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
  /** The document's own servers; relative ones stay relative. */
  readonly servers: readonly string[];
  /** Resolves what the operation reaches directly; schemas resolve their children later. Null after a reported error. */
  resolve(head: OperationHead): Operation | null;
  /**
   * The first text, name or value, that is wanted in what the operations hold and refer to, or else
   * in the whole document; null where there is none.
   */
  findText(
    heads: readonly OperationHead[],
    isWanted: (text: string) => boolean,
  ): (Pointer & { readonly part: "key" | "value" }) | null;
  /** Where a node was written; computed when it is first asked for. */
  spanOf(pointer: Pointer, part?: "key" | "value"): Span;
}

/** A node of a document: which file, and which JSON Pointer (RFC 6901) in it. */
export interface Pointer {
  readonly file: SourceFile;
  readonly path: string;
}

export interface OperationHead {
  /** `operationId`, or "GET /v1/invoices". */
  readonly key: string;
  readonly operationId: string | null;
  /** Upper case; one of `additionalOperations` as it is written. */
  readonly method: string;
  readonly path: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  readonly pointer: Pointer;
}

export interface Operation {
  readonly head: OperationHead;
  readonly summary: string;
  readonly description: string;
  /** Path-level ones included and overridden; in document order. */
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | null;
  /** In document order. */
  readonly responses: readonly Response[];
  /** Alternatives, each of schemes that hold together; the document's own where the operation has none. */
  readonly security: readonly (readonly {
    readonly scheme: string;
    readonly scopes: readonly string[];
  }[])[];
  /** Path-level or operation-level servers; empty where the document's own hold. */
  readonly servers: readonly string[];
}

export interface Parameter {
  readonly location: ParameterLocation;
  readonly name: string;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly description: string;
  readonly schema: SchemaNode;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly mediaType: string | null;
  readonly pointer: Pointer;
}

export interface RequestBody {
  readonly required: boolean;
  readonly description: string;
  readonly contents: readonly Content[];
  readonly pointer: Pointer;
}

export interface Content {
  /** Lower case, without parameters. */
  readonly mediaType: string;
  readonly schema: SchemaNode | null;
  /** How properties of a form or multipart body are written, where the document says; by property. */
  readonly encoding: ReadonlyMap<string, Encoding>;
  /** Those of the media type, in document order; a schema's own are in its `toSchema()`. */
  examples(): readonly Example[];
}

export interface Example {
  /** Null for a lone `example`. */
  readonly name: string | null;
  readonly value: JsonValue;
}

/** Source: OpenAPI 3.1.1, section 4.8.15 (Encoding Object). */
export interface Encoding {
  /** As written, possibly several with commas; null where the property's type decides. */
  readonly contentType: string | null;
  /** Null where none is stated: in multipart the content type then decides. */
  readonly style: ParameterStyle | null;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** Those of a part that have one value alone, or a default. */
  readonly headers: ReadonlyMap<string, string>;
}

export interface Response {
  /** "200", "4XX" (upper case) or "default". */
  readonly status: string;
  readonly description: string;
  readonly contents: readonly Content[];
  /** Names in lower case. */
  readonly headers: readonly string[];
  /** The schemas of headers, by name in lower case; those that state none are left out. */
  headerSchemas(): ReadonlyMap<string, SchemaNode>;
  readonly pointer: Pointer;
}

export type SecurityScheme = { readonly pointer: Pointer } & (
  | { readonly kind: "bearer" }
  | { readonly kind: "basic" }
  | {
      readonly kind: "apiKey";
      readonly location: "header" | "query" | "cookie";
      readonly name: string;
    }
  /** OAuth 2 and OpenID Connect: a token is sent as a bearer token. */
  | {
      readonly kind: "oauth2";
      readonly scopes: readonly string[];
      readonly tokenUrl: string | null;
    }
  | { readonly kind: "other"; readonly type: string }
);

/**
 * One schema, in the vocabulary of JSON Schema 2020-12; references are followed and `allOf` is merged
 * in what these methods answer. Children are made when they are asked for, and are the same object
 * each time, so that a circular schema is a circular graph.
 */
export interface SchemaNode {
  readonly pointer: Pointer;
  /** The component's name where a reference led here. */
  readonly name: string | null;
  /** Without "null"; null where any type may stand. */
  readonly types: readonly JsonType[] | null;
  readonly nullable: boolean;
  readonly enum: readonly JsonValue[] | null;
  readonly format: string | null;
  readonly description: string | null;
  readonly default: JsonValue | undefined;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly deprecated: boolean;
  /** What no log may hold: `x-sensitive`, `writeOnly`, or the format `password`. */
  readonly sensitive: boolean;
  /** The named properties in document order, those of `allOf` included. Those of variants are not. */
  properties(): ReadonlyMap<string, PropertyNode>;
  /** What other keys may hold; `true` where nothing is said, `false` where there may be none. */
  additional(): SchemaNode | boolean;
  items(): SchemaNode | null;
  /** The alternatives of a `oneOf` or `anyOf`; a lone alternative beside null is merged away. */
  variants(): Variants | null;
  /** The whole schema, with what contains itself under `$defs`. */
  toSchema(): Schema;
}

export interface PropertyNode {
  readonly schema: SchemaNode;
  readonly required: boolean;
  /** Where the property is declared, which a reference in it may lead away from. */
  readonly pointer: Pointer;
}

export interface Variants {
  readonly kind: "oneOf" | "anyOf";
  readonly schemas: readonly SchemaNode[];
  /** The property that tells them apart, and the values that mean each (parallel to `schemas`). */
  readonly discriminator: {
    readonly property: string;
    readonly values: readonly (readonly string[])[];
  } | null;
}
