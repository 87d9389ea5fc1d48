import type { Effect } from "../model/operation.js";
import type { Limit, Tool } from "../model/tool.js";
import type { ToolEntry } from "../tool-map/tool-map.js";
import { bindAnnotations } from "./annotations.js";
import type { BoundJob, GateHalves } from "./bound-job.js";
import type { BindContext } from "./context.js";
import { bindGate } from "./gate.js";
import { bindGateHandler } from "./gate-handler.js";
import { bindHandler } from "./handler.js";
import type { UsedOperation } from "./operation-table.js";
import { bindSteps } from "./steps.js";

/** What a tool that writes may do where its map says nothing: 60 calls a minute. */
const writeLimit: Limit = { calls: 60, seconds: 60 };

/** A tool with the operations that it may call. */
export interface BoundTool {
  readonly tool: Tool;
  readonly operations: readonly UsedOperation[];
  /** Which of them each half of a gate calls; null for any other tool. */
  readonly halves: GateHalves | null;
}

/** Binds one tool; null where what was reported leaves nothing to go on with. */
export function bindTool(entry: ToolEntry, context: BindContext): BoundTool | null {
  const bound = bindJob(entry, context);
  if (bound === null) {
    return null;
  }
  // What a gate is judged by is what is confirmed; to confirm it again changes nothing more.
  const effect = strongest((bound.halves?.confirm ?? bound.operations).map((used) => used.effect));
  const repeated = bound.halves === null ? bound.operations : [];
  const tool: Tool = {
    name: entry.name.value,
    title: entry.title?.value ?? null,
    description: entry.description.value,
    effect,
    unconfirmed: entry.unconfirmed?.value ?? null,
    annotations: bindAnnotations(entry, effect, repeated, context.collector),
    inputs: bound.inputs,
    outputSchema: bound.outputSchema,
    errors: bound.errors,
    limit: entry.limit?.value ?? (effect === "read" ? null : writeLimit),
    body: bound.body,
    failures: bound.failures,
  };
  return { tool, operations: bound.operations, halves: bound.halves };
}

function bindJob(entry: ToolEntry, context: BindContext): BoundJob | null {
  const { job } = entry;
  switch (job.kind) {
    case "call":
    case "steps":
      return bindSteps(entry, job, context);
    case "handler":
      return bindHandler(entry, job, context);
    case "gate":
      return bindGate(entry, job, context);
    case "gate-handler":
      return bindGateHandler(entry, job, context);
    default:
      return job satisfies never;
  }
}

function strongest(effects: readonly Effect[]): Effect {
  return (["destructive", "write"] as const).find((effect) => effects.includes(effect)) ?? "read";
}
