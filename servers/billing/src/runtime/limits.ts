/** At most `calls` calls in any `seconds` seconds, per caller. */
export interface Limit {
  readonly calls: number;
  readonly seconds: number;
}

/** A tool, as far as its limit goes. */
export interface Limited {
  readonly name: string;
  readonly limit?: Limit;
}

/** Callers beyond these are forgotten, the quietest first, so that memory stays bounded. */
const MAX_CALLERS = 10_000;

/** When each caller made its recent calls of each tool. */
export class CallLimits {
  readonly #calls = new Map<string, number[]>();

  /**
   * Counts a call. Null where it is allowed; otherwise the seconds until the next one would be, and
   * the call is not counted.
   */
  take({ name, limit }: Limited, caller: string, now: number): number | null {
    if (limit === undefined) {
      return null;
    }
    const key = `${name}\n${caller}`;
    const since = now - limit.seconds * 1000;
    const recent = (this.#calls.get(key) ?? []).filter((time) => time > since);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= limit.calls) {
      this.#calls.set(key, recent);
      return Math.max(1, Math.ceil((oldest - since) / 1000));
    }
    recent.push(now);
    this.#remember(key, recent);
    return null;
  }

  #remember(key: string, recent: number[]): void {
    this.#calls.delete(key);
    this.#calls.set(key, recent);
    if (this.#calls.size > MAX_CALLERS) {
      const [quietest] = this.#calls.keys();
      this.#calls.delete(quietest ?? key);
    }
  }
}
