import { halvesOf } from "../emit/shown-gate.js";
import { asObject, isList, type JsonObject } from "../model/json.js";
import type { Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import {
  type Draft,
  draftIn,
  finalChanges,
  type Gated,
  listed,
  prepared,
  prepareNow,
  unlikeOne,
} from "./gated.js";
import { errorOf, type Observed, refusedArgument, shown } from "./observed.js";
import type { Stage } from "./stage.js";
import { confirmErrors, tryConfirmErrors } from "./try-confirm-errors.js";
import { tryDesk } from "./try-desk.js";
import { nameOf } from "./try-errors.js";
import { skipped, type Verdict, verdict } from "./verdict.js";
import type { Way } from "./way.js";

/** What `confirm_<job>` takes, and refuses. */
export const noDraft: JsonObject = { draft_id: "no-such-draft" };
const carriesOut = "makes the prepared call, once";

/** Holds a job's two tools to what a gate promises. */
export async function tryGate(
  stage: Stage,
  tool: Tool,
  way: Way,
  server: Server,
  confirmSchema: JsonObject,
): Promise<readonly Verdict[]> {
  const { prepare, confirm } = halvesOf(tool.name);
  const gated: Gated = { stage, tool, way, server, prepare, confirm };
  const verdicts = [
    await takesDraftAlone(stage, confirm, way, confirmSchema),
    await knowsNoOther(stage, confirm, way),
  ];
  if (!way.arrives) {
    const why = `${prepare} came to no result`;
    return [
      ...verdicts,
      skipped(prepare, "changes nothing", why),
      skipped(confirm, carriesOut, why),
      ...confirmErrors(gated).map((error) => skipped(confirm, nameOf(error), why)),
    ];
  }
  await stage.restart();
  const observed = await prepareNow(gated);
  verdicts.push(changesNothing(gated, observed));
  const draft = draftIn(observed);
  stage.isNewDraft(draft.id);
  stage.answer(way.answers);
  if (draft.approval === "human") {
    verdicts.push(...(await tryDesk(gated, draft)));
  } else {
    verdicts.push(...(await makesOnce(gated, draft)));
  }
  if (draft.approval === "elicitation") {
    verdicts.push(await obeysRefusal(gated));
  }
  return [...verdicts, ...untriedApprovals(tool, draft), ...(await tryConfirmErrors(gated))];
}

/** What the map's expression might have chosen instead: one draft is tried, with one approval. */
export function untriedApprovals(
  { body, name }: Pick<Tool, "body" | "name">,
  { approval, id }: Draft,
): readonly Verdict[] {
  const isGate = body.kind === "gate" || body.kind === "gate-handler";
  if (!isGate || body.approval.kind === "literal" || id === "") {
    return [];
  }
  const others = body.approval.outcomes.filter((outcome) => outcome !== approval);
  const why = `with the arguments and answers that were drawn the map chooses ${approval}`;
  return others.map((other) => skipped(halvesOf(name).confirm, `approval: ${other}`, why));
}

/** What is confirmed was prepared: nothing can be added to it. */
async function takesDraftAlone(
  stage: Stage,
  confirm: string,
  { answers, given }: Way,
  schema: JsonObject,
): Promise<Verdict> {
  const name = "takes draft_id, and nothing else";
  const advertised = Object.keys(asObject(schema.properties));
  const required = schema.required !== undefined && isList(schema.required) ? schema.required : [];
  if (advertised.join() !== "draft_id" || required.join() !== "draft_id") {
    return verdict(confirm, name, `it advertises ${advertised.join(", ") || "no argument"}`);
  }
  for (const extra of [...Object.keys(given), "no_such_argument"]) {
    stage.answer(answers);
    const more = { ...noDraft, [extra]: given[extra] ?? 1 };
    const observed = await stage.call(confirm, more, null);
    if (extra !== "draft_id" && refusedArgument(observed) !== extra) {
      return verdict(confirm, name, `with ${extra} it answered ${shown(observed)}`);
    }
  }
  const without = await stage.call(confirm, {}, null);
  const isRefused = refusedArgument(without) === "draft_id";
  return verdict(confirm, name, isRefused ? null : `without it it answered ${shown(without)}`);
}

async function knowsNoOther(stage: Stage, confirm: string, { answers }: Way): Promise<Verdict> {
  stage.answer(answers);
  const observed = await stage.call(confirm, noDraft, null);
  const isRight = errorOf(observed) === "draft_not_found" && stage.changes().length === 0;
  return verdict(
    confirm,
    "refuses a draft that there is none of",
    isRight ? null : shown(observed),
  );
}

function changesNothing({ stage, tool, server, prepare }: Gated, observed: Observed): Verdict {
  const { body } = tool;
  const draft = body.kind === "gate" ? body.apiDraft?.call.operation : undefined;
  const key = server.operations.find(({ identifier }) => identifier === draft)?.key;
  const changed = stage.changes().filter(({ operation }) => operation !== (key ?? ""));
  const name = key === undefined ? "changes nothing" : `changes nothing but by ${key}`;
  const why =
    changed.length > 0
      ? `it sent ${listed(changed)}`
      : observed.kind === "result"
        ? null
        : `it answered ${shown(observed)}`;
  return verdict(prepare, name, why);
}

async function makesOnce(gated: Gated, { id: draft_id }: Draft): Promise<readonly Verdict[]> {
  const { stage, confirm } = gated;
  const first = await stage.callNow(confirm, { draft_id });
  const misfit = stage.misfit();
  const changed = stage.changes();
  const again = await stage.callNow(confirm, { draft_id });
  const later = stage.changes().slice(changed.length);
  return [
    verdict(confirm, carriesOut, misfit ?? unlikeOne(first, changed, gated)),
    verdict(
      confirm,
      "gives the same answer again, and makes no other call",
      later.length > 0
        ? `it sent ${listed(later)}`
        : JSON.stringify(again) === JSON.stringify(first)
          ? null
          : `it answered ${shown(first)}, then ${shown(again)}`,
    ),
  ];
}

async function obeysRefusal(gated: Gated): Promise<Verdict> {
  const { stage, confirm } = gated;
  const { id: draft_id } = await prepared(gated, "refuses");
  const observed = await stage.callNow(confirm, { draft_id });
  return verdict(
    confirm,
    "changes nothing where the person says no",
    finalChanges(gated).length > 0
      ? `it sent ${listed(finalChanges(gated))}`
      : errorOf(observed) === "approval_refused"
        ? null
        : `it answered ${shown(observed)}`,
  );
}
