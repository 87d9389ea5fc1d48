import type { Approval } from "../model/gate.js";
import type { GateSafeguards } from "../model/safeguards.js";

const strengths: readonly Approval[] = ["none", "elicitation", "human"];

export function strengthOf(approval: Approval): number {
  return strengths.indexOf(approval);
}

/** Where a job's gate is weaker than it was, or gone. */
export function weakerGate(
  job: string,
  before: GateSafeguards | null,
  now: GateSafeguards | null,
): readonly string[] {
  if (before === null) {
    return [];
  }
  if (now === null) {
    return [`"${job}" runs at once; it had to be prepared and confirmed`];
  }
  // People need longer to decide than a model: the longer life comes with the stronger approval.
  const isLonger = now.expiresSeconds > before.expiresSeconds && !isRaised(before, now);
  const lapse = isLonger
    ? [
        `drafts of "${job}" lapse after ${now.expiresSeconds} seconds; it was ${before.expiresSeconds}`,
      ]
    : [];
  return [...weakerApproval(job, before, now), ...lapse];
}

/** Whether the weakest or the strongest approval is a weaker one. */
export function isLowered(before: GateSafeguards, now: GateSafeguards): boolean {
  const [weakest, strongest] = range(now);
  const [oldWeakest, oldStrongest] = range(before);
  return weakest < oldWeakest || strongest < oldStrongest;
}

/** Whether the weakest approval is a stronger one. */
function isRaised(before: GateSafeguards, now: GateSafeguards): boolean {
  return range(now)[0] > range(before)[0];
}

function weakerApproval(
  job: string,
  before: GateSafeguards,
  now: GateSafeguards,
): readonly string[] {
  if (isLowered(before, now)) {
    return [`approval of "${job}" is ${named(now)}; it was ${named(before)}`];
  }
  // Of another choice between the same, nobody but a reader can tell in how many cases it is the weaker one.
  const isChosenAnew =
    now.chosenBy !== null &&
    range(now)[0] < range(before)[1] &&
    JSON.stringify(now.chosenBy) !== JSON.stringify(before.chosenBy);
  return isChosenAnew
    ? [
        `approval of "${job}" is chosen by ${shown(now)}; it was ${before.chosenBy === null ? named(before) : shown(before)}`,
      ]
    : [];
}

function range({ approval }: GateSafeguards): readonly [number, number] {
  const all = approval.map(strengthOf);
  return [Math.min(...all), Math.max(...all)];
}

function named({ approval }: GateSafeguards): string {
  return approval.map((each) => `"${each}"`).join(" or ");
}

function shown({ chosenBy }: GateSafeguards): string {
  return (chosenBy ?? []).join(", where ");
}
