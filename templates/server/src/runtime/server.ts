import type { AuditDefinition } from "./audit.js";
import type { ObjectShape, Read } from "./contract.js";
import type { ErrorRules } from "./errors.js";
import type { ApprovalsDefinition, DraftsDefinition } from "./gate-host.js";
import type { Tool } from "./tool.js";
import type { UpstreamDefinition } from "./upstream.js";

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
  /** Where a tool is half of a gate. */
  readonly drafts?: DraftsDefinition;
  /** Where a gate may need a person who did not ask. */
  readonly approvals?: ApprovalsDefinition;
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
