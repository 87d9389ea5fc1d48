import { Collector } from "../../src/diagnostics/collector.js";
import { loadApi } from "../../src/openapi/load.js";
import { carry } from "../specs/carry.js";
import type { Document } from "../specs/documents.js";

/** As many as a list still holds without being too large for one message. */
const mostTools = 40;

/** The tools, as they are listed, of a document's operations, taken evenly from all of them. */
export function toolsOf({ name, root, path }: Document): readonly object[] {
  const collector = new Collector();
  const api = loadApi({ root, path, namedAt: null }, collector);
  if (api === null) {
    throw new Error(`${name} cannot be read`);
  }
  const step = Math.max(1, Math.ceil(api.operations.length / mostTools));
  return api.operations
    .filter((_, index) => index % step === 0)
    .flatMap((head, index) => {
      const carried = carry(api, head, `op_${index + 1}`, collector);
      const list =
        carried.kind === "emitted"
          ? carried.files.find((file) => file.path === "tools.json")?.content
          : undefined;
      // What cannot be carried is suite:specs' to report.
      return list === undefined ? [] : JSON.parse(list).tools;
    });
}
