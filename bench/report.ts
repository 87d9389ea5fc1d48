/** One measurement, as it is printed. */
export interface Report {
  readonly title: string;
  /** What the rows' cells are; the first one names the row. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

export function render({ title, columns, rows, notes }: Report): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? "").length)),
  );
  const table = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  return [title, ...table.map((line) => `  ${line}`), ...notes.map((note) => `  ${note}`), ""].join(
    "\n",
  );
}

export function milliseconds(ms: number): string {
  return ms < 10 ? `${ms.toFixed(2)} ms` : `${ms.toFixed(0)} ms`;
}

export function ratio(ours: number, other: number): string {
  return (ours / other).toFixed(2);
}

export function thousands(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
