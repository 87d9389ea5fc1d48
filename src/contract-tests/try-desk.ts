import { setTimeout as wait } from "node:timers/promises";
import { NotStarted } from "../eval/run/problem.js";
import { type Draft, finalChanges, type Gated, listed, prepared, unlikeOne } from "./gated.js";
import { errorOf, type Observed, shown } from "./observed.js";
import { skipped, type Verdict, verdict } from "./verdict.js";

/** How long a decision may take until the tool tells of it. */
const mostMs = 10_000;
const pauseMs = 100;
const aMomentMs = 500;

type Person = "approves" | "refuses";

/** Holds a gate to the person at the desk: nothing happens before, and then what was decided. */
export async function tryDesk(gated: Gated, draft: Draft): Promise<readonly Verdict[]> {
  const { confirm } = gated;
  const another = () => prepared(gated, "approves");
  return [
    await waits(gated, draft),
    await decided(
      gated,
      draft,
      "approves",
      "makes the prepared call, once, when it is approved",
      (last) => unlikeOne(last, gated.stage.changes(), gated),
    ),
    await decided(
      gated,
      await another(),
      "refuses",
      "changes nothing where the person says no",
      (last) =>
        finalChanges(gated).length > 0
          ? `it sent ${listed(finalChanges(gated))}`
          : errorOf(last) === "approval_refused"
            ? null
            : `it answered ${shown(last)}`,
    ),
  ].map((each) => ({ ...each, tool: confirm }));
}

async function waits(gated: Gated, { id: draft_id }: Draft): Promise<Verdict> {
  const { stage, confirm } = gated;
  const observed = await stage.callNow(confirm, { draft_id });
  const isWaiting = /^approval_(?:pending|unavailable)$/.test(errorOf(observed));
  return verdict(
    confirm,
    "waits for a person at the desk",
    stage.changes().length > 0
      ? `it sent ${listed(stage.changes())}`
      : isWaiting
        ? null
        : `it answered ${shown(observed)}`,
  );
}

/** Confirms, has the person decide, and looks at what comes of it. */
async function decided(
  gated: Gated,
  draft: Draft,
  person: Person,
  name: string,
  wrongIn: (last: Observed) => string | null,
): Promise<Verdict> {
  const { stage, confirm } = gated;
  try {
    const last = await answerWhenDecided(gated, draft, person);
    return verdict(confirm, name, stage.misfit() ?? wrongIn(last));
  } catch (error) {
    if (error instanceof NotStarted) {
      return skipped(confirm, name, error.message);
    }
    throw error;
  }
}

/**
 * Confirms, has the person decide meanwhile, and confirms again until there is more to be told.
 * Throws `NotStarted` where nobody can be asked.
 */
export async function answerWhenDecided(
  { stage, confirm }: Gated,
  { id: draft_id }: Draft,
  person: Person,
): Promise<Observed> {
  const ask = () => stage.callNow(confirm, { draft_id });
  const first = ask();
  // It waits for the person, unless there is none.
  const early = await Promise.race([first, wait(aMomentMs, null)]);
  if (early !== null && errorOf(early) === "approval_unavailable") {
    throw new NotStarted("the map has no desk, so that nobody can be asked");
  }
  const [answered, isDecided] = await Promise.allSettled([first, stage.decide(person)]);
  if (isDecided.status === "rejected") {
    throw isDecided.reason;
  }
  const end = Date.now() + mostMs;
  let last = answered.status === "fulfilled" ? answered.value : await first;
  while (isOpen(last) && Date.now() < end) {
    await wait(pauseMs);
    last = await ask();
  }
  return last;
}

/** Nobody has decided yet, or the call is still being made. */
function isOpen(observed: Observed): boolean {
  return /^(?:approval_pending|confirmation_running)$/.test(errorOf(observed));
}
