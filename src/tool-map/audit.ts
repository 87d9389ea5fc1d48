import { conflictingKeys, missingKey } from "./problems.js";
import { list, mapping, mappingTo, optional, type Reader, withDefault } from "./reading.js";
import { oneOf, text } from "./scalars.js";
import type { AuditEntry } from "./tool-map.js";

const file = mappingTo(
  { file: optional(text), both: optional(text) },
  ({ file, both }, node, { collector, where, place }): AuditEntry["to"] | undefined => {
    const [first, second] = node.entries.map(({ key }) => ({ key: key.value, span: key.span }));
    if (first !== undefined && second !== undefined) {
      collector.add(conflictingKeys(first, second, '"both" is a file and stderr'));
      return undefined;
    }
    if (file !== null) {
      return { file: file.value };
    }
    if (both !== null) {
      return { both: both.value };
    }
    collector.add(missingKey("file", where, place, "file: audit.jsonl"));
    return undefined;
  },
);

/** `stderr`, `{ file: path }`, or `{ both: path }` for a file and stderr. */
const to: Reader<AuditEntry["to"]> = (node, context) =>
  node.kind === "mapping" ? file(node, context) : oneOf("stderr")(node, context)?.value;

/** Where the log of calls goes, and what stays out of it. */
export const audit: Reader<AuditEntry> = mapping({
  to: withDefault(to, "stderr"),
  redact: withDefault(list(text), []),
});
