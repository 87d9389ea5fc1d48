/** Sorted by a text, the greatest first; records of equal text in the order in which they were made, last first. */
export function newestFirst<Record>(
  records: readonly Record[],
  when: (record: Record) => string,
): Record[] {
  return [...records].reverse().sort((one, other) => compare(when(other), when(one)));
}

export const compare = (one: string, other: string): number =>
  one < other ? -1 : one > other ? 1 : 0;
