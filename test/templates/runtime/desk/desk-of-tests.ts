import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bearer } from "../../../../templates/server/src/runtime/credentials.js";
import { approvals } from "../../../../templates/server/src/runtime/desk/approvals.js";
import { slack } from "../../../../templates/server/src/runtime/desk/slack.js";
import { env } from "../../../../templates/server/src/runtime/env.js";
import type { ApprovalsDefinition } from "../../../../templates/server/src/runtime/gate-host.js";
import { deskSide, drafts } from "../../../../templates/server/src/runtime/gates/drafts.js";
import { fileStore } from "../../../../templates/server/src/runtime/gates/file-store.js";
import { ordinaryPace, type Pace } from "../../../../templates/server/src/runtime/gates/pace.js";
import { startServer } from "../../../../templates/server/src/runtime/running.js";
import { defineServer } from "../../../../templates/server/src/runtime/server.js";
import {
  issueNote,
  operations,
  problem,
  refundInPartsAfter,
  refundOrder,
  refundWithPin,
} from "../gates/refund-gates.js";

/** Nobody waits long here. */
const pace: Pace = { ...ordinaryPace, waitMs: 50, lookMs: 20 };

/** What reached the API, other than reads. */
export interface Change {
  readonly request: string;
  readonly body: unknown;
}

export interface DeskOptions {
  readonly approvers?: readonly string[];
  readonly customer?: string;
  /** What the API says. */
  readonly orderId?: string;
  readonly expiresMs?: number;
}

/** An API, the process of the tools, the process of the desk, and a Slack that keeps what it is told. */
export async function startDesk({
  approvers = ["finance@example.com", "cfo@example.com"],
  customer = "Anna",
  orderId = "77",
  expiresMs = 60_000,
}: DeskOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "mcpgen-desk-"));
  const changes: Change[] = [];
  const api = await listen(async (request) => {
    const { method = "", url = "" } = request;
    if (method === "GET") {
      return order(orderId, customer);
    }
    const body = await bodyOf(request);
    changes.push({ request: `${method} ${url}`, body: body === "" ? null : JSON.parse(body) });
    return url === "/note-drafts"
      ? { id: "N-1", total_cents: 500 }
      : { id: "R-1", status: "pending", number: "2026-1" };
  });
  const told: string[] = [];
  const chat = await listen(async (request) => {
    told.push(await bodyOf(request));
    return {};
  });
  const port = await freePort();
  const log = join(folder, "audit.log");
  const approvalsOf = (approvers: readonly string[]) =>
    approvals({ url: env("DESK"), approvers, notify: [slack(env("HOOK"))] });
  const definition = defineServer({
    name: "billing",
    title: "Billing & <b>more</b>",
    version: "1.0.0",
    upstream: {
      operations,
      problem,
      baseUrl: env("API"),
      auth: { bearerAuth: bearer(env("TOKEN")) },
      timeoutMs: 5_000,
      deadlineMs: 10_000,
      retries: 0,
      idempotencyHeader: "Idempotency-Key",
      contract: "warn",
    },
    audit: { to: { file: log } },
    tools: [
      refundOrder("human", expiresMs),
      issueNote("human", expiresMs),
      refundWithPin("human"),
      refundInPartsAfter("human"),
    ].flatMap(({ prepare, confirm }) => [prepare, confirm]),
    drafts: drafts({ store: fileStore(join(folder, "drafts.db")), requester: env("ME") }, pace),
    approvals: approvalsOf(approvers),
  });
  const environment = {
    API: api.url,
    TOKEN: "s3cret-token",
    ME: "anna@example.com",
    DESK: `http://127.0.0.1:${port}`,
    HOOK: chat.url,
  };
  const tools = startServer(definition, environment);
  const running = startServer(definition, environment, { role: "approvals" });
  const serve = (definition: ApprovalsDefinition) =>
    definition.serve(running, { address: `${port}`, environment });
  let desk = await serve(approvalsOf(approvers));
  const signal = new AbortController().signal;
  const call = (name: string, given: unknown, caller = "local") =>
    tools.callTool(name, given, { signal, caller });
  return {
    url: environment.DESK,
    call,
    changes,
    told,
    log: () => readFileSync(log, "utf8"),
    /** Prepares, asks for the approval, and gives the approvers' links once they were told. */
    async ask(tool: string, given: unknown): Promise<Asked> {
      const prepared = await call(`prepare_${tool}`, given);
      if (prepared.kind !== "success") {
        throw new Error(prepared.text);
      }
      const draftId = String((prepared.structured as { draft_id: unknown }).draft_id);
      const before = told.length;
      await call(`confirm_${tool}`, { draft_id: draftId });
      await until(() => told.length > before);
      return { draftId, links: linksIn(told.at(-1) ?? "") };
    },
    /** The desk's own look at the drafts. */
    side: deskSide(running),
    /** The desk is started again, with other approvers. */
    async reopen(approvers: readonly string[]) {
      await desk.close();
      desk = await serve(approvalsOf(approvers));
    },
    async close() {
      await desk.close();
      await tools.close(1_000);
      await running.close(1_000);
      await api.close();
      await chat.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export interface Asked {
  readonly draftId: string;
  /** By approver. */
  readonly links: Readonly<Record<string, string>>;
}

export type TestDesk = Awaited<ReturnType<typeof startDesk>>;

function linksIn(message: string): Readonly<Record<string, string>> {
  const { blocks } = JSON.parse(message) as { blocks: { text: { text: string } }[] };
  const text = blocks.at(-1)?.text.text ?? "";
  const found = [...text.matchAll(/<([^|>]+)\|Decide as ([^>]+)>/g)];
  return Object.fromEntries(found.map(([, url = "", approver = ""]) => [approver, url]));
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error("It never came to hold.");
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function order(id: string, customer: string) {
  return {
    id,
    currency: "EUR",
    customer_name: customer,
    refundable_cents: 1050,
    refunded_cents: 0,
    status: "paid",
  };
}

async function listen(answer: (request: IncomingMessage) => Promise<object> | object) {
  const server = createServer((request, response) => {
    void Promise.resolve(answer(request)).then((body) => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

async function freePort(): Promise<number> {
  const { url, close } = await listen(() => ({}));
  await close();
  return Number(new URL(url).port);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
