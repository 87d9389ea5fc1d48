import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type BillingApi, startBillingApi } from "../../../examples/billing-api/server.js";
import { send } from "./send.js";

let api: BillingApi;

beforeAll(async () => {
  api = await startBillingApi();
});
afterAll(() => api.close());
afterEach(() => api.reset());

/** The JSON that the API answers an assistant's request with. */
const ask = async (line: string, body?: unknown): Promise<unknown> =>
  (await send(api.url, { line, body }, { token: "sample-operator" })).json();

describe("reminders", () => {
  it.each([
    ["INV-20130", "already_paid"],
    ["INV-20133", "already_void"],
    ["INV-20139", "not_issued"],
  ])("are not sent for %s: %s", async (invoice, code) => {
    expect(await ask(`POST /v1/invoices/${invoice}/reminders`, {})).toMatchObject({ code });
  });

  it("become firmer, and come once a day", async () => {
    const line = "POST /v1/invoices/INV-20131/reminders";

    expect(await ask(line, {})).toMatchObject({ id: "REM-90002", channel: "email", level: 2 });
    expect(await ask(line, {})).toMatchObject({ code: "reminded_recently" });
    api.store.advance(86_400_000);
    expect(await ask(line, { channel: "letter" })).toMatchObject({ channel: "letter", level: 3 });
  });
});

describe("payments", () => {
  it("make an invoice paid once all of it is there", async () => {
    const pay = (amount_cents: number): Promise<unknown> =>
      ask("POST /v1/payments", {
        invoice_id: "INV-20134",
        amount_cents,
        method: { type: "bank_transfer" },
      });
    await pay(4264);

    expect(await ask("GET /v1/invoices/INV-20134")).toMatchObject({
      status: "open",
      amount_due_cents: 50_000,
    });
    await pay(50_000);
    expect(await ask("GET /v1/invoices/INV-20134")).toMatchObject({ status: "paid" });
  });
});

describe("credit notes", () => {
  it("change the invoice when their draft is finalized, and not before", async () => {
    const draft = await ask("POST /v1/credit-note-drafts", {
      invoice_id: "INV-20132",
      amount_cents: 1190,
      reason: "goodwill",
    });
    expect(draft).toMatchObject({ status: "draft", tax_cents: 190 });
    expect(await ask("GET /v1/invoices/INV-20132")).toMatchObject({ amount_due_cents: 11_900 });

    const id = "5eed0000-0000-4d5a-8000-000000000001";
    await ask(`POST /v1/credit-note-drafts/${id}/finalize`);

    expect(await ask("GET /v1/invoices/INV-20132")).toMatchObject({ amount_due_cents: 10_710 });
    expect(await ask(`GET /v1/credit-note-drafts/${id}`)).toMatchObject({
      status: "finalized",
      credit_note_id: "CN-60002",
    });
  });

  it("lapse with their draft after a day", async () => {
    await ask("POST /v1/credit-note-drafts", {
      invoice_id: "INV-20132",
      amount_cents: 1190,
      reason: "goodwill",
    });
    api.store.advance(86_400_000);
    const id = "5eed0000-0000-4d5a-8000-000000000001";

    expect(await ask(`POST /v1/credit-note-drafts/${id}/finalize`)).toMatchObject({
      message: "The draft is expired.",
    });
  });
});

describe("usage", () => {
  it("counts an event once", async () => {
    const event = {
      event_id: "0b0e7c2e-5f0a-4d62-8a55-3f4a3c1d9e10",
      subscription_id: "SUB-30001",
      meter: "build_minutes",
      quantity: 3,
    };

    expect(await ask("POST /v1/usage/events", { events: [event, event] })).toEqual({
      accepted: 1,
      duplicates: 1,
    });
  });
});

describe("invoices", () => {
  it("get their number and their due date when they are issued", async () => {
    expect(await ask("POST /v1/invoices/INV-20139/finalize")).toMatchObject({
      status: "open",
      issued_on: "2026-11-16",
      due_date: "2026-12-07",
      number: expect.stringMatching(/^2026-[0-9]+$/),
    });
  });
});
