import type { CST } from "yaml";
import type { SourceFile } from "../../source/source-file.js";
import type { SourceText } from "../../source/source-text.js";
import { decodeBlock } from "./block-scalar.js";
import { Decoded } from "./decoded.js";
import { decodeFlow } from "./flow-scalar.js";

/**
 * The text of a scalar token, with the place of each of its characters. It equals what the `yaml`
 * package makes of the token, which has no places to give.
 */
export function decodeScalar(
  file: SourceFile,
  token: CST.FlowScalar | CST.BlockScalar,
): SourceText {
  const decoded = new Decoded();
  if (token.type === "block-scalar") {
    const end = decodeBlock(token, decoded);
    return decoded.toSourceText(file, token.offset, end);
  }
  decodeFlow(token, decoded);
  return decoded.toSourceText(file, token.offset, token.offset + token.source.length);
}
