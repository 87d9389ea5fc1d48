import { created, ok, type Route, route } from "../http/call.js";
import { type CursorQuery, cursorPage } from "../http/pages.js";
import { conflict, notFound, unprocessable } from "../http/refusal.js";
import { newestFirst } from "../newest-first.js";
import { orderOf } from "./orders.js";
import { shown } from "./views.js";

const listRefunds = route<{ query: CursorQuery & { order_id?: string } }>((call) => {
  const { order_id } = call.query;
  const found = call.store.refunds
    .of(call.account)
    .filter((refund) => order_id === undefined || refund.order_id === order_id);
  return ok(
    cursorPage(
      newestFirst(found, (refund) => refund.created_at),
      call.query,
      shown,
    ),
  );
});

interface NewRefund {
  order_id: string;
  amount_cents: number;
  reason?: string;
}

const createRefund = route<{ body: NewRefund }>((call) => {
  const { store, account, body } = call;
  const order = orderOf(call, body.order_id);
  if (order.status === "pending" || order.status === "cancelled") {
    throw conflict("not_refundable", `Order ${order.id} is ${order.status}.`);
  }
  if (body.amount_cents > order.refundable_cents) {
    throw unprocessable(
      "amount_exceeds_refundable",
      `Only ${order.refundable_cents} of order ${order.id} can still be refunded.`,
      "/body/amount_cents",
    );
  }
  order.refunded_cents += body.amount_cents;
  order.refundable_cents -= body.amount_cents;
  if (order.refundable_cents === 0) {
    order.status = "refunded";
  }
  const refund = store.refunds.add({
    id: store.nextId("REF", 50_000),
    account,
    order_id: order.id,
    amount_cents: body.amount_cents,
    currency: order.currency,
    status: "pending",
    reason: body.reason ?? null,
    created_at: store.now(),
  });
  return created(shown(refund));
});

const getRefund = route<{ path: { refund_id: string } }>((call) => {
  const refund = call.store.refunds.find(call.account, call.path.refund_id);
  if (!refund) {
    throw notFound("refund", call.path.refund_id);
  }
  return ok(shown(refund));
});

export const refundRoutes: Readonly<Record<string, Route>> = {
  listRefunds,
  createRefund,
  getRefund,
};
