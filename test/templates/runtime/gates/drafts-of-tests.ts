import { randomUUID } from "node:crypto";
import type { Draft } from "../../../../templates/server/src/runtime/gates/draft.js";

/** A draft that was just prepared, but for what a test says of it. */
export function draftWith(parts: Partial<Draft>): Draft {
  const id = parts.id ?? randomUUID();
  return {
    id,
    version: 1,
    state: "prepared",
    job: "refund_order",
    caller: "anna",
    requester: null,
    createdAt: 1_000,
    expiresAt: 61_000,
    input: { order_id: "77" },
    inputHash: `input of ${id}`,
    hash: `hash of ${id}`,
    summary: "Refund 10.50 EUR on order 77.",
    show: [["already_refunded", "0.00 EUR"]],
    typed: "10.50 EUR",
    approval: "human",
    call: { operation: "createRefund", request: { body: { order_id: "77" } } },
    kept: {},
    apiDraft: null,
    cancel: null,
    decision: null,
    runner: null,
    result: null,
    ...parts,
  };
}

/** `draft`, one move on. */
export function moved(draft: Draft, parts: Partial<Draft>): Draft {
  return { ...draft, version: draft.version + 1, ...parts };
}
