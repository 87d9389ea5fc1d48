import { created, ok, type Route, route } from "../http/call.js";
import { type CursorQuery, cursorPage } from "../http/pages.js";
import { conflict, notFound, unprocessable } from "../http/refusal.js";
import { newestFirst } from "../newest-first.js";
import type { PaymentMethodView } from "../records.js";
import { customerOf } from "./customers.js";
import { invoiceOf } from "./invoices.js";
import { shown } from "./views.js";

interface ListQuery extends CursorQuery {
  customer_id?: string;
  ids?: string[];
  received_from?: string;
  received_until?: string;
}

const listPayments = route<{ query: ListQuery }>((call) => {
  const { customer_id, ids, received_from = "", received_until = "9999-12-31" } = call.query;
  if (customer_id !== undefined) {
    customerOf(call, customer_id);
  }
  const found = call.store.payments
    .of(call.account)
    .filter((payment) => customer_id === undefined || payment.customer_id === customer_id)
    .filter((payment) => ids === undefined || ids.includes(payment.id))
    .filter(({ received_at }) => {
      const day = received_at.slice(0, 10);
      return received_from <= day && day <= received_until;
    });
  return ok(
    cursorPage(
      newestFirst(found, (payment) => payment.received_at),
      call.query,
      shown,
    ),
  );
});

interface NewPayment {
  invoice_id: string;
  amount_cents: number;
  method: Extract<PaymentMethodView, { type: "bank_transfer" }>;
  received_at?: string;
}

const recordPayment = route<{ body: NewPayment }>((call) => {
  const { store, account, body } = call;
  const invoice = invoiceOf(call, body.invoice_id);
  if (invoice.status !== "open" && invoice.status !== "overdue") {
    throw conflict("not_payable", `Invoice ${invoice.id} is ${invoice.status}.`);
  }
  if (body.amount_cents > invoice.amount_due_cents) {
    throw unprocessable(
      "amount_exceeds_due",
      `Only ${invoice.amount_due_cents} are due on invoice ${invoice.id}.`,
      "/body/amount_cents",
    );
  }
  invoice.amount_due_cents -= body.amount_cents;
  if (invoice.amount_due_cents === 0) {
    invoice.status = "paid";
  }
  const payment = store.payments.add({
    id: store.nextId("PAY", 40_000),
    account,
    customer_id: invoice.customer_id,
    invoice_id: invoice.id,
    amount_cents: body.amount_cents,
    currency: invoice.currency,
    method: body.method,
    status: "succeeded",
    failure_reason: null,
    received_at: body.received_at ?? store.now(),
    ledger_entry: 9_007_199_254_740_993n + 2n * BigInt(store.payments.size),
  });
  return created(shown(payment));
});

const getPayment = route<{ path: { payment_id: string } }>((call) => {
  const payment = call.store.payments.find(call.account, call.path.payment_id);
  if (!payment) {
    throw notFound("payment", call.path.payment_id);
  }
  return ok(shown(payment));
});

export const paymentRoutes: Readonly<Record<string, Route>> = {
  listPayments,
  recordPayment,
  getPayment,
};
