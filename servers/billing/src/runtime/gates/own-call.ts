import type { Call } from "../call.js";
import type { GateHost } from "../gate-host.js";
import { Failure } from "../outcome.js";
import type { Draft } from "./draft.js";
import type { GateTool } from "./gate.js";

/**
 * Carries out work on a draft that no client asks for now, with an opening and a closing line in
 * the log as if one did. Never rejects.
 */
export async function inOwnCall(
  host: GateHost,
  tool: GateTool,
  draft: Draft,
  work: (call: Call) => Promise<object | null>,
): Promise<void> {
  const started = performance.now();
  const call = host.begin(tool, draft.caller);
  call.draftId = draft.id;
  const { caller } = draft;
  const entry = { request_id: call.requestId, caller, tool: tool.name, own: true } as const;
  const given = { draft_id: draft.id };
  host.audit.opened({ ...entry, ...given, arguments: given }, new Set());
  const outcome = await outcomeOf(host, call, work);
  const ms = Math.round(performance.now() - started);
  host.audit.closed({ ...entry, ...given, outcome, ms, upstream: call.requests });
}

async function outcomeOf(
  host: GateHost,
  call: Call,
  work: (call: Call) => Promise<object | null>,
): Promise<string> {
  try {
    const answer = await work(call);
    return answer instanceof Failure ? answer.body.error : answer === null ? "moved" : "ok";
  } catch (error) {
    return host.fail(call, error).error;
  }
}
