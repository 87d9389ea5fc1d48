import type { Approvals } from "../../model/gate.js";
import { makeScratch, removeScratch } from "../../output/scratch.js";
import { readNamed } from "../../source/read.js";
import type { Evals, Prompt } from "../evals.js";
import { judge } from "../judge/judge.js";
import type { ObservedCall, StateAnswer } from "../judge/observed.js";
import type { Model } from "../model.js";
import type { AttemptEnd, AttemptRecord, TurnRecord } from "../run.js";
import type { Surface } from "../surface.js";
import { isTimeout, within } from "../timeout.js";
import { type AuditLog, readAuditLog } from "./audit-log.js";
import type { Budget } from "./budget.js";
import type { Conversation } from "./conversation.js";
import { turnOfLog, unlogged, withLog } from "./match-log.js";
import { pastServer } from "./past-server.js";
import { NotStarted } from "./problem.js";
import { type NotedRequest, type Relay, relayTo } from "./relay.js";
import { resolveSettings } from "./settings.js";
import type { RunningUpstream, StartUpstream } from "./upstream.js";
import { withServer } from "./with-server.js";

/** What every attempt of a run has in common. */
export interface Stage {
  readonly evals: Evals;
  readonly surface: Surface;
  readonly upstream: StartUpstream;
  /** Absolute: `dist/main.js` of the generated server. */
  readonly serverMain: string;
  /** How the server's gates ask, as its map says; null where there are none, or no desk is meant. */
  readonly approvals: Approvals | null;
  /** The surface that the prompts speak of, where `surface` is that of another server; else null. */
  readonly mapSurface: Surface | null;
  /** Where the server logs, relative to its working folder; left out where that is stderr. */
  readonly logFile?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly budget: Budget;
  readonly timeoutMs: number;
}

/** Who works on a prompt: a model that is asked turn by turn, or a program that does it all. */
export type Worker =
  | { readonly kind: "model"; readonly model: Model }
  | { readonly kind: "agent"; readonly command: string };

/** What came of an attempt, before the log of the server was read. */
interface Work extends Conversation {
  readonly log: string;
  /** What has come to the upstream; null where nobody has looked. */
  readonly noted: readonly NotedRequest[] | null;
  readonly state: readonly StateAnswer[];
}

