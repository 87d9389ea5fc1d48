import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type {
  ApprovalsDefinition,
  Ask,
  Choice,
  Question,
} from "../../../../templates/server/src/runtime/gate-host.js";
import { deskSide, drafts } from "../../../../templates/server/src/runtime/gates/drafts.js";
import { fileStore } from "../../../../templates/server/src/runtime/gates/file-store.js";
import type { Gate } from "../../../../templates/server/src/runtime/gates/gate.js";
import { memoryStore } from "../../../../templates/server/src/runtime/gates/memory-store.js";
import { ordinaryPace, type Pace } from "../../../../templates/server/src/runtime/gates/pace.js";
import type { StoreDefinition } from "../../../../templates/server/src/runtime/gates/store.js";
import {
  type RunningServer,
  startServer,
} from "../../../../templates/server/src/runtime/running.js";
import { defineServer } from "../../../../templates/server/src/runtime/server.js";
import {
  type LocalUpstream,
  localUpstream,
  type Received,
  sendJson,
} from "../../local-upstream.js";
import { operations, problem } from "./refund-gates.js";

/** Nothing of what is waited for takes long in a test; sweeps are asked for. */
export const quick: Pace = {
  ...ordinaryPace,
  waitMs: 60,
  lookMs: 10,
  leaseMs: 600,
  sweepMs: 2 ** 31 - 1,
};

export interface GateServer {
  readonly running: RunningServer;
  call(tool: string, given: object, options?: CallerOptions): Promise<Record<string, unknown>>;
  /** Prepares; the id of the draft. */
  prepare(job: string, given: object, options?: CallerOptions): Promise<string>;
  confirm(job: string, id: string, options?: CallerOptions): Promise<Record<string, unknown>>;
  log(): readonly Record<string, unknown>[];
}

export interface CallerOptions {
  readonly caller?: string;
  readonly ask?: Ask;
  readonly signal?: AbortSignal;
}

export interface GateServerOptions {
  readonly store?: StoreDefinition;
  readonly pace?: Partial<Pace>;
  readonly approvers?: readonly string[] | null;
  readonly requester?: string;
  /** Null for an API that knows no keys. */
  readonly idempotencyHeader?: string | null;
  readonly deadlineMs?: number;
  readonly timeoutMs?: number;
  readonly logFile?: string;
}

/** A store in a file of its own. */
export function newFileStore(): StoreDefinition {
  return fileStore(join(newFolder("mcpgen-drafts-"), "drafts.db"));
}

/** It goes when the test is over. */
function newFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A running server with those gates, over an upstream at `url`. */
export function gateServer(
  url: string,
  gates: readonly Gate[],
  {
    store = memoryStore(),
    pace = {},
    approvers = null,
    requester,
    idempotencyHeader = "Idempotency-Key",
    deadlineMs = 5_000,
    timeoutMs = 4_000,
    logFile = join(newFolder("mcpgen-log-"), "audit.log"),
  }: GateServerOptions = {},
): GateServer {
  const approvals: ApprovalsDefinition | null =
    approvers === null
      ? null
      : {
          approvers,
          problems: () => [],
          serve: async () => {
            throw new Error("There is no desk in this test.");
          },
        };
  const running = startServer(
    defineServer({
      name: "test",
      version: "1.0.0",
      upstream: {
        operations,
        problem,
        baseUrl: url,
        timeoutMs,
        deadlineMs,
        retries: 0,
        ...(idempotencyHeader === null ? {} : { idempotencyHeader }),
        contract: "warn",
      },
      audit: { to: { file: logFile } },
      tools: gates.flatMap(({ prepare, confirm }) => [prepare, confirm]),
      drafts: drafts(
        { store, ...(requester === undefined ? {} : { requester }) },
        { ...quick, ...pace },
      ),
      ...(approvals === null ? {} : { approvals }),
    }),
    {},
  );
  onTestFinished(() => running.close(0));
  const call: GateServer["call"] = async (tool, given, options = {}) => {
    const { caller = "ada", ask, signal = new AbortController().signal } = options;
    const more = ask === undefined ? {} : { ask };
    const result = await running.callTool(tool, given, { signal, caller, ...more });
    return result.kind === "success" ? { ...result.structured } : { ...result.body };
  };
  return {
    running,
    call,
    async prepare(job, given, options) {
      const prepared = await call(`prepare_${job}`, given, options);
      if (typeof prepared.draft_id !== "string") {
        throw new Error(`No draft: ${JSON.stringify(prepared)}`);
      }
      return prepared.draft_id;
    },
    confirm: (job, id, options) => call(`confirm_${job}`, { draft_id: id }, options),
    log: () =>
      readFileSync(logFile, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line): Record<string, unknown> => JSON.parse(line)),
  };
}

export const decide = (server: GateServer, draftId: string, approve: boolean, by = "eve@x.org") =>
  deskSide(server.running).decide({ draftId, by, approve, reason: approve ? null : "too much" });

/** A person who answers in that way; what they were asked. */
export function person(...choices: readonly Choice[]): { ask: Ask; asked: Question[] } {
  const asked: Question[] = [];
  return {
    asked,
    ask: async (question) => {
      asked.push(question);
      return choices[asked.length - 1] ?? { kind: "failed" };
    },
  };
}

export const yes: Choice = { kind: "chosen", option: "approve" };

export const order = {
  id: "77",
  currency: "EUR",
  customer_name: "Ada",
  refundable_cents: 1050,
  refunded_cents: 0,
  status: "open",
};

export interface Shop extends LocalUpstream {
  /** What `getOrder` answers with. */
  order: Record<string, unknown>;
  /** Before it answers that. */
  onRead: (() => Promise<void>) | null;
  /** What changes something, as it was received: "POST /refunds". */
  readonly changes: readonly Received[];
  /** In place of the ordinary answer to a change; undefined for that one. */
  onChange: ((received: Received) => Promise<"hang up" | [number, object] | undefined>) | null;
}

/** An API that keeps orders, refunds and drafts of credit notes. */
export async function shop(): Promise<Shop> {
  let drafts = 0;
  const upstream = await localUpstream(async (received, response) => {
    const { method, target } = received;
    if (method === "GET") {
      await opened.onRead?.();
      sendJson(response, 200, opened.order);
      return;
    }
    const answer = await opened.onChange?.(received);
    if (answer === "hang up") {
      response.socket?.destroy();
    } else if (answer !== undefined) {
      sendJson(response, answer[0], answer[1]);
    } else if (method === "DELETE") {
      sendJson(response, 200, {});
    } else if (target === "/refunds") {
      sendJson(response, 201, { id: "R-1", status: "pending" });
    } else if (target.endsWith("/cancel")) {
      sendJson(response, 200, { status: "cancelled" });
    } else if (target === "/note-drafts") {
      drafts += 1;
      sendJson(response, 201, { id: `D-${drafts}`, total_cents: 1050 });
    } else {
      sendJson(response, 200, { number: "CN-1" });
    }
  });
  const opened: Shop = {
    order: { ...order },
    onRead: null,
    onChange: null,
    url: upstream.url,
    received: upstream.received,
    get changes() {
      return upstream.received.filter(({ method }) => method !== "GET");
    },
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  };
  return opened;
}
