import type { Call, Writes } from "../call.js";

/** Of what nobody can cancel any more. Each has its own: many would wait for a single one. */
export function never(): AbortSignal {
  return new AbortController().signal;
}

/** A part of a call, with a deadline of its own: a person who thinks takes nothing from it. */
export function phaseOf(
  call: Call,
  parts: Pick<Call, "input" | "cancelled" | "notes"> & { readonly writes: Writes },
): Call {
  const deadline = Date.now() + call.upstream.definition.deadlineMs;
  return { ...call, ...parts, deadline, changing: false, changed: false };
}
