import type { Approver } from "../desk/approver.js";
import {
  type Exchange,
  type Message,
  type Model,
  ModelError,
  type RequestedCall,
  type ToolResult,
} from "../model.js";
import type { AttemptEnd, CallRecord, TurnRecord } from "../run.js";
import { isTimeout } from "../timeout.js";
import type { Budget } from "./budget.js";
import { describeResult } from "./call-result.js";
import { BudgetReached, NotStarted } from "./problem.js";
import type { ServerSession } from "./session.js";

/** What a gate answers while a person has to decide. */
const waiting = "approval_pending";

export interface ConversationRequest {
  readonly says: readonly string[];
  /** What the evals file says before every prompt; the server's instructions follow. */
  readonly system: string | null;
  readonly maxTurns: number;
  /** What the whole attempt may take. */
  readonly timeoutMs: number;
  /** Decides what a call is told to wait for, before the model goes on; null for nobody. */
  readonly approver: Pick<Approver, "decideNext" | "person"> | null;
}

export interface Conversation {
  readonly turns: readonly TurnRecord[];
  readonly end: AttemptEnd;
  readonly problem: string | null;
}

/**
 * Lets a model work on a prompt: it is told what its tools answered until it answers itself. Calls of
 * one turn are made one after the other, so that the same turn gives the same results.
 */
export async function converse(
  { approver, says, system, maxTurns, timeoutMs }: ConversationRequest,
  model: Model,
  session: ServerSession,
  budget: Budget,
  signal: AbortSignal,
): Promise<Conversation> {
  const turns: TurnRecord[] = [];
  const messages: Message[] = [];
  const request = {
    system: [system ?? "", session.instructions].filter((text) => text !== "").join("\n\n"),
    tools: session.tools,
  };
  const ended = (end: AttemptEnd, problem: string | null = null): Conversation => ({
    turns,
    end,
    problem,
  });
  let asked = performance.now();
  try {
    for (const text of says) {
      messages.push({ role: "user", text });
      let said: string | null = text;
      for (;;) {
        if (turns.length >= maxTurns) {
          return ended("too-many-turns", `${maxTurns} turns without an end`);
        }
        budget.demand();
        asked = performance.now();
        const exchange = await model.exchange({ ...request, messages: [...messages] }, signal);
        budget.add(exchange.usage);
        const ms = Math.round(performance.now() - asked);
        const calls: CallRecord[] = [];
        // A turn that was cut or refused asks for nothing that may be trusted.
        turns.push({ ...turnOf(exchange, ms), said, calls });
        said = null;
        messages.push(exchange.message);
        if (exchange.stop === "length" || exchange.stop === "refused") {
          return ended(exchange.stop);
        }
        if (exchange.stop === "answered") {
          break;
        }
        const results = await carryOutAll(exchange.message.calls, calls, approver, session, signal);
        if (results === null) {
          return ended("not-started");
        }
        messages.push({ role: "tools", results });
      }
    }
    return ended("answered");
  } catch (error) {
    const { end, problem } = endOf(error, signal, performance.now() - asked > timeoutMs / 2);
    return ended(end, problem);
  }
}

/** Where the time is over, the model is at fault only if it has taken the greater part of it. */
function endOf(
  error: unknown,
  signal: AbortSignal,
  isModels: boolean,
): Pick<Conversation, "end" | "problem"> {
  if (error instanceof ModelError && (isModels || !signal.aborted)) {
    const end = error.problem === "stale-cassette" ? "stale-cassette" : "no-answer";
    return { end, problem: error.message };
  }
  if (signal.aborted) {
    return { end: isTimeout(signal) ? "timeout" : "interrupted", problem: null };
  }
  if (error instanceof NotStarted) {
    return { end: "not-started", problem: error.message };
  }
  if (error instanceof BudgetReached) {
    return { end: "budget", problem: error.message };
  }
  throw error;
}

function turnOf({ message, stop, usage, attempts }: Exchange, ms: number) {
  return { text: message.text, stop, ...usage, attempts, ms };
}

/** Carries out what a turn asks for, and notes it call by call. Null where the server has ended. */
async function carryOutAll(
  asked: readonly RequestedCall[],
  noted: CallRecord[],
  approver: ConversationRequest["approver"],
  session: ServerSession,
  signal: AbortSignal,
): Promise<readonly ToolResult[] | null> {
  const results: ToolResult[] = [];
  for (const call of asked) {
    const { record, result } = await carryOut(call, session, signal);
    noted.push(record);
    results.push(result);
    if (session.isOver) {
      // Nothing more can come of it; the caller knows how the server has ended.
      return null;
    }
    if (record.error === waiting && approver !== null) {
      await approver.decideNext(signal);
      noted[noted.length - 1] = { ...record, decided: approver.person };
    }
  }
  return results;
}

async function carryOut(
  { id, tool, arguments: given, malformed }: RequestedCall,
  session: ServerSession,
  signal: AbortSignal,
): Promise<{ readonly record: CallRecord; readonly result: ToolResult }> {
  const started = performance.now();
  const answer =
    given === null
      ? {
          text: JSON.stringify({ error: "invalid_arguments", expected: "a JSON object" }),
          isError: true,
          isProtocolError: false,
        }
      : await session.call(tool, given, signal);
  const { text, isError } = answer;
  return {
    record: {
      tool,
      arguments: given,
      malformed,
      result: text,
      isError,
      ...describeResult(answer),
      // The log tells of them once the server has ended.
      requestId: null,
      requests: [],
      ms: Math.round(performance.now() - started),
    },
    result: { callId: id, tool, text, isError },
  };
}
