import { createServer, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { TIMEOUT_MS } from "./compiled.js";
import { useSample } from "./sample.js";
import { type Session, startSession, textOf } from "./session.js";

const sample = useSample("impatient");

const invoices = { customer_id: "CUS-10001" };
const reminder = { invoice_id: "INV-20131" };

describe("an API that does not answer in time", () => {
  it("ends a read with a timeout", async () => {
    sample.fault("listInvoices:silent");
    const failure = await sample.session.failure("search_invoices", invoices);

    expect(failure).toMatchObject({ error: "upstream_timeout", retry: true });
    expect(sample.requestsTo("listInvoices")).toHaveLength(1);
  });

  it("leaves open what became of a write, and does not repeat it", async () => {
    sample.fault(`createReminder:late=${3 * TIMEOUT_MS}`);
    const failure = await sample.session.failure("send_payment_reminder", reminder);

    expect(failure).toMatchObject({ error: "outcome_unknown", retry: false });
    expect(sample.requestsTo("createReminder")).toHaveLength(1);
    expect(sample.api.store.reminders.find("eu", "REM-90002")).toBeDefined();
  });

  it("does not keep the other calls waiting", async () => {
    sample.fault("listInvoices:silent*1");
    const slow = sample.session.failure("search_invoices", invoices);
    const quick = await sample.session.result("search_orders", { limit: 1 });

    expect(quick).toMatchObject({ orders: [{ id: "700101" }] });
    expect(await slow).toMatchObject({ error: "upstream_timeout" });
  });

  it("stops asking at the deadline of the call", async () => {
    sample.fault("listInvoices:rate-limit=1");
    const failure = await sample.session.failure("search_invoices", invoices);

    expect(failure).toMatchObject({ error: "rate_limited", retry_after: 1 });
    expect(sample.requestsTo("listInvoices").length).toBeLessThanOrEqual(3);
  });
});

describe("a call that the client cancels", () => {
  const upstreams: HoldingUpstream[] = [];
  const sessions: Session[] = [];
  afterEach(async () => {
    for (const session of sessions.splice(0)) {
      await session.close();
    }
    for (const upstream of upstreams.splice(0)) {
      await upstream.close();
    }
  });

  /** A server whose API holds every request until the test says otherwise. */
  async function held(): Promise<{ upstream: HoldingUpstream; session: Session }> {
    const upstream = await HoldingUpstream.start();
    const session = await startSession({ base: upstream.url });
    upstreams.push(upstream);
    sessions.push(session);
    return { upstream, session };
  }

  it("takes a read back from the API", async () => {
    const { upstream, session } = await held();
    const cancel = new AbortController();
    const call = session.call("search_invoices", invoices, { signal: cancel.signal });
    await vi.waitFor(() => expect(upstream.received).toHaveLength(1));
    cancel.abort();

    await expect(call).rejects.toThrow();
    await vi.waitFor(() => expect(upstream.abandoned).toEqual(["GET /v1/invoices"]));
    const closed = await session.logged({ msg: "call closed" });
    expect(closed).toMatchObject({ outcome: "cancelled" });
  });

  it("leaves a write that was sent alone", async () => {
    const { upstream, session } = await held();
    const cancel = new AbortController();
    const call = session.call("send_payment_reminder", reminder, { signal: cancel.signal });
    await vi.waitFor(() => expect(upstream.received).toHaveLength(1));
    cancel.abort();
    await expect(call).rejects.toThrow();
    await sleep(200);
    expect(upstream.abandoned).toEqual([]);
    upstream.answer(201, { id: "REM-1" });

    const closed = await session.logged({ msg: "call closed" });
    expect(closed).toMatchObject({ outcome: "ok", upstream: [{ method: "POST", status: 201 }] });
    expect(upstream.received).toHaveLength(1);
  });

  it("before its write sends none", async () => {
    const { upstream, session } = await held();
    const cancel = new AbortController();
    const given = { customer_id: "CUS-10001" };
    const call = session.call("resend_welcome_email", given, { signal: cancel.signal });
    await vi.waitFor(() => expect(upstream.received).toHaveLength(1));
    cancel.abort();
    await expect(call).rejects.toThrow();
    await session.logged({ msg: "call closed" });

    expect(upstream.received).toEqual(["GET /v1/customers/CUS-10001"]);
  });

  it("does not touch the calls beside it", async () => {
    const { upstream, session } = await held();
    const cancel = new AbortController();
    const cancelled = session.call("search_invoices", invoices, { signal: cancel.signal });
    const other = session.call("search_invoices", invoices);
    await vi.waitFor(() => expect(upstream.received).toHaveLength(2));
    cancel.abort();
    await expect(cancelled).rejects.toThrow();
    await vi.waitFor(() => expect(upstream.abandoned).toHaveLength(1));
    upstream.answer(200, { items: [], next_cursor: null, total: 0 });

    expect(JSON.parse(textOf(await other))).toMatchObject({ total_count: 0 });
  });
});

/** Keeps every request waiting, and notes which connections the client closes. */
class HoldingUpstream {
  /** "GET /v1/invoices", in the order of arrival. */
  readonly received: string[] = [];
  readonly abandoned: string[] = [];
  readonly #server: Server;
  readonly #waiting = new Set<ServerResponse>();

  private constructor() {
    this.#server = createServer((request, response) => {
      const line = `${request.method} ${request.url?.split("?")[0]}`;
      this.received.push(line);
      this.#waiting.add(response);
      response.once("close", () => {
        if (this.#waiting.delete(response) && !response.writableEnded) {
          this.abandoned.push(line);
        }
      });
    });
  }

  static async start(): Promise<HoldingUpstream> {
    const upstream = new HoldingUpstream();
    await new Promise<void>((resolve) => upstream.#server.listen(0, "127.0.0.1", resolve));
    return upstream;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  }

  /** Answers every request that still waits. */
  answer(status: number, body: object): void {
    for (const response of this.#waiting) {
      this.#waiting.delete(response);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    }
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
