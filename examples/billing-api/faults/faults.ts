import type { Fault } from "./fault.js";

/** The faults that are switched on. */
export class Faults {
  #active: { readonly fault: Fault; left: number }[] = [];

  constructor(faults: readonly Fault[] = []) {
    this.add(...faults);
  }

  add(...faults: readonly Fault[]): void {
    for (const fault of faults) {
      this.#active.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    }
  }

  clear(): void {
    this.#active = [];
  }

  /** The faults for one request, each counted as used once. */
  take(operation: string): readonly Fault[] {
    const due = this.#active.filter(
      ({ fault }) => fault.operation === undefined || fault.operation === operation,
    );
    for (const entry of due) {
      entry.left -= 1;
    }
    this.#active = this.#active.filter(({ left }) => left > 0);
    return due.map(({ fault }) => fault);
  }
}
