import { z } from "zod";
import type { Client } from "../../templates/server/src/runtime/client.js";
import { integer, nullable, object, string } from "../../templates/server/src/runtime/contract.js";
import { env } from "../../templates/server/src/runtime/env.js";
import { drafts } from "../../templates/server/src/runtime/gates/drafts.js";
import { fileStore } from "../../templates/server/src/runtime/gates/file-store.js";
import { defineGate, draft } from "../../templates/server/src/runtime/gates/gate.js";
import { memoryStore } from "../../templates/server/src/runtime/gates/memory-store.js";
import type { Pace } from "../../templates/server/src/runtime/gates/pace.js";
import type { Operations } from "../../templates/server/src/runtime/operation.js";
import { type RunningServer, startServer } from "../../templates/server/src/runtime/running.js";
import { defineServer } from "../../templates/server/src/runtime/server.js";
import type { Context } from "../../templates/server/src/runtime/tool.js";

const json = { mediaType: "application/json", encoding: "json" } as const;
const receipt = object({ id: string, number: integer });

const operations = {
  getAccount: {
    method: "GET",
    path: "/accounts/{id}",
    effect: "read",
    answer: object({ id: string, status: string }),
  },
  /** Takes an idempotency key. */
  pay: {
    method: "POST",
    path: "/payments",
    effect: "destructive",
    idempotent: true,
    body: json,
    answer: receipt,
  },
  /** Takes none. */
  wipe: {
    method: "POST",
    path: "/wipes",
    effect: "destructive",
    body: json,
    answer: receipt,
  },
} as const satisfies Operations;

interface Requests {
  getAccount: { path: { id: string } };
  pay: { body: { id: string } };
  wipe: { body: { id: string } };
}

type Accounts = Client<typeof operations, Requests>;

export type Job = "pay" | "wipe";

const jobs = (["pay", "wipe"] as const).map((job) =>
  defineGate({
    name: job,
    input: z.strictObject({ id: z.string() }),
    expiresMs: 600_000,
    async prepare({ id }, { api }: Context<Accounts>) {
      const account = await api.getAccount({ path: { id } }, { needs: ["id"] });
      return draft({
        summary: `${job} ${account.id}`,
        approval: "none",
        operation: job,
        request: { body: { id: account.id } } satisfies Requests[Job],
      });
    },
    async confirm({ request }, { api }) {
      const response = await api[job](request, { needs: ["id"] });
      return { id: response.id, number: response.number };
    },
  }),
);

/** Everything takes less time than in production, so that what was cut off is soon taken up again. */
const pace: Pace = {
  waitMs: 20_000,
  lookMs: 20,
  leaseMs: 1_500,
  sweepMs: 500,
  retryAfterMs: 1_000,
};

/** `file`: where drafts lie; null for memory. */
export function startGated(file: string | null, api: string, log: string): RunningServer {
  const definition = defineServer({
    name: "accounts",
    version: "1.0.0",
    upstream: {
      operations,
      problem: object({ code: nullable(string) }),
      baseUrl: env("API"),
      timeoutMs: 10_000,
      deadlineMs: 30_000,
      retries: 2,
      idempotencyHeader: "Idempotency-Key",
      contract: "warn",
    },
    audit: { to: { file: log } },
    tools: jobs.flatMap(({ prepare, confirm }) => [prepare, confirm]),
    drafts: drafts({ store: file === null ? memoryStore() : fileStore(file) }, pace),
  });
  return startServer(definition, { API: api });
}
