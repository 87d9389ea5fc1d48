import type { JsonObject } from "../model/json.js";
import type { Effect, Operation } from "../model/operation.js";
import type { Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";
import { callsOf, type MadeCall } from "./calls.js";
import type { Observed } from "./observed.js";
import { misses } from "./outcome.js";
import { type Levels, outcomesFor, type Provocation, provocationsFor } from "./rules.js";
import type { Stage } from "./stage.js";
import { skipped, type Verdict, verdict } from "./verdict.js";
import type { Way } from "./way.js";

/** Beyond this nobody waits for a timeout in a test. */
const longestTimeoutMs = 2_000;

/** Provokes each error that a rule names, at each call of the tool. */
export async function tryErrors(
  stage: Stage,
  called: string,
  tool: Tool,
  way: Way,
  server: Server,
): Promise<readonly Verdict[]> {
  const keepsDraft = tool.body.kind === "gate" && tool.body.apiDraft !== null;
  const verdicts: Verdict[] = [];
  let isDraftOpen = true;
  for (const call of callsOf(tool)) {
    const levels = [call.errors, tool.errors, server.errors];
    for (const error of provocationsFor(levels, server.problem, effectOf(call, server))) {
      if (keepsDraft && isDraftOpen) {
        // An open draft of the same arguments is found again, without a call.
        await stage.restart();
      }
      stage.answer(way.answers);
      const ask = async () => {
        const observed = await stage.call(called, way.given, tool.limit);
        isDraftOpen = observed.kind === "result";
        return observed;
      };
      verdicts.push(await tryError(stage, { called, call, levels, error, server }, way.given, ask));
    }
  }
  return verdicts;
}

export interface Tried {
  readonly called: string;
  readonly call: MadeCall;
  readonly levels: Levels;
  readonly error: Provocation;
  readonly server: Server;
}

/** One error at one call. */
export async function tryError(
  stage: Stage,
  tried: Tried,
  given: JsonObject,
  ask: () => Promise<Observed>,
): Promise<Verdict> {
  const { called, levels, error, server } = tried;
  const key = keyOf(tried);
  const name = nameOf(tried);
  if (error.cause === "timeout" && server.upstream.timeoutMs > longestTimeoutMs) {
    return skipped(called, name, `the timeout is longer than ${longestTimeoutMs / 1000} seconds`);
  }
  provoke(stage, key, error, server.upstream.timeoutMs);
  const observed = await ask();
  const isReached = stage.mock
    .requests()
    .some(
      ({ operation: made, status }) =>
        made === key && (error.cause !== "status" || status === error.status),
    );
  // Another call would have been made; a timeout is recorded when the answer is due.
  if (!isReached && error.cause !== "timeout") {
    return skipped(called, name, "the call is not made on the way that was found");
  }
  return verdict(called, name, misses(outcomesFor(levels, error), error, observed, given));
}

function operationOf({ operation }: MadeCall, { operations }: Server): Operation | undefined {
  return operations.find(({ identifier }) => identifier === operation);
}

export function effectOf(call: MadeCall, server: Server): Effect {
  return operationOf(call, server)?.effect ?? "read";
}

function keyOf({ call, server }: Tried): string {
  return operationOf(call, server)?.key ?? call.operation;
}

/** What is tried: `404 of getInvoice is answered as the map says`. */
export function nameOf(tried: Tried): string {
  return `${titleOf(tried.error)} of ${keyOf(tried)} is answered as the map says`;
}

function titleOf({ cause, status, body }: Provocation): string {
  const text = JSON.stringify(body);
  return cause === "status" ? `${status}${text === "{}" ? "" : ` ${text}`}` : cause;
}

function provoke(stage: Stage, key: string, error: Provocation, timeoutMs: number): void {
  switch (error.cause) {
    case "status":
      stage.mock.change(key, (answer) => ({
        status: error.status,
        // So long that the server does not wait for another attempt.
        headers: { ...answer.headers, "retry-after": "3600" },
        body: error.body,
      }));
      return;
    case "network":
      stage.mock.prefer(key, "drop");
      return;
    case "timeout":
      stage.mock.prefer(key, `delay=${timeoutMs + 300}ms`);
      return;
    default:
      error.cause satisfies never;
  }
}
