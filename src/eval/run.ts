import type { JsonValue } from "../model/json.js";
import type { Effect } from "../model/operation.js";
import type { PromptKind } from "./evals.js";
import type { StopReason } from "./model.js";

/** The record of a run, as it is written to `run.json`. Everything in it is plain JSON. */
export interface RunRecord {
  readonly version: 1;
  readonly meta: RunMeta;
  readonly model: ModelRecord;
  /** What was offered to the model, in its order. */
  readonly tools: readonly ToolRecord[];
  /** In the order of evals.yaml. */
  readonly prompts: readonly PromptRecord[];
  readonly totals: Totals;
  /** Null for a run that came to its end. */
  readonly stopped: Stopped | null;
}

export interface RunMeta {
  readonly mcpgen: string;
  /** The paths as given on the command line, with forward slashes. */
  readonly evals: string;
  readonly map: string;
  readonly server: { readonly name: string; readonly version: string };
  /** A one-operation-one-tool server that was derived from the spec, instead of the map's. */
  readonly baseline: boolean;
  /** RFC 3339, UTC. */
  readonly started: string;
  readonly ms: number;
  /** "sample", "mock", or an address without credentials. */
  readonly upstream: string;
  readonly repeat: number;
}

export type RunMode = "live" | "record" | "replay" | "agent";

export interface ModelRecord {
  readonly mode: RunMode;
  /** Null for an agent of the user's. */
  readonly provider: string | null;
  /** The model's name, or the agent's command. */
  readonly id: string;
  /** For cassettes: who was recorded. "scripted model" is no model: no pass rate follows from it. */
  readonly recordedFrom: string | null;
}

export interface ToolRecord {
  readonly name: string;
  readonly effect: Effect;
  /** Keys of the operations that it may send. */
  readonly operations: readonly string[];
}

export interface Stopped {
  readonly reason: "budget-tokens" | "budget-usd" | "interrupted";
  readonly text: string;
}

export interface Totals {
  readonly prompts: number;
  /** Prompts of which every attempt passed. */
  readonly passed: number;
  /** Prompts of which an attempt failed. */
  readonly failed: number;
  /** Prompts of which nothing failed, but not every attempt was made. */
  readonly notRun: number;
  /** Over all attempts that were made. */
  readonly rate: Rate;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null without prices. */
  readonly cost: number | null;
}

/** A share with its 95 % interval by Wilson's score. */
export interface Rate {
  readonly passed: number;
  readonly of: number;
  /** From 0 to 1; 0 to 1 where nothing was tried. */
  readonly low: number;
  readonly high: number;
}

export interface PromptRecord {
  readonly id: string;
  readonly kind: PromptKind;
  /** What the person says, in turn. */
  readonly says: readonly string[];
  /** The tools that were wanted, in the order of evals.yaml; alternatives within the inner list. */
  readonly wanted: readonly (readonly string[])[];
  readonly status: "passed" | "failed" | "not-run";
  readonly rate: Rate;
  readonly attempts: readonly AttemptRecord[];
}

/** How an attempt came to its end. Only `answered` can pass, and `refused` where nothing was to be done. */
export type AttemptEnd =
  | "answered"
  /** The model declined, by the provider's own sign. */
  | "refused"
  | "too-many-turns"
  /** Cut by the limit of output tokens. */
  | "length"
  | "timeout"
  /** The provider gave no turn. */
  | "no-answer"
  | "stale-cassette"
  /** The agent's program failed. */
  | "agent-failed"
  /** The server or the upstream could not be started, or ended early. */
  | "not-started"
  | "budget"
  | "interrupted";

/** One try at a prompt. */
export interface AttemptRecord {
  /** From 1. */
  readonly repeat: number;
  /** `not-run` for one that the budget or an interruption has cut off. */
  readonly status: "passed" | "failed" | "not-run";
  readonly end: AttemptEnd;
  /** What went wrong, where `end` is neither answered nor refused; else null. */
  readonly problem: string | null;
  readonly turns: readonly TurnRecord[];
  /** The model's last text. */
  readonly answer: string;
  /** All requests that reached the upstream, or may have, in the order of the log. */
  readonly requests: readonly RequestRecord[];
  readonly checks: readonly CheckRecord[];
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: number | null;
  readonly ms: number;
}

/** One exchange with the model, and the calls that it asked for. An agent's calls are one turn. */
export interface TurnRecord {
  /** What the person said before it; null between. */
  readonly said: string | null;
  readonly text: string;
  /** Null for an agent's. */
  readonly stop: StopReason | null;
  readonly calls: readonly CallRecord[];
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** More than one after a 429 or 529. */
  readonly attempts: number;
  readonly ms: number;
}

export interface CallRecord {
  readonly tool: string;
  /** Null where what the model wrote is no JSON object. */
  readonly arguments: JsonValue;
  readonly malformed: string | null;
  /** What the model was told; null for an agent's call, of which only the log is known. */
  readonly result: string | null;
  readonly isError: boolean;
  /** The code of a structured error, or `unknown_tool`; null for a success. */
  readonly error: string | null;
  /** For argument errors: the arguments that were wrong. */
  readonly wrongArguments: readonly string[];
  /** The server's id for the call; null where it never got there. */
  readonly requestId: string | null;
  readonly requests: readonly RequestRecord[];
  /** What the person at the desk decided next, where the call was told to wait for that. */
  readonly decided?: "approves" | "refuses";
  readonly ms: number;
}

/** One request to the upstream. */
export interface RequestRecord {
  /** The operation's key; null where the map uses none like it. */
  readonly operation: string | null;
  readonly method: string;
  /** The template. */
  readonly path: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly effect: Effect;
  readonly ms: number;
  /** Present for one that reached the upstream and stands in no log of the server's. */
  readonly past?: true;
}

export type CheckKind =
  | "end"
  | "call"
  | "order"
  | "max-calls"
  | "answer"
  | "upstream"
  | "state"
  | "never"
  /** A change that no expectation asks for. */
  | "unexpected-change";

/** One thing that was checked. */
export interface CheckRecord {
  readonly kind: CheckKind;
  /** What had to be so. */
  readonly wanted: string;
  readonly passed: boolean;
  /** What was found; empty where it passed. */
  readonly found: string;
  /** Where to look for the cause; null where it passed. */
  readonly hint: Hint | null;
}

/** A part of the tool map. */
export interface Hint {
  /** `tools.search_invoices.description`; empty for none. */
  readonly part: string;
  readonly text: string;
}
