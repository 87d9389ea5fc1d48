/**
 * How much work the check of one value may take, so that a value that was made to take for ever is
 * refused soon. A step is what a keyword does for a member or a character: about 50 nanoseconds.
 */
const MOST_STEPS = 30_000_000;

class Exhausted extends Error {}

/** What the check that is running may still spend: checks run to their end, one at a time. */
let left: number | null = null;

/** Runs a check. Those within it share its steps; `whenExhausted` says what becomes of the outermost. */
export function bounded<T>(check: () => T, whenExhausted: () => T): T {
  if (left !== null) {
    return check();
  }
  left = MOST_STEPS;
  try {
    return check();
  } catch (error) {
    if (error instanceof Exhausted) {
      return whenExhausted();
    }
    throw error;
  } finally {
    left = null;
  }
}

/** Takes steps off what is left; ends the check where there are none. */
export function spend(steps: number): void {
  if (left !== null) {
    left -= steps;
    if (left < 0) {
      throw new Exhausted();
    }
  }
}
