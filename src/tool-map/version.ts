import { otherVersion } from "./problems.js";
import type { Reader } from "./reading.js";
import { refuse } from "./scalars.js";

/** The version of a file's format, of which there is one. */
export const version: Reader<1> = (node, context) => {
  if (node.kind !== "scalar" || node.value === null) {
    return refuse(node, context, "1");
  }
  if (node.value !== 1) {
    context.collector.add(otherVersion(node.text.text, node.value === "1", node.span));
    return undefined;
  }
  return 1;
};
