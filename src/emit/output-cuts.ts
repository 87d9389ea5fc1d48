import type { SchemaOrBoolean } from "../model/schema.js";
import type { Tool } from "../model/tool.js";
import type { Value } from "../model/value.js";
import { subschemasOf } from "./schema-merge.js";
import { repeatsOf } from "./tool-names.js";

/**
 * Whether a result may be cut: it holds a list, which the size limit cuts, or a text with a
 * `maxLength`, or it is made of what repeated calls have read, which are bounded too.
 */
export function canBeCut(tool: Tool): boolean {
  return (
    repeatsOf(tool).length > 0 ||
    (tool.outputSchema !== null && holdsList(tool.outputSchema)) ||
    ((tool.body.kind === "steps" || tool.body.kind === "gate") && cutsText(tool.body.output))
  );
}

function holdsList(schema: SchemaOrBoolean): boolean {
  return (
    typeof schema === "object" &&
    (schema.type?.includes("array") === true || subschemasOf(schema).some(holdsList))
  );
}

function cutsText(value: Value): boolean {
  switch (value.kind) {
    case "literal":
    case "expression":
    case "text":
      return false;
    case "list":
      return value.items.some(cutsText);
    case "object":
      return value.members.some((member) => cutsText(member.value));
    case "projection": {
      const { maxLength, maxItems, pick } = value.projection;
      return (
        maxLength !== null ||
        maxItems !== null ||
        (pick ?? []).some((member) => cutsText(member.value))
      );
    }
    default:
      return value satisfies never;
  }
}
