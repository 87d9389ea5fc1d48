import {
  asObject,
  asText,
  isList,
  isObject,
  type JsonObject,
  type JsonValue,
  parsedJson,
} from "../../model/json.js";
import type { RequestRecord } from "../run.js";
import type { Surface, SurfaceOperation } from "../surface.js";

/** What a server's audit log says of one call. */
export interface LoggedCall {
  readonly requestId: string;
  readonly tool: string;
  /** Without what the map redacts. */
  readonly arguments: JsonValue;
  /** `ok`, or the code of the structured error; null for a call that has no closing line. */
  readonly outcome: string | null;
  readonly ms: number;
  readonly requests: readonly RequestRecord[];
  /** Whether the server made it itself, of a draft: no client has asked for it then. */
  readonly isOwn: boolean;
}

export interface AuditLog {
  /** In the order of their opening lines. */
  readonly calls: readonly LoggedCall[];
  /** All requests, those of no call too, in the order of the lines that tell of them. */
  readonly requests: readonly RequestRecord[];
}

/** Reads the lines of a log: JSON, one an event; what is none is passed over. */
export function readAuditLog(text: string, surface: Surface): AuditLog {
  const logged: LoggedCall[] = [];
  /** By the call's id, where it stands. Two servers may have had the same id. */
  const open = new Map<string, number>();
  const requests: RequestRecord[] = [];
  for (const line of text.split("\n")) {
    const event = eventOf(line);
    if (event === null) {
      continue;
    }
    const id = asText(event.request_id);
    const sent = requestsIn(event, surface);
    requests.push(...sent);
    if (event.msg === "call opened") {
      open.set(id, logged.push(openedCall(event)) - 1);
    } else if (event.msg === "call closed") {
      // A line may be lost, and the call was made all the same.
      const at = open.get(id) ?? logged.push(openedCall(event)) - 1;
      const call = logged[at] ?? openedCall(event);
      const ms = typeof event.ms === "number" ? event.ms : 0;
      logged[at] = { ...call, outcome: asText(event.outcome), ms, requests: sent };
      open.delete(id);
    }
  }
  const calls = logged.map((call) =>
    call.outcome === null ? { ...call, requests: possibleRequests(call, surface) } : call,
  );
  const unknown = calls.filter(({ outcome }) => outcome === null);
  return { calls, requests: [...requests, ...unknown.flatMap((call) => call.requests)] };
}

function openedCall(event: JsonObject): LoggedCall {
  return {
    requestId: asText(event.request_id),
    tool: asText(event.tool),
    arguments: event.arguments ?? null,
    outcome: null,
    ms: 0,
    requests: [],
    isOwn: event.own === true,
  };
}

function eventOf(line: string): JsonObject | null {
  const event = line.startsWith("{") ? parsedJson(line) : undefined;
  return isObject(event) ? event : null;
}

function requestsIn(event: JsonObject, surface: Surface): readonly RequestRecord[] {
  const { upstream } = event;
  return upstream !== undefined && isList(upstream)
    ? upstream.map((entry) => requestOf(asObject(entry), surface))
    : [];
}

function requestOf(entry: JsonObject, { operations }: Surface): RequestRecord {
  const method = asText(entry.method);
  const path = asText(entry.path);
  const operation = operations.find((each) => each.method === method && each.path === path);
  const isRead = method === "GET" || method === "HEAD";
  return {
    operation: operation?.key ?? null,
    method,
    path,
    status: typeof entry.status === "number" ? entry.status : 0,
    effect: operation?.effect ?? (isRead ? "read" : "destructive"),
    ms: typeof entry.ms === "number" ? entry.ms : 0,
  };
}

/** A call that was never closed may have sent each of its changes. */
function possibleRequests({ tool }: LoggedCall, surface: Surface): readonly RequestRecord[] {
  const keys = surface.tools.find(({ name }) => name === tool)?.operations ?? [];
  return surface.operations
    .filter(({ key, effect }) => effect !== "read" && keys.includes(key))
    .map(unanswered);
}

function unanswered({ key, method, path, effect }: SurfaceOperation): RequestRecord {
  return { operation: key, method, path, status: 0, effect, ms: 0 };
}
