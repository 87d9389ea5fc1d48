import type { Effect } from "../model/operation.js";
import type { Limit, Tool } from "../model/tool.js";
import type { ToolEntry } from "../tool-map/tool-map.js";
import { bindAnnotations } from "./annotations.js";
import type { BindContext } from "./context.js";
import { bindHandler } from "./handler.js";
import type { UsedOperation } from "./operation-table.js";
import { bindSteps } from "./steps.js";

/** What a tool that writes may do where its map says nothing: 60 calls a minute. */
const writeLimit: Limit = { calls: 60, seconds: 60 };

/** A tool with the operations that it may call. */
export interface BoundTool {
  readonly tool: Tool;
  readonly operations: readonly UsedOperation[];
}

/** Binds one tool; null where what was reported leaves nothing to go on with. */
export function bindTool(entry: ToolEntry, context: BindContext): BoundTool | null {
  const { job } = entry;
  const bound =
    job.kind === "handler" ? bindHandler(entry, job, context) : bindSteps(entry, job, context);
  if (bound === null) {
    return null;
  }
  const effect = strongest(bound.operations.map((operation) => operation.effect));
  const tool: Tool = {
    name: entry.name.value,
    title: entry.title?.value ?? null,
    description: entry.description.value,
    effect,
    unconfirmed: entry.unconfirmed?.value ?? null,
    annotations: bindAnnotations(entry, effect, bound.operations, context.collector),
    inputs: bound.inputs,
    outputSchema: bound.outputSchema,
    errors: bound.errors,
    limit: entry.limit?.value ?? (effect === "read" ? null : writeLimit),
    body: bound.body,
    failures: bound.failures,
  };
  return { tool, operations: bound.operations };
}

function strongest(effects: readonly Effect[]): Effect {
  return (["destructive", "write"] as const).find((effect) => effects.includes(effect)) ?? "read";
}
