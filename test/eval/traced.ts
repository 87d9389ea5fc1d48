import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BillingApi, startBillingApi } from "../../examples/billing-api/server.js";
import type { ScriptedTurn } from "../../scripts/scripted-model/wire.js";
import { judge } from "../../src/eval/judge/judge.js";
import type { Exchange, Model } from "../../src/eval/model.js";
import { Budget } from "../../src/eval/run/budget.js";
import { converse } from "../../src/eval/run/conversation.js";
import { lookAt } from "../../src/eval/run/look.js";
import { serverOfAttempt } from "../../src/eval/run/own-server.js";
import { ServerSession } from "../../src/eval/run/session.js";
import type { RequestRecord } from "../../src/eval/run.js";
import { compiled } from "../e2e/compiled.js";
import { environment } from "../e2e/session.js";
import { evalsOf, sampleApprovals, sampleSurface } from "./stage.js";

/** Where traces are played one after the other: one server and one API, without a model's wire format. */
export interface Traces {
  /** The kinds of the checks that failed. */
  failuresOf(yaml: string, turns: readonly ScriptedTurn[]): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function startTraces(): Promise<Traces> {
  const api = await startBillingApi();
  const server = serverOfAttempt(await compiled("brisk"), await sampleApprovals());
  const cwd = mkdtempSync(join(tmpdir(), "mcpgen-traces-"));
  const env = environment({ base: api.url });
  const session = await ServerSession.start({ main: server.main, cwd, env, person: null });
  const budget = new Budget({ tokens: null, cost: null }, null);
  const { signal } = new AbortController();
  return {
    failuresOf: async (yaml, turns) => {
      api.reset();
      const { prompt } = evalsOf(yaml);
      const says = prompt.says.map(({ value }) => value);
      const request = {
        says,
        system: null,
        maxTurns: prompt.maxTurns,
        timeoutMs: 30_000,
        approver: null,
      };
      const done = await converse(request, saying(turns), session, budget, signal);
      const requests = await requestsTo(api);
      const headers = { authorization: "Bearer sample-operator" };
      const observed = {
        end: done.end,
        problem: done.problem,
        calls: done.turns.flatMap(({ calls }, turn) => calls.map((call) => ({ ...call, turn }))),
        texts: done.turns.map(({ text }) => text),
        requests,
        state: await lookAt(prompt.expect.state, api.url, headers),
      };
      const checks = judge(prompt, observed, await sampleSurface());
      return checks.filter(({ passed }) => !passed).map(({ kind }) => kind);
    },
    close: async () => {
      await session.close();
      await api.close();
      server.remove();
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}

/** What the API itself has noted down, as the server's log would have it. */
async function requestsTo({ requests }: BillingApi): Promise<readonly RequestRecord[]> {
  const { operations } = await sampleSurface();
  return requests.map(({ operation: key, method, path, status }) => {
    const operation = operations.find((each) => each.key === key);
    const effect = operation?.effect ?? (method === "GET" ? "read" : "destructive");
    return { operation: key, method, path, status: status ?? 0, effect, ms: 0 };
  });
}

/** Says one turn after the other; what comes after the last is the last again. */
function saying(turns: readonly ScriptedTurn[]): Model {
  return {
    exchange: async ({ messages }): Promise<Exchange> => {
      const at = messages.filter(({ role }) => role === "assistant").length;
      const { calls = [], stop, text = "" } = turns[Math.min(at, turns.length - 1)] ?? {};
      return {
        message: {
          role: "assistant",
          text,
          calls: calls.map(({ tool, arguments: given }, index) => ({
            id: `call_${at}_${index}`,
            tool,
            arguments: typeof given === "string" ? null : JSON.parse(JSON.stringify(given)),
            malformed: typeof given === "string" ? given : null,
          })),
        },
        stop: stop === "refusal" ? "refused" : (stop ?? (calls.length > 0 ? "calls" : "answered")),
        usage: { inputTokens: 1, outputTokens: 1 },
        answeredBy: null,
        attempts: 1,
      };
    },
  };
}
