import { addDays } from "../days.js";
import type { Token } from "../records.js";
import { Store } from "../store.js";
import { seedCustomers } from "./customers.js";
import { seedInvoices } from "./invoices.js";
import { seedOrders } from "./orders.js";
import { seedSubscriptions } from "./subscriptions.js";

/** A store as it is on every start. */
export function seededStore(tokens: Readonly<Record<string, Token>>): Store {
  const store = new Store();
  for (const [secret, token] of Object.entries(tokens)) {
    store.tokens.set(secret, { ...token });
  }
  seedCustomers(store);
  seedSubscriptions(store);
  seedInvoices(store);
  seedOrders(store);
  seedCorrections(store);
  seedUsage(store);
  return store;
}

/** One of each kind that most stories start without: a reminder, a refund, a credit note, an email. */
function seedCorrections(store: Store): void {
  store.reminders.add({
    id: store.nextId("REM", 90_000),
    account: "eu",
    invoice_id: "INV-20131",
    channel: "email",
    level: 1,
    sent_at: "2026-11-02T08:00:00Z",
  });
  store.refunds.add({
    id: store.nextId("REF", 50_000),
    account: "eu",
    order_id: "700106",
    amount_cents: store.orders.find("eu", "700106")?.total_cents ?? 1,
    currency: "EUR",
    status: "succeeded",
    reason: "defective",
    created_at: "2026-10-30T10:00:00Z",
  });
  store.creditNotes.add({
    id: store.nextId("CN", 60_000),
    account: "eu",
    number: "CN-2026-0001",
    invoice_id: "INV-20130",
    customer_id: "CUS-10001",
    amount_cents: 500,
    currency: "EUR",
    reason: "goodwill",
    issued_at: "2026-10-05T10:00:00Z",
  });
  store.emails.add({
    id: store.nextUuid("email"),
    account: "eu",
    to: "office@northwind.example",
    template: "welcome",
    status: "delivered",
    queued_at: "2026-11-10T10:00:00Z",
    context: {},
  });
}

function seedUsage(store: Store): void {
  for (let back = 1; back <= 40; back += 1) {
    const day = addDays("2026-11-16", -back);
    const record = { account: "eu", subscription_id: "SUB-30001", day };
    store.usage.push({ ...record, meter: "api_calls", quantity: BigInt(10_000 + 37 * back) });
    store.usage.push({ ...record, meter: "storage_bytes", quantity: 9_007_199_254_740_993n });
  }
}
