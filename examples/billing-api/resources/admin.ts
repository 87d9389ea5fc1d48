import { noContent, ok, type Route, route } from "../http/call.js";
import { conflict, notFound } from "../http/refusal.js";
import { invoiceOf } from "./invoices.js";
import { shown } from "./views.js";

const adminListTokens = route((call) =>
  ok({
    items: [...call.store.tokens.values()].map(({ id, name, account, scopes, last_used_at }) => ({
      id,
      name,
      account,
      scopes,
      last_used_at,
    })),
  }),
);

const adminRevokeToken = route<{ path: { token_id: string } }>((call) => {
  const { token_id } = call.path;
  for (const [secret, token] of call.store.tokens) {
    if (token.id === token_id) {
      call.store.tokens.delete(secret);
      return noContent;
    }
  }
  throw notFound("token", token_id);
});

const adminWriteOffInvoice = route<{ body: { invoice_id: string } }>((call) => {
  const invoice = invoiceOf(call, call.body.invoice_id);
  if (invoice.status !== "overdue") {
    throw conflict("not_overdue", `Invoice ${invoice.id} is ${invoice.status}.`);
  }
  return ok(shown(Object.assign(invoice, { status: "void", amount_due_cents: 0 })));
});

const adminSetPeriod = route<{ path: { period: string }; body: { state: "open" | "closed" } }>(
  (call) => {
    const { period } = call.path;
    const key = `${call.account} ${period}`;
    if (call.body.state === "closed") {
      call.store.closedPeriods.add(key);
    } else {
      call.store.closedPeriods.delete(key);
    }
    return ok({ period, state: call.body.state });
  },
);

export const adminRoutes: Readonly<Record<string, Route>> = {
  adminListTokens,
  adminRevokeToken,
  adminWriteOffInvoice,
  adminSetPeriod,
};
