import type { AuditDefinition } from "./audit.js";
import type { ObjectShape, Read } from "./contract.js";
import type { Credential } from "./credentials.js";
import type { EnvText } from "./env.js";
import type { ErrorRules } from "./errors.js";
import type { Operations } from "./operation.js";
import type { Tool } from "./tool.js";

/** The API behind the tools. */
export interface UpstreamDefinition<Problem extends ObjectShape = ObjectShape> {
  readonly operations: Operations;
  /** The fields of error bodies that error rules read. */
  readonly problem: Problem;
  /** Whole, path included. No request leaves its origin. */
  readonly baseUrl: EnvText;
  /** By security scheme. */
  readonly auth?: Readonly<Record<string, Credential>>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, EnvText>>;
  /** Supplied to every operation that has a parameter for it. */
  readonly with?: Readonly<Record<string, EnvText>>;
  /** One request. */
  readonly timeoutMs: number;
  /** One tool call, retries included. */
  readonly deadlineMs: number;
  /** How often a request may be repeated. */
  readonly retries: number;
  /** The header that makes a repeated write harmless. */
  readonly idempotencyHeader?: string;
  /** What a missing or mistyped field is: null and a log line, or an error. */
  readonly contract: "warn" | "strict";
}

export interface ServerDefinition<Problem extends ObjectShape> {
  readonly name: string;
  readonly title?: string;
  readonly version: string;
  readonly instructions?: string;
  readonly upstream: UpstreamDefinition<Problem>;
  /** For every tool. */
  readonly errors?: ErrorRules<unknown, unknown, Read<Problem>>;
  readonly audit: AuditDefinition;
  readonly tools: readonly Tool[];
}

/** A server that can be started; its rules and tools no longer show the types that they were written with. */
export interface Server extends Omit<ServerDefinition<ObjectShape>, "errors"> {
  readonly errors?: ErrorRules<never>;
}

export function defineServer<Problem extends ObjectShape>(
  definition: ServerDefinition<Problem>,
): Server {
  return definition;
}
