/**
 * For each row the index of a column of its own that fits, or null; as many as can be.
 * `fits` says of each row which columns do.
 */
export function assign(fits: readonly (readonly boolean[])[]): readonly (number | null)[] {
  const takenBy = new Map<number, number>();
  const place = (row: number, tried: Set<number>): boolean => {
    for (const [column, isFit] of (fits[row] ?? []).entries()) {
      if (isFit && !tried.has(column)) {
        tried.add(column);
        const other = takenBy.get(column);
        if (other === undefined || place(other, tried)) {
          takenBy.set(column, row);
          return true;
        }
      }
    }
    return false;
  };
  fits.forEach((_, row) => {
    place(row, new Set());
  });
  const byRow = new Map([...takenBy].map(([column, row]) => [row, column]));
  return fits.map((_, row) => byRow.get(row) ?? null);
}
