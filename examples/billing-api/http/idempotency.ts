import { createHash } from "node:crypto";
import type { Token } from "../records.js";
import type { Answer } from "./call.js";
import { Refusal, unprocessable } from "./refusal.js";

interface Stored {
  readonly fingerprint: string;
  readonly outcome: Answer | Refusal;
}

/** What was answered under each key of each token. */
export class IdempotencyKeys {
  readonly #stored = new Map<string, Stored>();

  /**
   * Runs `run` once for a key. A repeated request gets the stored answer or refusal, marked with
   * `Idempotency-Replayed`; the same key with another request is refused.
   */
  once(token: Token, key: string, request: string, run: () => Answer): Answer {
    const name = `${token.id} ${key}`;
    const fingerprint = createHash("sha256").update(request).digest("hex");
    const stored = this.#stored.get(name);
    if (!stored) {
      const outcome = outcomeOf(run);
      this.#stored.set(name, { fingerprint, outcome });
      return settled(outcome);
    }
    if (stored.fingerprint !== fingerprint) {
      throw unprocessable(
        "idempotency_key_reused",
        "The idempotency key was used with another request.",
      );
    }
    return replayed(settled(stored.outcome));
  }
}

function outcomeOf(run: () => Answer): Answer | Refusal {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal) {
      return error;
    }
    throw error;
  }
}

function settled(outcome: Answer | Refusal): Answer {
  if (outcome instanceof Refusal) {
    throw outcome;
  }
  return outcome;
}

const replayed = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, "Idempotency-Replayed": "true" },
});
