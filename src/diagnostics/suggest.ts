/**
 * The candidate that `name` was most likely meant to be, or null where none is near. A candidate
 * that differs only in case and separators wins; otherwise the fewest edits do (letters added,
 * dropped, changed or swapped: at most a third of the longer name, which counts as one letter longer
 * where both begin alike). Of equals the smaller by code
 * unit is taken, so that the order of the candidates does not matter.
 */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const folded = fold(name);
  let best: Ranked | null = null;
  for (const candidate of candidates) {
    const ranked = rank(name, folded, candidate);
    if (ranked !== null && (best === null || isBefore(ranked, best))) {
      best = ranked;
    }
  }
  return best?.candidate ?? null;
}

/** Names beyond these are counted. */
const mostListed = 12;

/** The names there are: `a, b, c`, and of many the first, `a, b, … and 30 more`. */
export function listed(names: readonly string[]): string {
  const more = names.length - mostListed;
  return more > 1 ? `${names.slice(0, mostListed).join(", ")} and ${more} more` : names.join(", ");
}

interface Ranked {
  readonly candidate: string;
  readonly edits: number;
  /** Edits with case and separators counted, which decides between equals. */
  readonly exactEdits: number;
}

/** Names longer than this are compared no further than for equality, since edits cost quadratic time. */
const longestCompared = 200;

function rank(name: string, folded: string, candidate: string): Ranked | null {
  if (name === candidate) {
    return { candidate, edits: 0, exactEdits: 0 };
  }
  const other = fold(candidate);
  const longer = Math.max(folded.length, other.length);
  const shorter = Math.min(folded.length, other.length);
  if (shorter === 0 || Math.max(name.length, candidate.length) > longestCompared) {
    return null;
  }
  const beginsAlike = folded[0] === other[0];
  const allowed = Math.max(1, Math.floor((longer + (beginsAlike ? 1 : 0)) / 3));
  if (longer - shorter > allowed) {
    return null;
  }
  const edits = editsBetween(folded, other);
  if (edits > allowed || edits >= shorter) {
    return null;
  }
  return { candidate, edits, exactEdits: editsBetween(name, candidate) };
}

function isBefore(left: Ranked, right: Ranked): boolean {
  if (left.edits !== right.edits) {
    return left.edits < right.edits;
  }
  if (left.exactEdits !== right.exactEdits) {
    return left.exactEdits < right.exactEdits;
  }
  return left.candidate < right.candidate;
}

function fold(name: string): string {
  return name.replace(/[_\-. ]/g, "").toLowerCase();
}

/** Damerau-Levenshtein distance in its restricted form: no stretch is edited twice. */
function editsBetween(left: string, right: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const changed = left[i - 1] === right[j - 1] ? 0 : 1;
      let edits = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + changed);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        edits = Math.min(edits, at(beforeLast, j - 2) + 1);
      }
      row.push(edits);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
