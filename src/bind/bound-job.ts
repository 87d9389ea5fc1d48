import type { Schema } from "../model/schema.js";
import type { ErrorRule, ExpectedFailure, Input, ToolBody } from "../model/tool.js";
import type { UsedOperation } from "./operation-table.js";

/** The operations of a gate's two tools. */
export interface GateHalves {
  readonly prepare: readonly UsedOperation[];
  readonly confirm: readonly UsedOperation[];
}

/** What a tool does, whichever way the map says it. */
export interface BoundJob {
  readonly inputs: readonly Input[];
  /** In the order in which the map names them. */
  readonly operations: readonly UsedOperation[];
  readonly outputSchema: Schema | null;
  readonly errors: readonly ErrorRule[];
  readonly failures: readonly ExpectedFailure[];
  readonly body: ToolBody;
  /** What each half of a gate calls; null for any other tool. */
  readonly halves: GateHalves | null;
}
