// Yours: mcpgen wrote this file once, as a stub, and never touches it again.
import { notImplemented } from "../runtime/outcome.js";
import type { Eval } from "../tools/eval.js";

/** Calls nothing. */
export const evalTool: Eval = async (_input, _context) => notImplemented();
