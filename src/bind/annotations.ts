import type { Collector } from "../diagnostics/collector.js";
import type { Effect } from "../model/operation.js";
import type { Annotations } from "../model/tool.js";
import type { Spanned } from "../source/source-file.js";
import type { ToolEntry } from "../tool-map/tool-map.js";
import { annotationWeakens } from "./operation-problems.js";
import type { UsedOperation } from "./operation-table.js";

/** Methods of which a second call changes nothing more (RFC 9110, section 9.2.2). */
const idempotentMethods = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "QUERY", "PUT", "DELETE"]);

/** The annotations that the effects give; a map may change them toward more caution alone. */
export function bindAnnotations(
  { annotations }: ToolEntry,
  effect: Effect,
  operations: readonly UsedOperation[],
  collector: Collector,
): Annotations {
  const isIdempotent = operations.every(
    (used) => used.effect === "read" || idempotentMethods.has(used.operation.head.method),
  );
  const override = (stated: Spanned<boolean> | null, derived: boolean, cautious: boolean) => {
    if (stated === null || stated.value === derived) {
      return derived;
    }
    if (stated.value !== cautious) {
      collector.add(annotationWeakens(stated, effect));
      return derived;
    }
    return stated.value;
  };
  return {
    readOnlyHint: override(annotations.readOnly, effect === "read", false),
    destructiveHint: override(annotations.destructive, effect === "destructive", true),
    idempotentHint: override(annotations.idempotent, isIdempotent, false),
    openWorldHint: override(annotations.openWorld, true, true),
  };
}
