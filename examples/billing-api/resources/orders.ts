import { type Call, ok, type Route, route } from "../http/call.js";
import { type OffsetQuery, offsetPage } from "../http/pages.js";
import { conflict, notFound, unprocessable } from "../http/refusal.js";
import { newestFirst } from "../newest-first.js";
import type { Order } from "../records.js";
import { shown } from "./views.js";

/** Throws a 404 for an order that the account does not have. */
export function orderOf(call: Call, id: string): Order {
  const order = call.store.orders.find(call.account, id);
  if (!order) {
    throw notFound("order", id);
  }
  return order;
}

type OnOrder = { path: { order_id: string } };
type ListQuery = OffsetQuery & { customer_id?: string; "status[]"?: string[] };

const listOrders = route<{ query: ListQuery }>((call) => {
  const { customer_id, "status[]": states } = call.query;
  const found = call.store.orders
    .of(call.account)
    .filter((order) => customer_id === undefined || order.customer_id === customer_id)
    .filter((order) => states === undefined || states.includes(order.status));
  return ok(offsetPage(newestFirst(found, placedAt), call.query, shown));
});

interface OrderSearch {
  text?: string;
  filter?: {
    customer_id?: string;
    statuses?: string[];
    placed?: { from?: string; until?: string };
    min_total_cents?: number;
  };
  sort?: "newest_first" | "oldest_first" | "largest_first";
}

const searchOrders = route<{ query: OffsetQuery; body: OrderSearch }>((call) => {
  const { text, filter, sort } = call.body;
  const { from, until } = filter?.placed ?? {};
  if (from !== undefined && until !== undefined && until < from) {
    throw unprocessable(
      "invalid_period",
      `The period ends on ${until}, before it begins on ${from}.`,
      "/body/filter/placed/until",
    );
  }
  const found = call.store.orders
    .of(call.account)
    .filter((order) => text === undefined || mentions(order, text.toLowerCase()))
    .filter((order) => fits(order, filter ?? {}));
  return ok(offsetPage(sorted(found, sort ?? "newest_first"), call.query, shown));
});

function fits(order: Order, filter: NonNullable<OrderSearch["filter"]>): boolean {
  const day = order.placed_at.slice(0, 10);
  return (
    (filter.customer_id === undefined || order.customer_id === filter.customer_id) &&
    (filter.statuses === undefined || filter.statuses.includes(order.status)) &&
    (filter.placed?.from === undefined || day >= filter.placed.from) &&
    (filter.placed?.until === undefined || day <= filter.placed.until) &&
    (filter.min_total_cents === undefined || order.total_cents >= filter.min_total_cents)
  );
}

const mentions = (order: Order, words: string): boolean =>
  [order.customer_name, ...order.lines.flatMap((line) => [line.title, line.sku])].some((text) =>
    text.toLowerCase().includes(words),
  );

function sorted(orders: Order[], by: NonNullable<OrderSearch["sort"]>): Order[] {
  switch (by) {
    case "newest_first":
      return newestFirst(orders, placedAt);
    case "oldest_first":
      return newestFirst(orders, placedAt).reverse();
    case "largest_first":
      return [...orders].sort((one, other) => other.total_cents - one.total_cents);
  }
}

const placedAt = (order: Order): string => order.placed_at;

const getOrder = route<OnOrder>((call) => ok(shown(orderOf(call, call.path.order_id))));

const cancelOrder = route<OnOrder & { body: { reason: string } }>((call) => {
  const order = orderOf(call, call.path.order_id);
  if (order.status !== "pending" && order.status !== "paid") {
    throw conflict("not_cancellable", `Order ${order.id} is ${order.status}.`);
  }
  order.status = "cancelled";
  return ok(shown(order));
});

export const orderRoutes: Readonly<Record<string, Route>> = {
  listOrders,
  searchOrders,
  getOrder,
  cancelOrder,
};
