import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type BillingApi, startBillingApi } from "../../../examples/billing-api/server.js";
import { send } from "./send.js";

let api: BillingApi;

beforeAll(async () => {
  api = await startBillingApi();
});
afterAll(() => api.close());
afterEach(() => api.reset());

describe("tokens", () => {
  it("names the scope that is missing", async () => {
    const line = "GET /v1/invoices";
    const response = await send(api.url, { line }, { token: "sample-prices" });

    expect(response.status).toBe(403);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      status: 403,
      detail: "The token lacks the scope invoices:read.",
    });
  });

  it("asks for a token, and forgets one that was revoked", async () => {
    const line = "GET /v1/prices";
    const without = await send(api.url, { line }, { token: null });
    await send(api.url, { line: "DELETE /v1/admin/tokens/tok_prices" });
    const revoked = await send(api.url, { line }, { token: "sample-prices" });

    expect(without.status).toBe(401);
    expect(without.headers.get("www-authenticate")).toBe("Bearer");
    expect(revoked.status).toBe(401);
  });

  it("keeps accounts apart", async () => {
    const own = await send(api.url, { line: "GET /v1/customers/CUS-20001" });
    const other = await send(api.url, { line: "GET /v1/customers/CUS-20001?account=us" });
    const foreign = await send(
      api.url,
      { line: "GET /v1/customers/CUS-20001?account=us" },
      { token: "sample-reader" },
    );

    expect([own.status, other.status, foreign.status]).toEqual([404, 200, 403]);
  });
});

describe("requests", () => {
  it("lists everything that does not fit, with its place", async () => {
    const response = await send(api.url, {
      line: "POST /v1/refunds?limit=2",
      body: { order_id: "700101", amount_cents: 0, note: "x" },
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: "invalid_request",
      details: [
        { field: "query/limit", message: "is no parameter of this operation" },
        { field: "body", message: 'must NOT have additional properties: "note"' },
        { field: "body/amount_cents", message: "must be >= 1" },
      ],
    });
  });

  it.each([
    ["GET /v1/customers?status=late", "query/status/0"],
    ["GET /v1/customers?limit=many", "query/limit"],
    ["GET /v1/customers?limit=1&limit=2", "query/limit"],
    ["GET /v1/invoices?issued_from=2026-02-30", "query/issued_from"],
    ["GET /v1/emails/none", "path/email_id"],
  ])("refuses %s", async (line, field) => {
    const response = await send(api.url, { line });

    expect(await response.json()).toMatchObject({ code: "invalid_request", details: [{ field }] });
  });

  it("answers in problem+json where that is documented", async () => {
    const response = await send(api.url, { line: "GET /v1/orders?offset=-1" });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      title: "Bad Request",
      errors: [{ pointer: "/query/offset", detail: "must be >= 0" }],
    });
  });

  it("is read as JSON only", async () => {
    const response = await fetch(`${api.url}/v1/orders/search`, {
      method: "POST",
      headers: { Authorization: "Bearer sample-admin", "Content-Type": "text/plain" },
      body: "{}",
    });

    expect(response.status).toBe(400);
  });

  it("has to be for a path and a method that exist", async () => {
    const nowhere = await send(api.url, { line: "GET /v1/nothing" });
    const wrongly = await send(api.url, { line: "PUT /v1/prices", body: {} });

    expect([nowhere.status, wrongly.status]).toEqual([404, 405]);
  });

  it("is recorded as it arrived", async () => {
    await send(
      api.url,
      { line: "POST /v1/orders/search?limit=1", body: { text: "lamp" } },
      { headers: { "X-Request-Id": "abc" } },
    );

    expect(api.requests).toHaveLength(1);
    expect(api.requests[0]).toMatchObject({
      method: "POST",
      path: "/v1/orders/search",
      operation: "searchOrders",
      body: '{"text":"lamp"}',
      status: 200,
      headers: { "x-request-id": "abc" },
    });
  });
});

describe("idempotency keys", () => {
  const refund = { line: "POST /v1/refunds", body: { order_id: "700101", amount_cents: 100 } };
  const headers = { "Idempotency-Key": "refund-of-700101" };

  it("give the stored answer to the same request, and do the work once", async () => {
    const first = await send(api.url, refund, { headers });
    const second = await send(api.url, refund, { headers });

    expect(await second.text()).toBe(await first.text());
    expect(second.status).toBe(201);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(api.store.orders.find("eu", "700101")?.refunded_cents).toBe(100);
  });

  it("are refused for another request", async () => {
    await send(api.url, refund, { headers });
    const other = { ...refund, body: { order_id: "700101", amount_cents: 200 } };
    const response = await send(api.url, other, { headers });

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: "idempotency_key_reused" });
  });

  it("belong to their token", async () => {
    await send(api.url, refund, { headers });
    const response = await send(api.url, refund, { headers, token: "sample-operator" });

    expect(response.headers.get("idempotency-replayed")).toBeNull();
  });
});

describe("pages", () => {
  it("go on by cursor until there is none", async () => {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `cursor=${cursor}`;
      const line = "GET /v1/invoices?customer_id=CUS-10001&limit=50";
      const page = await pageOf(send(api.url, { line }, { query }));
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }

    expect(seen).toHaveLength(134);
    expect(new Set(seen).size).toBe(134);
    expect(seen[0]).toBe("INV-20134");
  });

  it("refuse a cursor that was made up", async () => {
    const response = await send(api.url, { line: "GET /v1/invoices?cursor=abc" });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "invalid_cursor" });
  });

  it("go on by offset", async () => {
    const all = await pageOf(send(api.url, { line: "GET /v1/orders?limit=4" }));
    const rest = await pageOf(send(api.url, { line: "GET /v1/orders?limit=2&offset=2" }));

    expect(rest.items).toEqual(all.items.slice(2));
  });
});

describe("answers", () => {
  it("carry integers past 2^53 as they are", async () => {
    const response = await send(api.url, { line: "GET /v1/payments/PAY-40001" });

    expect(await response.text()).toContain('"ledger_entry":9007199254820995');
  });

  it("are the same on every start", async () => {
    const line = "GET /v1/orders?limit=100";
    const before = await (await send(api.url, { line })).text();
    api.reset();

    expect(await (await send(api.url, { line })).text()).toBe(before);
  });

  it("that break the description are a loud 500", async () => {
    const invoice = api.store.invoices.find("eu", "INV-20131");
    Object.assign(invoice ?? {}, { currency: "euro" });
    const response = await send(api.url, { line: "GET /v1/invoices/INV-20131" });

    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: "answer_breaks_description" });
    expect(api.violations).toEqual([
      'getInvoice answered 200 against the description: /currency must match pattern "^[A-Z]{3}$"',
    ]);
  });

  it("may be a PDF", async () => {
    const response = await send(api.url, { line: "GET /v1/invoices/INV-20131/pdf" });

    expect(response.headers.get("content-type")).toBe("application/pdf");
    expect(response.headers.get("content-disposition")).toContain("2026-139.pdf");
    expect((await response.text()).slice(0, 8)).toBe("%PDF-1.4");
  });
});

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly next_cursor: string | null;
}

const pageOf = async (response: Promise<Response>): Promise<Page> =>
  (await (await response).json()) as Page;
