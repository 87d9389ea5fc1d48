/** Definitions within definitions are written at once down to this depth; the stack bears no thousand. */
const deepest = 4;

/** Work that may lead to more of its kind: what would be nested too deeply waits for the outermost to end. */
export class Deferred {
  readonly #waiting: (() => void)[] = [];
  #depth = 0;

  run(work: () => void): void {
    if (this.#depth >= deepest) {
      this.#waiting.push(work);
      return;
    }
    this.#nested(work);
    while (this.#depth === 0) {
      const next = this.#waiting.shift();
      if (next === undefined) {
        return;
      }
      this.#nested(next);
    }
  }

  #nested(work: () => void): void {
    this.#depth += 1;
    work();
    this.#depth -= 1;
  }
}
