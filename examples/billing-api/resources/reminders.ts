import { type Call, created, ok, type Route, route } from "../http/call.js";
import { type CursorQuery, cursorPage } from "../http/pages.js";
import { conflict } from "../http/refusal.js";
import { newestFirst } from "../newest-first.js";
import type { Invoice, Reminder } from "../records.js";
import { invoiceOf } from "./invoices.js";
import { shown } from "./views.js";

const LAST_LEVEL = 3;

type OnInvoice = { path: { id: string } };

const listReminders = route<OnInvoice & { query: CursorQuery }>((call) =>
  ok(cursorPage(remindersOf(call, invoiceOf(call, call.path.id)), call.query, shown)),
);

const createReminder = route<OnInvoice & { body: { channel?: Reminder["channel"] } }>((call) => {
  const invoice = invoiceOf(call, call.path.id);
  refuseUnlessDue(invoice);
  const earlier = remindersOf(call, invoice);
  if (earlier[0]?.sent_at.slice(0, 10) === call.store.today()) {
    throw conflict("reminded_recently", `A reminder for ${invoice.id} was sent today.`);
  }
  const reminder = call.store.reminders.add({
    id: call.store.nextId("REM", 90_000),
    account: call.account,
    invoice_id: invoice.id,
    channel: call.body.channel ?? "email",
    level: Math.min(earlier.length + 1, LAST_LEVEL),
    sent_at: call.store.now(),
  });
  return created(shown(reminder));
});

function refuseUnlessDue(invoice: Invoice): void {
  switch (invoice.status) {
    case "open":
    case "overdue":
      return;
    case "paid":
      throw conflict("already_paid", `Invoice ${invoice.id} is paid.`);
    case "void":
      throw conflict("already_void", `Invoice ${invoice.id} is void.`);
    case "draft":
      throw conflict("not_issued", `Invoice ${invoice.id} is a draft.`);
  }
}

function remindersOf(call: Call, invoice: Invoice): Reminder[] {
  const all = call.store.reminders.of(call.account);
  return newestFirst(
    all.filter((reminder) => reminder.invoice_id === invoice.id),
    (reminder) => reminder.sent_at,
  );
}

export const reminderRoutes: Readonly<Record<string, Route>> = { listReminders, createReminder };
