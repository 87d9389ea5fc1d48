import type { Call, Writes } from "../call.js";
import type { OperationRequest } from "../operation.js";
import { contextOf, heldTo } from "../run.js";
import { surroundings } from "./content.js";
import type { Draft } from "./draft.js";
import type { AnyGate } from "./gate.js";
import { asStored, hashOf } from "./hash.js";

/** Keeps a confirmation to what was prepared: that request, once, under the draft's key. */
export class ApprovedWrites implements Writes {
  readonly #draft: Draft;
  readonly #isHeld: () => boolean;
  #keys = 0;
  #sent = 0;
  #ended = false;

  /** `isHeld` is false once another process may take the draft over. */
  constructor(draft: Draft, isHeld: () => boolean) {
    this.#draft = draft;
    this.#isHeld = isHeld;
  }

  check(operation: string, given: OperationRequest): void {
    if (this.#ended || !this.#isHeld()) {
      throw new Error("The confirmation was given up before its request was sent.");
    }
    const { call } = this.#draft;
    if (call === null) {
      return;
    }
    const isApproved =
      operation === call.operation && hashOf(asStored(given)) === hashOf(call.request);
    if (!isApproved) {
      throw new Error(`${operation} would send something else than what was prepared.`);
    }
    this.#sent += 1;
    if (this.#sent > MAX_SENT) {
      throw new Error(`${operation} would be sent again.`);
    }
  }

  /** Of a handler's second request the key differs: it is another change. */
  key(): string {
    this.#keys += 1;
    return this.#keys === 1 ? this.#draft.id : `${this.#draft.id}-${this.#keys}`;
  }

  /** Nothing may be sent any more. */
  end(): void {
    this.#ended = true;
  }
}

/** The second time with a new token, where the API no longer takes the first. */
const MAX_SENT = 2;

/** Runs the gate's `confirm` for a draft. */
export async function confirmWith(gate: AnyGate, draft: Draft, phase: Call): Promise<object> {
  const { call, kept, input } = draft;
  if ("handler" in gate) {
    const context = contextOf(phase, gate.calls);
    const more = surroundings(context, { calls: context.api });
    const output = await gate.handler.confirm(kept, more);
    return heldTo(`confirm_${gate.name}`, gate.output ?? undefined, output);
  }
  const prepared = { operation: call?.operation, request: call?.request, kept, input };
  return heldTo(
    `confirm_${gate.name}`,
    undefined,
    await gate.confirm(prepared, contextOf(phase, undefined)),
  );
}

/** Whether a second arrival of what the draft sends would change nothing more. */
export function isRepeatable(gate: AnyGate, draft: Draft, call: Call): boolean {
  const { operations, idempotencyHeader } = call.upstream.definition;
  if (idempotencyHeader === undefined) {
    return false;
  }
  const names = "handler" in gate ? gate.calls : [draft.call?.operation ?? ""];
  const changes = names.filter((name) => operations[name]?.effect !== "read");
  // Run again, a handler might choose another of several operations.
  return changes.length === 1 && changes.every((name) => operations[name]?.idempotent === true);
}
