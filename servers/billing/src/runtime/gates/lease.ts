import type { Draft, Runner } from "./draft.js";
import type { Keeper } from "./keeper.js";

/** How often the lease is renewed while it lasts. */
const RENEWALS = 3;

/** Says to other processes that this one still makes a draft's call. */
export class Lease {
  readonly #keeper: Keeper;
  readonly #leaseMs: number;
  readonly #timer: NodeJS.Timeout;
  #draft: Draft;
  #until: number;
  #renewing: Promise<void> = Promise.resolve();

  /** Of a draft that was just moved to `running` with `runner`. */
  constructor(keeper: Keeper, draft: Draft, runner: Runner, leaseMs: number) {
    this.#keeper = keeper;
    this.#draft = draft;
    this.#until = runner.leaseUntil;
    this.#leaseMs = leaseMs;
    this.#timer = setInterval(() => {
      this.#renewing = this.#renewing.then(() => this.#renew(runner));
    }, leaseMs / RENEWALS);
    this.#timer.unref();
  }

  /** False where another process may believe by now that this one is gone. */
  get holds(): boolean {
    return Date.now() < this.#until;
  }

  /** The draft as this process left it. */
  async end(): Promise<Draft> {
    clearInterval(this.#timer);
    await this.#renewing;
    return this.#draft;
  }

  async #renew(runner: Runner): Promise<void> {
    const leaseUntil = Date.now() + this.#leaseMs;
    const draft = this.#draft;
    try {
      const renewed = await this.#keeper.move(
        draft,
        { runner: { ...runner, leaseUntil } },
        "server",
      );
      if (renewed === null) {
        clearInterval(this.#timer);
        this.#until = 0;
      } else {
        this.#draft = renewed;
        this.#until = leaseUntil;
      }
    } catch {
      // The store failed: the lease ends at its time unless the next renewal succeeds.
    }
  }
}
