/** Lines of context around a change, as `diff -u` has them. */
const context = 3;
/** Beyond this many differing lines the whole stretch is shown as replaced, so that time stays bounded. */
const maxEdits = 1_000;

type Edit = { readonly kind: " " | "-" | "+"; readonly line: string };

/** A unified diff of two texts, line ends aside; empty where they are the same. Null stands for no file. */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  const edits = diffLines(linesOf(before), linesOf(after));
  const hunks = hunksOf(edits);
  if (hunks.length === 0) {
    return "";
  }
  const from = before === null ? "/dev/null" : `a/${path}`;
  const to = after === null ? "/dev/null" : `b/${path}`;
  return [`--- ${from}`, `+++ ${to}`, ...hunks].map((line) => `${line}\n`).join("");
}

function linesOf(text: string | null): readonly string[] {
  if (text === null || text === "") {
    return [];
  }
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  if (lines.at(-1) === "") {
    lines.pop();
    return lines;
  }
  const last = lines.pop() ?? "";
  return [...lines, `${last}\n\\ No newline at end of file`];
}

/** The shortest way from one list of lines to the other, or a plain replacement where that is long. */
function diffLines(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) {
    end++;
  }
  const oldMiddle = before.slice(start, before.length - end);
  const newMiddle = after.slice(start, after.length - end);
  return [
    ...before.slice(0, start).map((line): Edit => ({ kind: " ", line })),
    ...(shortestEdits(oldMiddle, newMiddle) ?? replacement(oldMiddle, newMiddle)),
    ...before.slice(before.length - end).map((line): Edit => ({ kind: " ", line })),
  ];
}

function replacement(before: readonly string[], after: readonly string[]): readonly Edit[] {
  return [
    ...before.map((line): Edit => ({ kind: "-", line })),
    ...after.map((line): Edit => ({ kind: "+", line })),
  ];
}

/** Source: E. W. Myers, An O(ND) Difference Algorithm and Its Variations (1986), the greedy algorithm. */
function shortestEdits(before: readonly string[], after: readonly string[]): Edit[] | null {
  const limit = Math.min(before.length + after.length, maxEdits);
  // furthest[k]: how far into `before` a path on diagonal k (old index minus new index) has come.
  let furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let edits = 0; edits <= limit; edits++) {
    trace.push(furthest);
    furthest = new Map(furthest);
    for (let k = -edits; k <= edits; k += 2) {
      let x = cameDown(furthest, k, edits) ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) {
        x++;
      }
      furthest.set(k, x);
      if (x >= before.length && x - k >= after.length) {
        return backtrack(trace, before, after);
      }
    }
  }
  return null;
}

function backtrack(
  trace: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): Edit[] {
  const edits: Edit[] = [];
  let x = before.length;
  let y = after.length;
  for (let step = trace.length - 1; step >= 0; step--) {
    const furthest = trace[step] ?? new Map();
    const k = x - y;
    const previous = cameDown(furthest, k, step) ? k + 1 : k - 1;
    const fromX = at(furthest, previous);
    const fromY = fromX - previous;
    while (x > Math.max(fromX, 0) && y > Math.max(fromY, 0)) {
      edits.push({ kind: " ", line: before[--x] ?? "" });
      y--;
    }
    if (step > 0) {
      edits.push(
        previous === k + 1
          ? { kind: "+", line: after[--y] ?? "" }
          : { kind: "-", line: before[--x] ?? "" },
      );
    }
  }
  return edits.reverse();
}

/** Whether the best path to diagonal k after `edits` edits ends with an inserted line. */
function cameDown(furthest: ReadonlyMap<number, number>, k: number, edits: number): boolean {
  return k === -edits || (k !== edits && at(furthest, k - 1) < at(furthest, k + 1));
}

function at(furthest: ReadonlyMap<number, number>, k: number): number {
  return furthest.get(k) ?? -1;
}

function hunksOf(edits: readonly Edit[]): readonly string[] {
  const changed = edits.flatMap(({ kind }, index) => (kind === " " ? [] : [index]));
  const hunks: { start: number; end: number }[] = [];
  for (const index of changed) {
    const start = Math.max(0, index - context);
    const end = Math.min(edits.length, index + context + 1);
    const last = hunks.at(-1);
    if (last !== undefined && start <= last.end) {
      last.end = end;
    } else {
      hunks.push({ start, end });
    }
  }
  const lines: string[] = [];
  let oldLine = 1;
  let newLine = 1;
  let index = 0;
  for (const { start, end } of hunks) {
    for (; index < start; index++) {
      oldLine++;
      newLine++;
    }
    const shown = edits.slice(start, end);
    const removed = shown.filter(({ kind }) => kind !== "+").length;
    const added = shown.filter(({ kind }) => kind !== "-").length;
    lines.push(`@@ -${range(oldLine, removed)} +${range(newLine, added)} @@`);
    lines.push(...shown.map(({ kind, line }) => `${kind}${line}`));
    oldLine += removed;
    newLine += added;
    index = end;
  }
  return lines;
}

/** As `diff -u` writes it: an empty range names the line before it. */
function range(line: number, count: number): string {
  return count === 1 ? `${line}` : `${count === 0 ? line - 1 : line},${count}`;
}
