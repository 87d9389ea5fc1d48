import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Fault, parseFault } from "../../../examples/billing-api/faults/fault.js";
import { type BillingApi, startBillingApi } from "../../../examples/billing-api/server.js";
import { send } from "./send.js";

let api: BillingApi;

beforeAll(async () => {
  api = await startBillingApi();
});
afterAll(() => api.close());
afterEach(() => api.reset());

const prices = { line: "GET /v1/prices" };

interface Prices {
  readonly items: readonly { readonly id: unknown; readonly name: unknown }[];
}

/** The answer to a request for prices while a fault is on. */
async function pricesWith(fault: Fault): Promise<Response> {
  api.faults.add(fault);
  return send(api.url, prices);
}

describe("faults that answer", () => {
  it("rate-limit says when to try again", async () => {
    const response = await pricesWith({ kind: "rate-limit", seconds: 7 });

    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("7");
  });

  it("rate-limit says it as a date where that is documented", async () => {
    api.faults.add({ kind: "rate-limit", seconds: 60 });
    const response = await send(api.url, { line: "GET /v1/usage?subscription_id=SUB-30001" });

    const date = Date.parse(response.headers.get("retry-after") ?? "");
    expect(date - Date.now()).toBeGreaterThan(50_000);
    expect(date - Date.now()).toBeLessThanOrEqual(60_000);
  });

  it.each([
    [{ kind: "outage", seconds: 3 }, 503, "application/problem+json"],
    [{ kind: "failure" }, 500, "application/json"],
    [{ kind: "html" }, 502, "text/html"],
    [{ kind: "redirect", to: "https://elsewhere.example/" }, 302, null],
    [{ kind: "not-json" }, 200, "application/json"],
  ] as const)("%o", async (fault, status, mediaType) => {
    const response = await pricesWith(fault);

    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe(mediaType);
  });
});

describe("faults that do not answer", () => {
  it.each([{ kind: "hang-up" }, { kind: "hang-up-after" }] as const)("%o", async (fault) => {
    await expect(pricesWith(fault)).rejects.toThrow("fetch failed");
  });

  it("hang-up-after does the work first", async () => {
    api.faults.add({ kind: "hang-up-after", operation: "createRefund", times: 1 });
    const refund = { line: "POST /v1/refunds", body: { order_id: "700101", amount_cents: 5 } };
    const headers = { "Idempotency-Key": "once-and-again" };
    await expect(send(api.url, refund, { headers })).rejects.toThrow();
    const again = await send(api.url, refund, { headers });

    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(api.store.orders.find("eu", "700101")?.refunded_cents).toBe(5);
  });

  it("cut-off ends in the middle", async () => {
    const response = await pricesWith({ kind: "cut-off" });

    await expect(response.text()).rejects.toThrow();
  });

  it("silent leaves the client waiting", async () => {
    api.faults.add({ kind: "silent" });
    const signal = AbortSignal.timeout(100);

    await expect(fetch(`${api.url}/v1/prices`, { signal })).rejects.toThrow("aborted");
  });

  it("endless goes on until the client leaves", async () => {
    const response = await pricesWith({ kind: "endless" });
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > 1_000_000) {
        break;
      }
    }

    expect(bytes).toBeGreaterThan(1_000_000);
  });

  it.each(["slow", "late"] as const)("%s waits", async (kind) => {
    const start = performance.now();
    const response = await pricesWith({ kind, milliseconds: 80 });

    expect(response.status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(70);
  });
});

describe("faults in an answer", () => {
  it("huge repeats items, which still fit the description", async () => {
    const response = await pricesWith({ kind: "huge", items: 5000 });
    const body = (await response.json()) as Prices;

    expect(body.items).toHaveLength(5000);
    expect(body.items[4]).toEqual(body.items[0]);
  });

  it.each([
    [{ kind: "missing", path: "items[].name" }, undefined],
    [{ kind: "null", path: "items[].name" }, null],
    [{ kind: "wrong-type", path: "items[].name" }, 42],
  ] as const)("%o", async (fault, name) => {
    const body = (await (await pricesWith(fault)).json()) as Prices;

    expect(body.items[0]?.name).toBe(name);
    expect(body.items[0]?.id).toBe("solo-monthly-eur");
    expect(api.violations).toEqual([]);
  });
});

describe("switches", () => {
  it("reach one operation, and so many requests", async () => {
    api.faults.add({ kind: "failure", operation: "listPrices", times: 1 });
    const other = await send(api.url, { line: "GET /v1/orders" });
    const first = await send(api.url, prices);
    const second = await send(api.url, prices);

    expect([other.status, first.status, second.status]).toEqual([200, 500, 200]);
  });

  it("can be set by the request", async () => {
    const headers = { "X-Sample-Fault": "outage=1" };
    const response = await send(api.url, prices, { headers });

    expect(response.status).toBe(503);
  });

  it.each([
    ["outage", { kind: "outage", seconds: 1 }],
    [
      "listInvoices:rate-limit=2*1",
      { kind: "rate-limit", seconds: 2, operation: "listInvoices", times: 1 },
    ],
    ["missing=items[].due_date", { kind: "missing", path: "items[].due_date" }],
    ["slow=250", { kind: "slow", milliseconds: 250 }],
  ])("are written %s", (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  it.each(["", "explode", "slow=soon", "missing", "failure=1"])("are not written %j", (text) => {
    expect(() => parseFault(text)).toThrow("is no fault");
  });
});
