import type { AttemptRecord, PromptRecord } from "../run.js";

/** Which tools were called where which were wanted, over all attempts. */
export interface Confusion {
  /** What was wanted; the last one may be `noTool`: nothing (more) was. */
  readonly wanted: readonly string[];
  /** What was called; the last one may be `noTool`: nothing (more) was. */
  readonly picked: readonly string[];
  count(wanted: string, picked: string): number;
}

/** Stands for a call that was not wanted, or not made. No tool has such a name. */
export const noTool = "(no tool)";

interface Pair {
  readonly wanted: string;
  readonly picked: string;
}

export function confusionOf(prompts: readonly PromptRecord[]): Confusion {
  const pairs = prompts.flatMap(({ attempts, wanted }) =>
    attempts
      .filter(({ status }) => status !== "not-run")
      .flatMap((attempt) => pairsOf(wanted, pickedBy(attempt))),
  );
  const counts = new Map<string, number>();
  for (const { wanted, picked } of pairs) {
    const key = JSON.stringify([wanted, picked]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return {
    wanted: namesOf(pairs.map(({ wanted }) => wanted)),
    picked: namesOf(pairs.map(({ picked }) => picked)),
    count: (wanted, picked) => counts.get(JSON.stringify([wanted, picked])) ?? 0,
  };
}

function pickedBy({ turns }: AttemptRecord): readonly string[] {
  return turns.flatMap(({ calls }) => calls.map(({ tool }) => tool));
}

/**
 * What was wanted beside what was called. A wanted call that was not made stands beside one that was
 * made and not wanted, in the order of both. Further calls of a wanted tool are no confusion.
 */
function pairsOf(
  wanted: readonly (readonly string[])[],
  called: readonly string[],
): readonly Pair[] {
  const open = [...called];
  const made: Pair[] = [];
  const missed: string[] = [];
  // Those with the fewest alternatives first, so that no other takes their call.
  for (const tools of [...wanted].sort((left, right) => left.length - right.length)) {
    const at = open.findIndex((tool) => tools.includes(tool));
    const [tool] = at < 0 ? [] : open.splice(at, 1);
    if (tool === undefined) {
      missed.push(tools.join(" or "));
    } else {
      made.push({ wanted: tool, picked: tool });
    }
  }
  const allWanted = new Set(wanted.flat());
  const others = open.filter((tool) => !allWanted.has(tool));
  const crossed = missed.map((tool, at) => ({ wanted: tool, picked: others[at] ?? noTool }));
  const extra = others.slice(missed.length).map((tool) => ({ wanted: noTool, picked: tool }));
  const quiet = wanted.length === 0 && called.length === 0;
  return [...made, ...crossed, ...extra, ...(quiet ? [{ wanted: noTool, picked: noTool }] : [])];
}

function namesOf(names: readonly string[]): readonly string[] {
  const tools = [...new Set(names)].filter((name) => name !== noTool).sort();
  return names.includes(noTool) ? [...tools, noTool] : tools;
}
