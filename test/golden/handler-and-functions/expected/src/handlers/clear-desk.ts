// Yours: mcpgen wrote this file once, as a stub, and never touches it again.
import { notImplemented } from "../runtime/outcome.js";
import type { ClearDesk } from "../tools/clear_desk.js";

/** Tidy up. The handler says what it gives. */
export const clearDesk: ClearDesk = async (_input, _context) => notImplemented();
