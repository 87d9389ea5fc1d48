// Yours: mcpgen wrote this file once, as a stub, and never touches it again.
import { notImplemented } from "../runtime/outcome.js";
import type { SettleAccount } from "../tools/settle_account.js";

/**
 * Refund what a customer has paid too much.
 *
 * `prepare` returns `draft({ summary, state })` or a failure, and changes nothing; `confirm` is given that state, and makes the call. Name its type in place of `object`.
 */
export const settleAccount: SettleAccount<object> = {
  prepare: async (_input, _context) => notImplemented(),
  confirm: async (_state, _context) => notImplemented(),
};
