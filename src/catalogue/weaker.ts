import type { JobSafeguards, Safeguards } from "../model/safeguards.js";
import { type AdvertisedTool, parseCatalogue } from "./catalogue.js";
import { parseSafeguards } from "./safeguards.js";
import { isLowered, weakerGate } from "./weaker-gate.js";
import { weakerOperations } from "./weaker-operations.js";

/** What an earlier run left in the output. */
export interface Previous {
  /** The text of `.mcpgen/safeguards.json`; null where there is none. */
  readonly safeguards: string | null;
  /** That of `tools.json`. */
  readonly catalogue: string | null;
  /** Whether the manifest lists the safeguards. */
  readonly isListed: boolean;
}

/** Which safeguards are weaker in a text of `.mcpgen/safeguards.json` than they were, one sentence each. */
export function weakerSafeguards(previous: Previous, text: string): readonly string[] {
  const before = previous.safeguards === null ? null : parseSafeguards(previous.safeguards);
  const now = parseSafeguards(text);
  if (now === null) {
    throw new Error("bug: the safeguards that were written cannot be read");
  }
  return before === null ? unknown(previous) : compared(before, now);
}

/** Somebody may have removed or broken the file, so that nobody sees what has changed. */
function unknown({ catalogue, isListed, safeguards }: Previous): readonly string[] {
  const known = (catalogue === null ? null : parseCatalogue(catalogue)) ?? new Map();
  const tools: readonly AdvertisedTool[] = [...known.values()];
  const isGated = tools.some(
    ({ name }) => known.has(name.replace(/^prepare_/, "confirm_")) && name.startsWith("prepare_"),
  );
  const onlyReads =
    tools.length > 0 && tools.every((tool) => tool.annotations.readOnlyHint === true);
  if (onlyReads || !(isListed || isGated || safeguards !== null)) {
    return [];
  }
  const what = safeguards === null ? "is missing" : "cannot be read";
  return [`the safeguards until now are not known: .mcpgen/safeguards.json ${what}`];
}

function compared(before: Safeguards, now: Safeguards): readonly string[] {
  const jobs = pairs(before, now);
  const found = jobs.map(({ name, old, job }) => ({ name, weaker: weakerJob(name, old, job) }));
  const explained = new Map(
    jobs.flatMap((pair) => (isLessApproved(pair) ? [[pair.name, pair.old] as const] : [])),
  );
  return [
    ...found.flatMap(({ weaker }) => [...weaker.gate, ...weaker.others]),
    ...weakerOperations(before, now, explained),
    ...weakerApprovals(before, now, mayBeAsked(jobs)),
    ...before.redact
      .filter((name) => !now.redact.includes(name))
      .map((name) => `"${name}" is no longer kept out of the log`),
  ];
}

interface Pair {
  readonly name: string;
  /** Null for a job that is new. */
  readonly old: JobSafeguards | null;
  readonly job: JobSafeguards;
}

/** Each job with what it was; one of another name is the same where it makes the same calls, and the old one is gone. */
function pairs(before: Safeguards, now: Safeguards): readonly Pair[] {
  const old = new Map(Object.entries(before.jobs));
  const gone = [...old].filter(([name]) => !Object.hasOwn(now.jobs, name));
  return Object.entries(now.jobs).map(([name, job]) => {
    const same = old.get(name);
    const index = same === undefined ? gone.findIndex(([, other]) => callsAlike(other, job)) : -1;
    const renamed = index === -1 ? undefined : gone.splice(index, 1)[0]?.[1];
    return { name, old: same ?? renamed ?? null, job };
  });
}

/** What the job itself says, is not said again of each of its operations. */
function isLessApproved(pair: Pair): pair is Pair & { readonly old: JobSafeguards } {
  const { old, job } = pair;
  return old?.gate != null && (job.gate === null || isLowered(old.gate, job.gate));
}

function callsAlike(a: JobSafeguards, b: JobSafeguards): boolean {
  const calls = ({ operations }: JobSafeguards) => JSON.stringify(Object.keys(operations).sort());
  return calls(a) === calls(b);
}

function weakerJob(name: string, old: JobSafeguards | null, job: JobSafeguards) {
  const unconfirmed =
    job.unconfirmed !== null && (old?.unconfirmed ?? null) === null
      ? [`"${name}" is unconfirmed: ${JSON.stringify(job.unconfirmed)}`]
      : [];
  return {
    gate: old === null ? [] : weakerGate(name, old.gate, job.gate),
    others: [
      ...unconfirmed,
      ...(old === null ? [] : [...weakerLimit(name, old, job), ...weakerHints(name, old, job)]),
    ],
  };
}

/** The value of each hint that makes a host less careful. */
const hints = [
  { hint: "readOnlyHint", careless: true, words: "read-only" },
  { hint: "destructiveHint", careless: false, words: "destructive" },
  { hint: "idempotentHint", careless: true, words: "idempotent" },
  { hint: "openWorldHint", careless: false, words: "open to the world" },
] as const;

/** Hints follow from effects and gates, of which more is said elsewhere; what is left are the map's own words. */
function weakerHints(name: string, old: JobSafeguards, now: JobSafeguards): readonly string[] {
  const isAsBefore =
    JSON.stringify(old.operations) === JSON.stringify(now.operations) &&
    (old.gate === null) === (now.gate === null);
  const weaker = hints.filter(
    ({ hint, careless }) =>
      now.annotations[hint] === careless && old.annotations[hint] !== careless,
  );
  return isAsBefore
    ? weaker.map(
        ({ careless, words }) =>
          `"${name}" is ${careless ? "now" : "no longer"} marked as ${words}`,
      )
    : [];
}

function weakerLimit(
  name: string,
  { limit: old }: JobSafeguards,
  { limit: now }: JobSafeguards,
): readonly string[] {
  if (old === null) {
    return [];
  }
  const words = `${old.calls} calls in ${old.seconds} seconds`;
  if (now === null) {
    return [`"${name}" has no limit; it had ${words}`];
  }
  const isRaised = now.calls > old.calls || now.calls * old.seconds > old.calls * now.seconds;
  return isRaised
    ? [`limit of "${name}" is ${now.calls} calls in ${now.seconds} seconds; it was ${words}`]
    : [];
}

/** Whether a draft that the person at the client alone could approve may be put before others by now. */
function mayBeAsked(jobs: readonly Pair[]): boolean {
  const asks = (job: JobSafeguards | null) => job?.gate?.approval.includes("elicitation") === true;
  return jobs.some(({ old, job }) => asks(old) && asks(job));
}

function weakerApprovals(
  { approvals: before }: Safeguards,
  { approvals: now }: Safeguards,
  isAskedAnew: boolean,
): readonly string[] {
  if (before === null || now === null) {
    return [];
  }
  // The first approvers take nothing from anybody, unless a job's drafts come before them too.
  const isFirst = before.approvers.length === 0 && !isAskedAnew;
  const added = isFirst
    ? []
    : now.approvers.filter((approver) => !before.approvers.includes(approver));
  const { requester } = before;
  return [
    ...added.map((approver) => `${approver} may approve, and could not`),
    ...(requester !== null && requester !== now.requester
      ? [
          `the requester is ${now.requester ?? "nobody"}; it was ${requester}, who could not approve`,
        ]
      : []),
  ];
}
