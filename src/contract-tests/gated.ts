import type { RecordedRequest } from "../mock/mock.js";
import { asText } from "../model/json.js";
import type { Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import { confirmCallsOf } from "./calls.js";
import { type Observed, shown } from "./observed.js";
import type { Stage } from "./stage.js";
import type { Way } from "./way.js";

/** A job with a gate, and what leads through it. */
export interface Gated {
  readonly stage: Stage;
  readonly tool: Tool;
  readonly way: Way;
  readonly server: Server;
  readonly prepare: string;
  readonly confirm: string;
}

export interface Draft {
  /** Empty where none was made. */
  readonly id: string;
  readonly approval: string;
}

/** Calls that a test makes of one draft, at most but while it waits for a person. */
const callsOfOne = 4;

/** A draft that was not there before, and no requests so far. `person` answers the server's forms. */
export async function prepared(gated: Gated, person: "approves" | "refuses"): Promise<Draft> {
  const { stage, confirm, prepare, tool } = gated;
  if (!stage.takes([prepare, confirm], callsOfOne, tool.limit) || stage.person !== person) {
    await stage.restart(person);
  }
  const draft = draftIn(await prepareNow(gated));
  const isNew = draft.id !== "" && stage.isNewDraft(draft.id);
  if (!isNew) {
    // One with the same arguments is still open, or as many as there may be.
    await stage.restart(person);
  }
  const made = isNew ? draft : draftIn(await prepareNow(gated));
  stage.isNewDraft(made.id);
  stage.answer(gated.way.answers);
  return made;
}

export async function prepareNow({ stage, prepare, way }: Gated): Promise<Observed> {
  stage.answer(way.answers);
  return await stage.callNow(prepare, way.given);
}

export function draftIn(observed: Observed): Draft {
  const body = observed.kind === "result" ? observed.body : {};
  return { id: asText(body.draft_id), approval: asText(body.approval) };
}

/** Why what was confirmed is not the one call of the map; null where it is. */
export function unlikeOne(
  observed: Observed,
  changed: readonly RecordedRequest[],
  { tool, server }: Gated,
): string | null {
  if (observed.kind !== "result") {
    return `it answered ${shown(observed)}`;
  }
  if (tool.body.kind === "gate-handler") {
    return null;
  }
  const keys = confirmCallsOf(tool).map(
    ({ operation }) => server.operations.find(({ identifier }) => identifier === operation)?.key,
  );
  const [only, ...others] = changed;
  return only !== undefined && others.length === 0 && keys.includes(only.operation ?? "")
    ? null
    : `it sent ${changed.length === 0 ? "nothing" : listed(changed)}`;
}

/** Without the requests that throw the API's own draft away. */
export function finalChanges({ stage, tool, server }: Gated): readonly RecordedRequest[] {
  const { body } = tool;
  const cancel = body.kind === "gate" ? body.apiDraft?.cancel?.operation : undefined;
  const key = server.operations.find(({ identifier }) => identifier === cancel)?.key;
  return stage.changes().filter(({ operation }) => operation !== (key ?? ""));
}

export function listed(requests: readonly RecordedRequest[]): string {
  return requests.map(({ method, path }) => `${method} ${path}`).join(", ");
}
