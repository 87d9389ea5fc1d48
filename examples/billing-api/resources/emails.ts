import { accepted, ok, type Route, route } from "../http/call.js";
import { notFound, unprocessable } from "../http/refusal.js";
import type { Email, EmailTemplate } from "../records.js";
import { invoiceOf } from "./invoices.js";

interface NewEmail {
  to: string;
  template: EmailTemplate;
  context?: Email["context"];
}

const sendEmail = route<{ body: NewEmail }>((call) => {
  const { store, account, body } = call;
  const invoiceId = body.context?.invoice_id;
  if (invoiceId !== undefined) {
    invoiceOf(call, invoiceId);
  } else if (body.template === "invoice_copy" || body.template === "payment_receipt") {
    throw unprocessable(
      "missing_context",
      `The template ${body.template} is about an invoice.`,
      "/body/context/invoice_id",
    );
  }
  if (store.suppressed.has(body.to)) {
    throw unprocessable("recipient_suppressed", `Mail to ${body.to} keeps bouncing.`, "/body/to");
  }
  const email = store.emails.add({
    id: store.nextUuid("email"),
    account,
    to: body.to,
    template: body.template,
    status: "queued",
    queued_at: store.now(),
    context: body.context ?? {},
  });
  return accepted(view(email));
});

const getEmail = route<{ path: { email_id: string } }>((call) => {
  const email = call.store.emails.find(call.account, call.path.email_id);
  if (!email) {
    throw notFound("email", call.path.email_id);
  }
  return ok(view(email));
});

const view = ({ id, to, template, status, queued_at }: Email): object => ({
  id,
  to,
  template,
  status,
  queued_at,
});

export const emailRoutes: Readonly<Record<string, Route>> = { sendEmail, getEmail };
