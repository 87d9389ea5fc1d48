const lengths = new WeakMap<object, number>();

/** The first `max` elements, projected. The result says how many there were. */
export function firstOf<T>(list: readonly T[], max: number): T[];
export function firstOf<T, R>(list: readonly T[], max: number, project: (item: T) => R): R[];
export function firstOf<T>(
  list: readonly T[],
  max: number,
  project?: (item: T) => unknown,
): unknown[] {
  const kept = list.length > max ? list.slice(0, max) : list;
  const first = project === undefined ? [...kept] : kept.map((item) => project(item));
  if (list.length > max) {
    lengths.set(first, list.length);
  }
  return first;
}
