import { Approver } from "../desk/approver.js";
import type { Prompt } from "../evals.js";
import type { Model } from "../model.js";
import { runAgent } from "./agent.js";
import type { Stage, Worker } from "./attempt.js";
import { type Conversation, converse } from "./conversation.js";
import { serverOfAttempt } from "./own-server.js";
import { NotStarted, type ProcessEnd, serverEnded } from "./problem.js";
import { type ServerProgram, ServerSession } from "./session.js";
import { resolveSettings } from "./settings.js";
import type { RunningUpstream } from "./upstream.js";

/** What an attempt has of its own. */
export interface Surroundings {
  readonly cwd: string;
  readonly upstream: RunningUpstream;
  readonly signal: AbortSignal;
}

/** Starts a server, and beside it whoever decides at its desk, and lets the prompt be worked on. */
export async function withServer(
  prompt: Prompt,
  worker: Worker,
  { approvals, env, evals, serverMain, budget, timeoutMs }: Stage,
  { cwd, upstream, signal }: Surroundings,
): Promise<Conversation & { readonly log: string }> {
  const settings = resolveSettings(evals.server.env, { env, upstreamUrl: upstream.url });
  if (settings.kind === "missing") {
    throw new NotStarted(`the server needs ${settings.names.join(", ")} in the environment`);
  }
  const server = serverOfAttempt(serverMain, approvals);
  const program = { main: server.main, cwd, env: settings.values, person: prompt.person };
  const approver =
    prompt.person === null || approvals === null || approvals.url === null
      ? null
      : new Approver(program, approvals, prompt.person);
  try {
    const work =
      worker.kind === "agent"
        ? await agentWork(prompt, worker.command, program, approver, { env, signal })
        : await modelWork(prompt, worker.model, program, approver, {
            evals,
            budget,
            timeoutMs,
            signal,
          });
    const deskLog = (await approver?.close()) ?? "";
    return { ...work, log: `${work.log}\n${deskLog}` };
  } finally {
    await approver?.close();
    server.remove();
  }
}

interface ModelSurroundings extends Pick<Stage, "evals" | "budget" | "timeoutMs"> {
  readonly signal: AbortSignal;
}

async function modelWork(
  { says, maxTurns }: Prompt,
  model: Model,
  program: ServerProgram,
  approver: Approver | null,
  { budget, evals, timeoutMs, signal }: ModelSurroundings,
): Promise<Conversation & { readonly log: string }> {
  const session = await ServerSession.start(program);
  const texts = says.map(({ value }) => value);
  const request = { says: texts, system: evals.system, maxTurns, timeoutMs, approver };
  try {
    const conversation = await converse(request, model, session, budget, signal);
    const end = session.isOver ? session.end : null;
    const log = await session.close();
    return { ...(end === null ? conversation : withoutServer(conversation, end, log)), log };
  } finally {
    await session.close();
  }
}

/** Nothing can be said of calls to a server that is no more: what was not done shows nothing. */
function withoutServer(conversation: Conversation, how: ProcessEnd, log: string): Conversation {
  const { end } = conversation;
  const isTold = ["answered", "refused", "too-many-turns", "length", "not-started"].includes(end);
  return isTold
    ? { ...conversation, end: "not-started", problem: serverEnded(how, log) }
    : conversation;
}

interface AgentSurroundings extends Pick<Stage, "env"> {
  readonly signal: AbortSignal;
}

/** Nobody sees when an agent is told to wait: its approver decides as soon as something comes. */
async function agentWork(
  { says }: Prompt,
  command: string,
  program: ServerProgram,
  approver: Approver | null,
  { env, signal }: AgentSurroundings,
): Promise<Conversation & { readonly log: string }> {
  const over = new AbortController();
  await approver?.open();
  const deciding = approver?.decideAll(AbortSignal.any([signal, over.signal]));
  const texts = says.map(({ value }) => value);
  // A desk that fails fails the attempt, once the agent has ended.
  deciding?.catch(() => {});
  const request = { command, says: texts, name: "server", env };
  const done = await runAgent(request, program, signal).finally(() => over.abort());
  await deciding;
  return done;
}
