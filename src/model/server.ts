import type { Approvals } from "./gate.js";
import type { JsonObject } from "./json.js";
import type { Operation } from "./operation.js";
import type { ObjectShape } from "./shape.js";
import type { ErrorRule, Tool } from "./tool.js";

/** Everything that decides what is emitted. */
export interface Server {
  readonly name: string;
  readonly title: string | null;
  readonly version: string;
  readonly instructions: string | null;
  readonly sources: Sources;
  readonly upstream: Upstream;
  /** The map-wide error rules. */
  readonly errors: readonly ErrorRule[];
  /** The fields of error bodies that rules read, over all operations; every one nullable. */
  readonly problem: ObjectShape;
  /** In the order of the map. */
  readonly tools: readonly Tool[];
  /** By code unit of the identifier. */
  readonly operations: readonly Operation[];
  /** By code unit of the name. */
  readonly functions: readonly FunctionDeclaration[];
  readonly audit: Audit;
  /** Null where the map has none: the drafts of its gates are then kept in memory. */
  readonly approvals: Approvals | null;
  /** What the token must be allowed to do: scheme → scopes, both by code unit. */
  readonly scopes: readonly RequiredScopes[];
  /** `server.dependencies` of the map. */
  readonly dependencies: JsonObject;
}

/** Paths as shown in the emitted files: relative to the map's folder, with forward slashes. */
export interface Sources {
  readonly map: string;
  readonly spec: string;
  /** The map as it is reached from the output folder. */
  readonly mapFromOutput: string;
}

/** Literal text and environment variables, joined. */
export type EnvText = readonly (string | { readonly env: string })[];

/** The names of the environment variables in a text, in its order. */
export function variablesIn(text: EnvText): readonly string[] {
  return text.flatMap((part) => (typeof part === "string" ? [] : [part.env]));
}

export interface Upstream {
  /** The API's name in code and file names: kebab-case. */
  readonly name: string;
  readonly baseUrl: EnvText;
  /** Further addresses. By code unit of the URL. */
  readonly servers: readonly UpstreamServer[];
  /** By code unit of the scheme. */
  readonly auth: readonly Credential[];
  /** By code unit of the name. */
  readonly headers: readonly { readonly name: string; readonly value: EnvText }[];
  /** By code unit of the name. */
  readonly with: readonly { readonly name: string; readonly value: EnvText }[];
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retries: number;
  readonly idempotencyHeader: string | null;
  readonly contract: "warn" | "strict";
}

/** Where some of the operations are. */
export interface UpstreamServer {
  /** As the spec has it. */
  readonly url: string;
  readonly baseUrl: EnvText;
  /** Whether what is secret may go there. */
  readonly credentials: boolean;
}

export type Credential =
  | { readonly kind: "bearer"; readonly scheme: string; readonly token: EnvText }
  | {
      readonly kind: "basic";
      readonly scheme: string;
      readonly username: EnvText;
      readonly password: EnvText;
    }
  | {
      readonly kind: "apiKey";
      readonly scheme: string;
      readonly location: "header" | "query" | "cookie";
      readonly name: string;
      readonly key: EnvText;
    }
  | {
      /** The server fetches its own tokens: OAuth 2.0, client credentials. */
      readonly kind: "client";
      readonly scheme: string;
      /** Absolute, or relative to the base URL. */
      readonly tokenUrl: EnvText;
      readonly id: EnvText;
      readonly secret: EnvText;
      /** How the client says who it is: in the Authorization header, or in the body. */
      readonly auth: "basic" | "body";
      /** By code unit. */
      readonly scopes: readonly string[];
    };

/** A pure function of the user's, as the map declares it. */
export interface FunctionDeclaration {
  readonly name: string;
  readonly args: readonly FunctionType[];
  readonly returns: FunctionType;
}

export type FunctionType = "string" | "integer" | "number" | "boolean" | "json";

export interface Audit {
  readonly to: "stderr" | { readonly file: string } | { readonly both: string };
  /** Names of arguments whose values stay out of the log. By code unit. */
  readonly redact: readonly string[];
}

export interface RequiredScopes {
  readonly scheme: string;
  readonly scopes: readonly string[];
}
