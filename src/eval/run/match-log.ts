import type { CallRecord, TurnRecord } from "../run.js";
import type { AuditLog, LoggedCall } from "./audit-log.js";

/** Turns with what the log knows of their calls: which requests each has sent. */
export function withLog(turns: readonly TurnRecord[], { calls }: AuditLog): readonly TurnRecord[] {
  const left = calls.filter(({ isOwn }) => !isOwn);
  /** Calls reach the server one after the other, so that those of one tool are logged in their order. */
  const take = (tool: string): LoggedCall | undefined => {
    const at = left.findIndex((call) => call.tool === tool);
    return at === -1 ? undefined : left.splice(at, 1)[0];
  };
  return turns.map((turn) => ({
    ...turn,
    calls: turn.calls.map((call) => {
      const neverSent = call.malformed !== null || call.error === "unknown_tool";
      const logged = neverSent ? undefined : take(call.tool);
      return logged === undefined
        ? call
        : { ...call, requestId: logged.requestId, requests: logged.requests };
    }),
  }));
}

/** The tools of calls that the server has answered, and that its log does not tell of. */
export function unlogged(turns: readonly TurnRecord[]): readonly string[] {
  const answered = turns
    .flatMap(({ calls }) => calls)
    .filter(
      ({ error, malformed }) =>
        malformed === null && error !== "unknown_tool" && error !== "protocol_error",
    );
  const missing = answered.filter(({ requestId }) => requestId === null);
  return [...new Set(missing.map(({ tool }) => tool))];
}

/** The one turn of an agent, of which only the log is known. */
export function turnOfLog(said: string, text: string, { calls }: AuditLog, ms: number): TurnRecord {
  return {
    said,
    text,
    stop: null,
    calls: calls.filter(({ isOwn }) => !isOwn).map(callOfLog),
    inputTokens: 0,
    outputTokens: 0,
    attempts: 1,
    ms,
  };
}

function callOfLog(call: LoggedCall): CallRecord {
  const { outcome } = call;
  const isError = outcome !== "ok";
  return {
    tool: call.tool,
    arguments: call.arguments,
    malformed: null,
    result: null,
    isError,
    error: isError ? (outcome ?? "unfinished") : null,
    wrongArguments: [],
    requestId: call.requestId,
    requests: call.requests,
    ms: call.ms,
  };
}
