import type { Spanned } from "../../source/source-file.js";
import { invalidValue } from "../../tool-map/problems.js";
import type { Reader } from "../../tool-map/reading.js";
import { text } from "../../tool-map/scalars.js";

/** A regular expression of JavaScript, with the flag `u`. */
export const regularExpression: Reader<Spanned<string>> = (node, context) => {
  const source = text(node, context);
  if (source === undefined) {
    return undefined;
  }
  try {
    new RegExp(source.value, "u");
    return source;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, "") : "";
    const help = reason === "" ? [] : [`the expression is refused: ${reason.toLowerCase()}`];
    context.collector.add(invalidValue(source.value, "a regular expression", node.span, help));
    return undefined;
  }
};
