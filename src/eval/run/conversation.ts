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
        const results: ToolResult[] = [];
        for (const call of exchange.message.calls) {
          const { record, result } = await carryOut(call, session, signal);
          calls.push(record);
          results.push(result);
          if (session.isOver) {
            // Nothing more can come of it; the caller knows how the server has ended.
            return ended("not-started");
          }
          if (record.error === waiting && approver !== null) {
            await approver.decideNext(signal);
            calls[calls.length - 1] = { ...record, decided: approver.person };
          }
        }
        messages.push({ role: "tools", results });
      }
    }
    return ended("answered");
  } catch (error) {
    // Where the time is over, the model is at fault only if it has taken the greater part of it.
    const isModels = performance.now() - asked > timeoutMs / 2;
    if (error instanceof ModelError && (isModels || !signal.aborted)) {
      const end = error.problem === "stale-cassette" ? "stale-cassette" : "no-answer";
      return ended(end, error.message);
    }
    if (signal.aborted) {
      return ended(isTimeout(signal) ? "timeout" : "interrupted");
    }
    if (error instanceof NotStarted) {
      return ended("not-started", error.message);
    }
    if (error instanceof BudgetReached) {
      return ended("budget", error.message);
    }
    throw error;
  }
}

function turnOf({ message, stop, usage, attempts }: Exchange, ms: number) {
  return { text: message.text, stop, ...usage, attempts, ms };
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
