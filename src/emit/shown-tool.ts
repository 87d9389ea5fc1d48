import type { Schema } from "../model/schema.js";
import type { Annotations, ExpectedFailure, Input, Tool } from "../model/tool.js";
import { canBeCut } from "./output-cuts.js";

/** What a model learns of one tool; a gate is two of these. */
export interface ShownTool {
  readonly name: string;
  readonly title: string | null;
  /** What the map's author wrote. */
  readonly description: string;
  /** Sentences of ours behind it: what to know before it is called. May be empty. */
  readonly warning: string;
  readonly failures: readonly ExpectedFailure[];
  readonly inputs: readonly Input[];
  readonly outputSchema: Schema | null;
  /** Whether a result may be cut, and then says so. */
  readonly canBeCut: boolean;
  readonly annotations: Annotations;
}

/** A tool that is no gate. */
export function shownTool(tool: Tool): ShownTool {
  const { name, title, description, failures, inputs, outputSchema, annotations } = tool;
  const warning = warningOf(tool);
  return {
    name,
    title,
    description,
    warning,
    failures,
    inputs,
    outputSchema,
    canBeCut: canBeCut(tool),
    annotations,
  };
}

export const irreversible = "what it deletes or overwrites cannot be restored";

function warningOf({ effect }: Tool): string {
  switch (effect) {
    case "read":
      return "";
    case "write":
      return "Changes data.";
    case "destructive":
      return `Irreversible: ${irreversible}.`;
    default:
      return effect satisfies never;
  }
}
