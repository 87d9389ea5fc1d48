import type { Usage } from "../model.js";
import type { Stopped } from "../run.js";
import { BudgetReached } from "./problem.js";

export interface BudgetLimits {
  /** Tokens in and out together; null for any number. */
  readonly tokens: number | null;
  /** In the currency of the prices; null for any. */
  readonly cost: number | null;
}

export interface Prices {
  /** For a million tokens. */
  readonly input: number;
  readonly output: number;
}

/** What a run may use up. Exchanges that are under way when it is reached are still counted. */
export class Budget {
  readonly #limits: BudgetLimits;
  readonly #prices: Prices | null;
  #tokens = 0;
  #cost = 0;

  constructor(limits: BudgetLimits, prices: Prices | null) {
    this.#limits = limits;
    this.#prices = prices;
  }

  /** Throws where nothing is left for another exchange. */
  demand(): void {
    const stopped = this.stopped();
    if (stopped !== null) {
      throw new BudgetReached(stopped.text);
    }
  }

  add(usage: Usage): void {
    this.#tokens += usage.inputTokens + usage.outputTokens;
    this.#cost += this.costOf(usage) ?? 0;
  }

  costOf({ inputTokens, outputTokens }: Usage): number | null {
    return this.#prices === null
      ? null
      : (inputTokens * this.#prices.input + outputTokens * this.#prices.output) / 1_000_000;
  }

  /** Null while something is left. */
  stopped(): Stopped | null {
    const { tokens, cost } = this.#limits;
    if (tokens !== null && this.#tokens >= tokens) {
      const text = `the budget of ${tokens} tokens is used up (${this.#tokens})`;
      return { reason: "budget-tokens", text };
    }
    if (cost !== null && this.#cost >= cost) {
      const text = `the budget of ${cost} is used up (${this.#cost.toFixed(4)})`;
      return { reason: "budget-usd", text };
    }
    return null;
  }
}
