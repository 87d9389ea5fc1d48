import { setTimeout as wait } from "node:timers/promises";
import { NotStarted } from "../eval/run/problem.js";
import { finalChanges, type Gated, listed, prepared, unlikeOne } from "./gated.js";
import { errorOf, type Observed, shown } from "./observed.js";
import { skipped, type Verdict, verdict } from "./verdict.js";

/** How long a decision may take until the tool tells of it. */
const mostMs = 10_000;
const pauseMs = 100;

/** Holds a gate to the person at the desk: nothing happens before, and then what was decided. */
export async function tryDesk(gated: Gated): Promise<readonly Verdict[]> {
  const { confirm } = gated;
  return [
    await waits(gated),
    await decided(gated, "approves", "makes the prepared call, once, when it is approved", (last) =>
      unlikeOne(last, gated.stage.changes(), gated),
    ),
    await decided(gated, "refuses", "changes nothing where the person says no", (last) =>
      finalChanges(gated).length > 0
        ? `it sent ${listed(finalChanges(gated))}`
        : errorOf(last) === "approval_refused"
          ? null
          : `it answered ${shown(last)}`,
    ),
  ].map((each) => ({ ...each, tool: confirm }));
}

async function waits(gated: Gated): Promise<Verdict> {
  const { stage, confirm } = gated;
  const { draft_id } = await prepared(gated, "approves");
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

/** Confirms, has the person decide, and confirms again until there is more to be told. */
async function decided(
  gated: Gated,
  person: "approves" | "refuses",
  name: string,
  wrongIn: (last: Observed) => string | null,
): Promise<Verdict> {
  const { stage, confirm } = gated;
  const { draft_id } = await prepared(gated, person);
  const ask = () => stage.callNow(confirm, { draft_id });
  await ask();
  try {
    await stage.decide(person);
  } catch (error) {
    if (error instanceof NotStarted) {
      return skipped(confirm, name, error.message);
    }
    throw error;
  }
  const end = Date.now() + mostMs;
  let last = await ask();
  while (errorOf(last) === "approval_pending" && Date.now() < end) {
    await wait(pauseMs);
    last = await ask();
  }
  return verdict(confirm, name, stage.misfit() ?? wrongIn(last));
}
