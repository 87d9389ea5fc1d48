import { addDays } from "../days.js";
import { type Call, created, ok, type Route, route } from "../http/call.js";
import { type CursorQuery, cursorPage } from "../http/pages.js";
import { conflict, notFound } from "../http/refusal.js";
import { newestFirst } from "../newest-first.js";
import type { Invoice, InvoiceLine } from "../records.js";
import { customerOf } from "./customers.js";
import { invoicePdf } from "./invoice-pdf.js";
import { shown } from "./views.js";

const DAYS_TO_PAY = 21;

/** Throws a 404 for an invoice that the account does not have. */
export function invoiceOf(call: Call, id: string): Invoice {
  const invoice = call.store.invoices.find(call.account, id);
  if (!invoice) {
    throw notFound("invoice", id);
  }
  return invoice;
}

type OnInvoice = { path: { invoice_id: string } };

interface ListQuery extends CursorQuery {
  customer_id?: string;
  status?: string;
  issued_from?: string;
  issued_until?: string;
}

const listInvoices = route<{ query: ListQuery }>((call) => {
  const { customer_id, status, issued_from = "", issued_until = "9999-12-31" } = call.query;
  if (customer_id !== undefined) {
    customerOf(call, customer_id);
  }
  const found = call.store.invoices
    .of(call.account)
    .filter((invoice) => invoice.status !== "draft")
    .filter((invoice) => customer_id === undefined || invoice.customer_id === customer_id)
    .filter((invoice) => status === undefined || invoice.status === status)
    .filter(({ issued_on }) => isBetween(issued_on ?? "", issued_from, issued_until));
  const sorted = newestFirst(found, (invoice) => invoice.issued_on ?? "");
  return ok(cursorPage(sorted, call.query, summary));
});

const isBetween = (day: string, from: string, until: string): boolean =>
  from <= day && day <= until;

function summary(invoice: Invoice): object {
  const { lines: _lines, billing_address: _address, ...rest } = shown(invoice);
  return rest;
}

interface NewInvoice {
  customer_id: string;
  due_date?: string;
  memo?: string | null;
  lines: InvoiceLine[];
}

const createInvoice = route<{ body: NewInvoice }>((call) => {
  const { store, account, body } = call;
  const customer = customerOf(call, body.customer_id);
  const amount = body.lines.reduce((sum, line) => sum + lineTotal(line), 0);
  const invoice = store.invoices.add({
    id: store.nextId("INV", 20_000),
    account,
    number: null,
    customer_id: customer.id,
    status: "draft",
    currency: customer.currency,
    amount_cents: Math.max(0, amount),
    amount_due_cents: Math.max(0, amount),
    issued_on: null,
    due_date: body.due_date ?? null,
    subscription_id: null,
    memo: body.memo ?? null,
    created_at: store.now(),
    lines: body.lines,
    billing_address: customer.address,
  });
  return { ...created(shown(invoice)), headers: { Location: `/v1/invoices/${invoice.id}` } };
});

const lineTotal = (line: InvoiceLine): number =>
  Math.round(line.quantity * line.unit_cents * (1 + line.tax_percent / 100));

const getInvoice = route<OnInvoice>((call) => ok(shown(invoiceOf(call, call.path.invoice_id))));

const updateInvoice = route<OnInvoice & { body: { due_date?: string; memo?: string | null } }>(
  (call) => ok(shown(Object.assign(draftOf(call, call.path.invoice_id), call.body))),
);

const finalizeInvoice = route<OnInvoice>((call) => {
  const invoice = draftOf(call, call.path.invoice_id);
  const today = call.store.today();
  invoice.status = "open";
  invoice.number = call.store.nextId(today.slice(0, 4), 100);
  invoice.issued_on = today;
  invoice.due_date ??= addDays(today, DAYS_TO_PAY);
  return ok(shown(invoice));
});

function draftOf(call: Call, id: string): Invoice {
  const invoice = invoiceOf(call, id);
  if (invoice.status !== "draft") {
    throw conflict("not_a_draft", `Invoice ${id} has been issued.`);
  }
  return invoice;
}

const voidInvoice = route<OnInvoice & { body: { reason: string } }>((call) => {
  const invoice = invoiceOf(call, call.path.invoice_id);
  if (invoice.status !== "open" && invoice.status !== "overdue") {
    throw conflict("not_voidable", `Invoice ${invoice.id} is ${invoice.status}.`);
  }
  if (invoice.amount_due_cents < invoice.amount_cents) {
    throw conflict("partly_paid", `A part of invoice ${invoice.id} has been paid.`);
  }
  return ok(shown(Object.assign(invoice, { status: "void", amount_due_cents: 0 })));
});

const getInvoicePdf = route<OnInvoice>((call) => {
  const invoice = invoiceOf(call, call.path.invoice_id);
  if (invoice.status === "draft") {
    throw conflict("not_issued", `Invoice ${invoice.id} is a draft.`);
  }
  return {
    status: 200,
    headers: { "Content-Disposition": `attachment; filename="${invoice.number}.pdf"` },
    file: { mediaType: "application/pdf", bytes: invoicePdf(invoice) },
  };
});

export const invoiceRoutes: Readonly<Record<string, Route>> = {
  listInvoices,
  createInvoice,
  getInvoice,
  updateInvoice,
  finalizeInvoice,
  voidInvoice,
  getInvoicePdf,
};
