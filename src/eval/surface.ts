import type { JsonObject } from "../model/json.js";
import type { Effect } from "../model/operation.js";

/** What a server shows to a model and may send to its API: all that evals can speak of. */
export interface Surface {
  readonly name: string;
  readonly version: string;
  /** In the order of the list that the model gets. */
  readonly tools: readonly SurfaceTool[];
  /** Those that the tools may send. */
  readonly operations: readonly SurfaceOperation[];
  /** Every operation of the API, as a map may call it: by operationId, and by method and path. */
  readonly known: ReadonlySet<string>;
}

export interface SurfaceTool {
  readonly name: string;
  readonly inputSchema: JsonObject;
  readonly effect: Effect;
  /** Keys of the operations that it may send. */
  readonly operations: readonly string[];
  /** Codes of the structured errors that it names. */
  readonly errors: readonly string[];
  /** The job of the map that it belongs to: `refund_order` for `prepare_refund_order`. */
  readonly job: string;
}

export interface SurfaceOperation {
  /** `operationId`, or "GET /v1/invoices". */
  readonly key: string;
  readonly method: string;
  /** The template. */
  readonly path: string;
  readonly effect: Effect;
}

/** The names that an operation goes by. */
export function namesOf({ key, method, path }: SurfaceOperation): readonly string[] {
  return [key, `${method} ${path}`];
}
