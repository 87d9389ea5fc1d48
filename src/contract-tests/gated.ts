import { asText } from "../catalogue/catalogue.js";
import type { RecordedRequest } from "../mock/mock.js";
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

/** Prepares in a process of its own, and forgets the requests for it. */
export async function prepared({ stage, way, prepare }: Gated, person: "approves" | "refuses") {
  await stage.restart(person);
  stage.answer(way.answers);
  const observed = await stage.callNow(prepare, way.given);
  const body = observed.kind === "result" ? observed.body : {};
  stage.answer(way.answers);
  return { draft_id: asText(body.draft_id), approval: asText(body.approval) };
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
