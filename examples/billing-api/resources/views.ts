import type { Owned } from "../records.js";

/** A record as answers show it: the account is the reader's own anyway. */
export function shown<Record extends Owned>(record: Record): Omit<Record, "account"> {
  const { account: _account, ...rest } = record;
  return rest;
}
