import { type Call, created, noContent, ok, type Route, route } from "../http/call.js";
import { type CursorQuery, cursorPage } from "../http/pages.js";
import { conflict, notFound, unprocessable } from "../http/refusal.js";
import { newestFirst } from "../newest-first.js";
import type { CreditNoteDraft, CreditReason } from "../records.js";
import { customerOf } from "./customers.js";
import { invoiceOf } from "./invoices.js";
import { shown } from "./views.js";

const DAY = 86_400_000;
const TAX_PERCENT = 19;

const listCreditNotes = route<{ query: CursorQuery & { invoice_id?: string } }>((call) => {
  const { invoice_id } = call.query;
  const found = call.store.creditNotes
    .of(call.account)
    .filter((note) => invoice_id === undefined || note.invoice_id === invoice_id);
  return ok(
    cursorPage(
      newestFirst(found, (note) => note.issued_at),
      call.query,
      shown,
    ),
  );
});

const getCreditNote = route<{ path: { credit_note_id: string } }>((call) => {
  const note = call.store.creditNotes.find(call.account, call.path.credit_note_id);
  if (!note) {
    throw notFound("credit note", call.path.credit_note_id);
  }
  return ok(shown(note));
});

interface NewDraft {
  invoice_id: string;
  amount_cents: number;
  reason: CreditReason;
}

const createCreditNoteDraft = route<{ body: NewDraft }>((call) => {
  const { store, account, body } = call;
  const invoice = invoiceOf(call, body.invoice_id);
  if (invoice.status === "draft" || invoice.status === "void") {
    throw conflict("not_creditable", `Invoice ${invoice.id} is ${invoice.status}.`);
  }
  if (body.amount_cents > invoice.amount_cents) {
    throw unprocessable(
      "amount_exceeds_invoice",
      `Invoice ${invoice.id} is over ${invoice.amount_cents} only.`,
      "/body/amount_cents",
    );
  }
  const draft = store.creditNoteDrafts.add({
    id: store.nextUuid("draft"),
    account,
    status: "draft",
    invoice_id: invoice.id,
    customer_name: customerOf(call, invoice.customer_id).name,
    amount_cents: body.amount_cents,
    tax_cents: Math.round((body.amount_cents * TAX_PERCENT) / (100 + TAX_PERCENT)),
    currency: invoice.currency,
    reason: body.reason,
    credit_note_id: null,
    expires_at: new Date(Date.parse(store.now()) + DAY).toISOString(),
  });
  return created(shown(draft));
});

type OnDraft = { path: { draft_id: string } };

const getCreditNoteDraft = route<OnDraft>((call) => ok(shown(draftOf(call))));

const finalizeCreditNoteDraft = route<OnDraft>((call) => {
  const { store, account } = call;
  const draft = draftOf(call);
  if (draft.status !== "draft" || draft.expires_at <= store.now()) {
    const state = draft.status === "draft" ? "expired" : draft.status;
    throw conflict("draft_not_open", `The draft is ${state}.`);
  }
  const invoice = invoiceOf(call, draft.invoice_id);
  const id = store.nextId("CN", 60_000);
  const note = store.creditNotes.add({
    id,
    account,
    number: `CN-${store.today().slice(0, 4)}-${id.slice(-4)}`,
    invoice_id: invoice.id,
    customer_id: invoice.customer_id,
    amount_cents: draft.amount_cents,
    currency: draft.currency,
    reason: draft.reason,
    issued_at: store.now(),
  });
  invoice.amount_due_cents = Math.max(0, invoice.amount_due_cents - draft.amount_cents);
  draft.status = "finalized";
  draft.credit_note_id = note.id;
  return ok(shown(note));
});

const cancelCreditNoteDraft = route<OnDraft>((call) => {
  const draft = draftOf(call);
  if (draft.status === "finalized") {
    throw conflict("draft_not_open", "The draft is finalized.");
  }
  draft.status = "cancelled";
  return noContent;
});

function draftOf(call: Call & OnDraft): CreditNoteDraft {
  const draft = call.store.creditNoteDrafts.find(call.account, call.path.draft_id);
  if (!draft) {
    throw notFound("draft", call.path.draft_id);
  }
  return draft;
}

export const creditNoteRoutes: Readonly<Record<string, Route>> = {
  listCreditNotes,
  getCreditNote,
  createCreditNoteDraft,
  getCreditNoteDraft,
  finalizeCreditNoteDraft,
  cancelCreditNoteDraft,
};
