import type { FunctionType } from "../model/server.js";
import { checkFunctionName } from "./names.js";
import { entries, list, mapping, type Reader, refine, required } from "./reading.js";
import { oneOf } from "./scalars.js";
import type { FunctionEntry } from "./tool-map.js";

const type: Reader<FunctionType> = refine(
  oneOf("string", "integer", "number", "boolean", "json"),
  ({ value }) => value,
);

const signature = mapping({
  args: required(list(type), "args: [string, integer]"),
  returns: required(type, "returns: string"),
});

/** The user's own functions, called as `fn.name(…)`. */
export const functions: Reader<readonly FunctionEntry[]> = entries((name, node, context) => {
  const isNamed = checkFunctionName(name, context);
  const read = signature(node, context);
  return !isNamed || read === undefined ? undefined : { name, ...read };
});
