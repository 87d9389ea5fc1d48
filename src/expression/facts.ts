/**
 * What is known not to be null: paths such as `customer.plan_id`, each with the function in which
 * the fact was established. TypeScript forgets what it knew of a property inside another function.
 */
export interface Facts {
  readonly paths: ReadonlyMap<string, number>;
}

export const noFacts: Facts = { paths: new Map() };

/** The statements of a tool, outside every function of an expression. */
export const outermost = 0;

/** What a function of the emitted code around an expression knows from outside. */
const enclosing = -1;

/** The facts as a function within sees them. */
export function seenFromWithin(facts: Facts): Facts {
  return { paths: new Map([...facts.paths.keys()].map((path) => [path, enclosing])) };
}

/** A path and what it hangs on: `a.b` cannot be there without `a`. */
export function fact(path: string, where: number): Facts {
  const parts = path.split(".");
  const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join("."));
  return { paths: new Map(prefixes.map((prefix) => [prefix, where])) };
}

/** What is known where both are. */
export function join(a: Facts, b: Facts): Facts {
  if (a.paths.size === 0 || b.paths.size === 0) {
    return a.paths.size === 0 ? b : a;
  }
  return { paths: new Map([...a.paths, ...b.paths]) };
}

/** What is known where either is. */
export function meet(a: Facts, b: Facts): Facts {
  const both = [...a.paths].filter(([path, where]) => b.paths.get(path) === where);
  return both.length === 0 ? noFacts : { paths: new Map(both) };
}
