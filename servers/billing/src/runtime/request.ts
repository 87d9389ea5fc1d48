/** `members` without the undefined ones, or undefined if none is left. */
export function compact<T extends object>(members: T): T | undefined {
  const kept = Object.entries(members).filter(([, member]) => member !== undefined);
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as T);
}

/** `elements` without the undefined ones, or undefined if none is left. */
export function compactList<T>(elements: readonly T[]): Exclude<T, undefined>[] | undefined {
  const kept = elements.filter((element) => element !== undefined);
  return kept.length === 0 ? undefined : (kept as Exclude<T, undefined>[]);
}
