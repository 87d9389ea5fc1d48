// Yours: mcpgen wrote this file once, as a stub, and never touches it again.
import { notImplemented } from "../runtime/outcome.js";
import type { BookFreeRoom } from "../tools/book_free_room.js";

/** Book any free room with enough seats. */
export const bookFreeRoom: BookFreeRoom = async (_input, _context) => notImplemented();
