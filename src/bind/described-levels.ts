/** A value that is passed on whole is described no deeper than this. */
const deepest = 6;

/** Nor with more values than this in it, if that can be helped: a model reads all of them. */
const mostDescribed = 250;

/**
 * How many levels of a value are described before what is left is passed on as it is: at least the
 * first one. `below` gives what stands directly in a list, a map or an object, and nothing for any
 * other value.
 */
export function describedLevels<T>(root: T, below: (value: T) => readonly T[]): number {
  let level = below(root);
  let described = level.length;
  for (let levels = 1; levels < deepest; levels += 1) {
    const next: T[] = [];
    for (const value of level) {
      next.push(...below(value));
      if (described + next.length > mostDescribed) {
        return levels;
      }
    }
    if (next.length === 0) {
      return deepest;
    }
    described += next.length;
    level = next;
  }
  return deepest;
}
