import type { Approval } from "../model/gate.js";
import type { Effect } from "../model/operation.js";
import type { JobSafeguards, Safeguards } from "../model/safeguards.js";
import { strengthOf } from "./weaker-gate.js";

const effects: readonly Effect[] = ["read", "write", "destructive"];

/**
 * Operations that count as less than they did, and those that can be called by a way that is less
 * guarded than every way before. `explained` has what is said of jobs whose own gates are weaker: of
 * the operations that they had.
 */
export function weakerOperations(
  before: Safeguards,
  now: Safeguards,
  explained: ReadonlyMap<string, JobSafeguards>,
): readonly string[] {
  const [old, current] = [waysTo(before), waysTo(now)];
  const found: string[] = [];
  for (const [operation, { effect, weakest }] of old) {
    const counted = now.reads.includes(operation) ? "read" : current.get(operation)?.effect;
    if (counted !== undefined && effects.indexOf(counted) < effects.indexOf(effect)) {
      found.push(`operation ${operation} counts as ${counted}; it counted as ${effect}`);
    }
    const ways = Object.entries(now.jobs).filter(([name]) => {
      const old = explained.get(name);
      return old === undefined || guardOf(operation, old) === null;
    });
    for (const [name, job] of ways) {
      const guard = guardOf(operation, job);
      if (guard !== null && strength(guard) < strength(weakest)) {
        found.push(
          `operation ${operation} is called by "${name}" ${words(guard)}; it was called ${words(weakest)} alone`,
        );
      }
    }
  }
  return found;
}

/** How a call is guarded: by nothing, or by a gate whose weakest approval this is. */
type Guard = "ungated" | Approval;

interface Ways {
  /** The strongest that is said of it. */
  readonly effect: Effect;
  /** Of all the jobs that call it. */
  readonly weakest: Guard;
}

/** The operations that are no reads, by code unit. */
function waysTo({ jobs }: Safeguards): ReadonlyMap<string, Ways> {
  const found = new Map<string, Ways>();
  for (const job of Object.values(jobs)) {
    const all = [...Object.entries(job.operations), ...Object.entries(job.gate?.drafts ?? {})];
    for (const [operation, effect] of all) {
      const guard = guardOf(operation, job) ?? "ungated";
      const known = found.get(operation);
      const isWeakest = known === undefined || strength(guard) < strength(known.weakest);
      found.set(operation, { effect, weakest: isWeakest ? guard : known.weakest });
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Null for a job that does not call it. */
function guardOf(operation: string, { gate, operations }: JobSafeguards): Guard | null {
  if (gate !== null && Object.hasOwn(gate.drafts, operation)) {
    return "ungated";
  }
  if (!Object.hasOwn(operations, operation)) {
    return null;
  }
  return gate?.approval.reduce((a, b) => (strengthOf(b) < strengthOf(a) ? b : a)) ?? "ungated";
}

function strength(guard: Guard): number {
  return guard === "ungated" ? -1 : strengthOf(guard);
}

function words(guard: Guard): string {
  return guard === "ungated" ? "at once" : `with approval "${guard}"`;
}
