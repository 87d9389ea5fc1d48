import type { Answer } from "./contract.js";
import type { JsonSchema } from "./json-schema-check.js";

export type Effect = "read" | "write" | "destructive";

/** An API operation, reduced to what a request and its answer need. */
export interface Operation {
  readonly method: string;
  /** The path template, as in the API description. */
  readonly path: string;
  /** Where it has a server of its own: a path of the API's origin, or one of the upstream's `servers`. */
  readonly baseUrl?: string;
  readonly effect: Effect;
  /** A repeated request under the same key changes nothing more. */
  readonly idempotent?: boolean;
  /** Alternatives: scheme → scopes, all of which are sent; `{}` allows a request without any. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: {
    readonly path?: Parameters;
    readonly query?: Parameters;
    readonly header?: Parameters;
    readonly cookie?: Parameters;
  };
  readonly body?: BodyForm;
  readonly answer: Answer;
}

/** By method name on the typed client. */
export type Operations = Readonly<Record<string, Operation>>;

/** By name on the wire. */
export type Parameters = Readonly<Record<string, ParameterForm>>;

export type Style =
  | "simple"
  | "label"
  | "matrix"
  | "form"
  | "spaceDelimited"
  | "pipeDelimited"
  | "deepObject"
  | "cookie";

/**
 * How a parameter is written. What is absent has the default of its location.
 *
 * Source: OpenAPI 3.1.1, section 4.8.12 (Parameter Object).
 */
export interface ParameterForm {
  readonly style?: Style;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** For a parameter described by `content`. */
  readonly mediaType?: string;
  /** The name under `upstream.with` that supplies it to every call. */
  readonly supplied?: string;
}

export interface BodyForm {
  readonly mediaType: string;
  readonly encoding: "json" | "form" | "multipart" | "text" | "binary";
  /** Members of a form or multipart body that are not written the default way. */
  readonly parts?: Readonly<Record<string, PartForm>>;
  /**
   * Paths (`lines[].order_id`) in a JSON body whose decimal text is written as an integer. `counts{}`
   * is every member of a map, `counts{id,name}` every one but those, and `parent#Node` each of the
   * places that `int64In` names for what recurs; what stands for itself follows a backslash.
   */
  readonly int64?: readonly string[];
  /** Of what contains itself, by name: the paths in it, which may end in `#Name` too. */
  readonly int64In?: Readonly<Record<string, readonly string[]>>;
  /** What a body that was put together from several inputs is held to before it is sent. */
  readonly check?: JsonSchema;
}

/**
 * How a member of a form is written.
 *
 * Source: OpenAPI 3.1.1, section 4.8.15 (Encoding Object).
 */
export interface PartForm {
  readonly style?: Style;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  readonly contentType?: string;
  /** The text is base64 of the part's bytes. */
  readonly base64?: boolean;
  /** Further headers of the part. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes the part a file. */
  readonly fileName?: string;
}

/** What a tool passes to an operation, by the names on the wire. Undefined members are left out. */
export interface OperationRequest {
  readonly path?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly header?: Readonly<Record<string, unknown>> | undefined;
  readonly cookie?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}
