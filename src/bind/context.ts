import type { Collector } from "../diagnostics/collector.js";
import type { FunctionDeclaration } from "../model/server.js";
import type { Api } from "../openapi/api.js";
import type { ToolMap } from "../tool-map/tool-map.js";
import type { OperationTable } from "./operation-table.js";
import type { ProblemBody } from "./problem-body.js";

/** What all tools of a server are bound against. */
export interface BindContext {
  readonly map: ToolMap;
  readonly api: Api;
  readonly operations: OperationTable;
  readonly problem: ProblemBody;
  readonly functions: readonly FunctionDeclaration[];
  readonly collector: Collector;
}
