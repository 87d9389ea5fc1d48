import type { JsonObject } from "../../model/json.js";
import { mappingNode, type Reader, within } from "../../tool-map/reading.js";
import { json } from "../../tool-map/schema-keywords.js";

/** A mapping, as JSON. */
export const jsonObject: Reader<JsonObject> = (node, context) => {
  const found = mappingNode(node, context);
  if (found === undefined) {
    return undefined;
  }
  const members = found.entries.map(
    ({ key, value }) => [key.value, json(value, within(context, key))] as const,
  );
  const read = members.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return read.length === members.length ? Object.fromEntries(read) : undefined;
};
