/**
 * What is known not to be null: paths such as `customer.plan_id`, each with the function in which
 * the fact was established. TypeScript forgets what it knew of a property inside another function.
 */
export interface Facts {
  readonly paths: ReadonlyMap<string, number>;
  /** What comparisons with literals have shown: TypeScript refuses a comparison that can never hold. */
  readonly values: ReadonlyMap<string, Known>;
}

export type Constant = string | number | boolean;

/** The one value that there can be, or those that there cannot. */
type Known = { readonly only: Constant } | { readonly not: ReadonlySet<Constant> };

export const noFacts: Facts = { paths: new Map(), values: new Map() };

/** The statements of a tool, outside every function of an expression. */
export const outermost = 0;

/** What a function of the emitted code around an expression knows from outside. */
const enclosing = -1;

/** What another function has found of what is handed to this one too, even if that is a plain name. */
export const testedBefore = -2;

/** The facts as a function within sees them. */
export function seenFromWithin({ paths, values }: Facts): Facts {
  return { paths: new Map([...paths.keys()].map((path) => [path, enclosing])), values };
}

/** What a list was filtered by, as the function sees it that takes what is left. */
export function testedByFilter({ paths, values }: Facts): Facts {
  return { paths: new Map([...paths.keys()].map((path) => [path, testedBefore])), values };
}

/** The facts without the values of names that now mean something else. */
export function withoutValuesOf({ paths, values }: Facts, names: readonly string[]): Facts {
  const others = [...values].filter(([path]) => !names.includes(path.split(".")[0] ?? ""));
  return { paths, values: new Map(others) };
}

/** A path and what it hangs on: `a.b` cannot be there without `a`. */
export function fact(path: string, where: number): Facts {
  const parts = path.split(".");
  const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join("."));
  return { ...noFacts, paths: new Map(prefixes.map((prefix) => [prefix, where])) };
}

export function equalTo(path: string, only: Constant): Facts {
  return { ...noFacts, values: new Map([[path, { only }]]) };
}

export function otherThan(path: string, constant: Constant): Facts {
  return { ...noFacts, values: new Map([[path, { not: new Set([constant]) }]]) };
}

/** Whether the value at a path cannot be that one. */
export function ruledOut({ values }: Facts, path: string, constant: Constant): boolean {
  const known = values.get(path);
  return known !== undefined && excludes(known, constant);
}

function excludes(known: Known, constant: Constant): boolean {
  return "only" in known ? known.only !== constant : known.not.has(constant);
}

/** What is known where both are. */
export function join(a: Facts, b: Facts): Facts {
  if (isNothing(a) || isNothing(b)) {
    return isNothing(a) ? b : a;
  }
  const values = new Map(a.values);
  for (const [path, known] of b.values) {
    const other = values.get(path);
    values.set(path, other === undefined ? known : both(other, known));
  }
  return { paths: new Map([...a.paths, ...b.paths]), values };
}

function both(a: Known, b: Known): Known {
  if ("only" in a || "only" in b) {
    return "only" in a ? a : b;
  }
  return { not: new Set([...a.not, ...b.not]) };
}

/** What is known where either is. */
export function meet(a: Facts, b: Facts): Facts {
  const paths = [...a.paths].filter(([path, where]) => b.paths.get(path) === where);
  const values = [...a.values].flatMap(([path, known]) => {
    const other = b.values.get(path);
    const common = other === undefined ? null : either(known, other);
    return common === null ? [] : [[path, common] as const];
  });
  return paths.length === 0 && values.length === 0
    ? noFacts
    : { paths: new Map(paths), values: new Map(values) };
}

function either(a: Known, b: Known): Known | null {
  if ("only" in a) {
    return "only" in b && b.only === a.only ? a : "not" in b ? without(b.not, a) : null;
  }
  return without(a.not, b);
}

/** Of the values that one rules out, those that the other rules out too. */
function without(not: ReadonlySet<Constant>, other: Known): Known | null {
  const common = [...not].filter((constant) => excludes(other, constant));
  return common.length === 0 ? null : { not: new Set(common) };
}

function isNothing({ paths, values }: Facts): boolean {
  return paths.size === 0 && values.size === 0;
}
