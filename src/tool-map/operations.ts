import type { Effect } from "../model/operation.js";
import { entries, mapping, type Reader, refine, withDefault } from "./reading.js";
import { oneOf, prose } from "./scalars.js";
import type { OperationsEntry } from "./tool-map.js";

const effect: Reader<Effect> = refine(oneOf("read", "write", "destructive"), ({ value }) => value);

/** What operations do, and which are left out and why. */
export const operations: Reader<OperationsEntry> = mapping({
  effects: withDefault(
    entries((operation, node, context) => {
      const read = effect(node, context);
      return read === undefined ? undefined : { operation, effect: read };
    }),
    [],
  ),
  exclude: withDefault(
    entries((operation, node, context) => {
      const reason = prose(node, context);
      return reason === undefined ? undefined : { operation, reason: reason.value };
    }),
    [],
  ),
});