/** Makes one attempt at a prompt, with an API and a server of its own, and judges it. */
export async function attempt(
  prompt: Prompt,
  repeat: number,
  worker: Worker,
  stage: Stage,
  interrupted: AbortSignal,
): Promise<AttemptRecord> {
  const started = performance.now();
  const time = within(stage.timeoutMs, interrupted);
  const done = await workOn(prompt, worker, stage, time.signal).finally(time.done);
  const log = readAuditLog(done.log, stage.surface);
  const turns = worker.kind === "agent" ? agentTurns(done, log) : withLog(done.turns, log);
  const past = pastServer(done.noted ?? [], log.requests, stage.surface);
  const requests = [...log.requests, ...past];
  const work = heldToLog(done, turns);
  const texts = turns.map(({ text }) => text);
  const observed = {
    end: work.end,
    problem: work.problem,
    calls: worker.kind === "agent" ? callsIn(turns) : callsByTurn(turns),
    texts,
    requests,
    state: work.state,
  };
  const { budget, mapSurface, surface } = stage;
  const checks = judge(prompt, observed, surface, { mapSurface });
  const usage = {
    inputTokens: sum(turns.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(turns.map(({ outputTokens }) => outputTokens)),
  };
  return {
    repeat,
    status: statusOf(
      work.end,
      checks.every(({ passed }) => passed),
    ),
    end: work.end,
    problem: work.problem,
    turns,
    answer: texts.at(-1) ?? "",
    requests,
    checks,
    ...usage,
    cost: budget.costOf(usage),
    ms: Math.round(performance.now() - started),
  };
}

function statusOf(end: AttemptEnd, allPassed: boolean): AttemptRecord["status"] {
  if (end === "budget" || end === "interrupted") {
    return "not-run";
  }
  return allPassed ? "passed" : "failed";
}

async function workOn(
  prompt: Prompt,
  worker: Worker,
  stage: Stage,
  signal: AbortSignal,
): Promise<Work> {
  const cwd = makeScratch();
  let upstream: RunningUpstream | null = null;
  let relay: Relay | null = null;
  try {
    signal.throwIfAborted();
    if (stage.budget.stopped() !== null) {
      return nothing("budget", stage.budget.stopped()?.text ?? null);
    }
    upstream = await stage.upstream();
    relay = upstream.isElsewhere === true ? null : await relayTo(upstream.url);
    const reached = { cwd, upstream: relay ?? upstream, signal };
    const done = await withServer(prompt, worker, stage, reached);
    const log = done.log + (stage.logFile === undefined ? "" : textOf(cwd, stage.logFile));
    const noted = relay?.requests() ?? null;
    const isOver = upstream.isOver?.() === true;
    return {
      ...(isOver ? withoutUpstream(done) : done),
      log,
      noted,
      state: await stateOf(prompt, stage, upstream.url),
    };
  } catch (error) {
    if (signal.aborted) {
      return nothing(isTimeout(signal) ? "timeout" : "interrupted", null);
    }
    if (error instanceof NotStarted) {
      return nothing("not-started", error.message);
    }
    throw error;
  } finally {
    await relay?.close();
    await upstream?.close();
    removeScratch(cwd);
  }
}

/** What an API has not done that is no more shows nothing. */
function withoutUpstream<T extends Conversation>(done: T): T {
  return done.end === "answered" || done.end === "refused"
    ? { ...done, end: "not-started", problem: "the upstream ended before the conversation" }
    : done;
}

async function stateOf(
  { expect }: Prompt,
  { env, evals }: Stage,
  url: string,
): Promise<readonly StateAnswer[]> {
  if (expect.state.length === 0) {
    return [];
  }
  const headers = resolveSettings(evals.upstream?.headers ?? new Map(), { env, upstreamUrl: url });
  if (headers.kind === "missing") {
    const why = `upstream.headers needs ${headers.names.join(", ")} in the environment`;
    return expect.state.map(() => ({ kind: "none", why }));
  }
  const { lookAt } = await import("./look.js");
  return await lookAt(expect.state, url, headers.values);
}

/** What the log does not tell of cannot be judged, so it cannot pass. */
function heldToLog(work: Work, turns: readonly TurnRecord[]): Work {
  if (work.end !== "answered" && work.end !== "refused") {
    return work;
  }
  const open = turns.flatMap(({ calls }) => calls).find(({ error }) => error === "unfinished");
  if (open !== undefined) {
    const problem = `the server ended before it had answered ${open.tool}`;
    return { ...work, end: "not-started", problem };
  }
  const missing = unlogged(turns);
  if (missing.length === 0) {
    return work;
  }
  const tools = missing.join(", ");
  const problem = `the server's log tells nothing of ${tools}: is audit.to stderr or a file?`;
  return { ...work, end: "not-started", problem };
}

function textOf(folder: string, path: string): string {
  const file = readNamed(folder, path);
  return file.kind === "read" ? file.file.text : "";
}

function callsIn(turns: readonly TurnRecord[]): readonly ObservedCall[] {
  return turns.flatMap(({ calls }) => calls);
}

function callsByTurn(turns: readonly TurnRecord[]): readonly ObservedCall[] {
  return turns.flatMap(({ calls }, turn) => calls.map((call) => ({ ...call, turn })));
}

function agentTurns({ turns }: Work, log: AuditLog): readonly TurnRecord[] {
  return turns.map(({ said, text, ms }) => turnOfLog(said ?? "", text, log, ms));
}

function nothing(end: AttemptEnd, problem: string | null): Work {
  return { turns: [], end, problem, log: "", noted: null, state: [] };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
