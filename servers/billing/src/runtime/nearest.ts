/** The candidate that `text` was probably meant to be: at most a third of its letters differ. */
export function nearest(text: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.floor(Math.max(3, Math.min(text.length, 60)) / 3) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(text.slice(0, 60), candidate.slice(0, 60));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, removals and replacements (Levenshtein). */
function editDistance(a: string, b: string): number {
  const others = [...b];
  let row = [0, ...others.map((_, index) => index + 1)];
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (const [column, other] of others.entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
