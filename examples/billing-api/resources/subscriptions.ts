import { addDays, addMonths } from "../days.js";
import { type Call, ok, type Route, route } from "../http/call.js";
import { type CursorQuery, cursorPage } from "../http/pages.js";
import { conflict, notFound, unprocessable } from "../http/refusal.js";
import { newestFirst } from "../newest-first.js";
import type { Price, Subscription } from "../records.js";
import { priceOf } from "./prices.js";
import { shown } from "./views.js";

/** Throws a 404 for a subscription that the account does not have. */
export function subscriptionOf(call: Call, id: string): Subscription {
  const subscription = call.store.subscriptions.find(call.account, id);
  if (!subscription) {
    throw notFound("subscription", id);
  }
  return subscription;
}

type OnSubscription = { path: { subscription_id: string } };
type ListQuery = CursorQuery & { customer_id?: string; status?: string[] };

const listSubscriptions = route<{ query: ListQuery }>((call) => {
  const { customer_id, status } = call.query;
  const found = call.store.subscriptions
    .of(call.account)
    .filter((one) => customer_id === undefined || one.customer_id === customer_id)
    .filter((one) => status === undefined || status.includes(one.status));
  return ok(
    cursorPage(
      newestFirst(found, (one) => one.id),
      call.query,
      view,
    ),
  );
});

const getSubscription = route<OnSubscription>((call) =>
  ok(view(subscriptionOf(call, call.path.subscription_id))),
);

const view = (subscription: Subscription): object => ({
  ...shown(subscription),
  plan: shown(subscription.plan),
});

type PreviewQuery = { price_id: string; quantity?: number };

const previewPlanChange = route<OnSubscription & { query: PreviewQuery }>((call) => {
  const subscription = subscriptionOf(call, call.path.subscription_id);
  const to = priceFor(subscription, priceOf(call, call.query.price_id));
  const quantity = call.query.quantity ?? subscription.quantity;
  const before = subscription.plan.amount_cents * subscription.quantity;
  const after = to.amount_cents * quantity;
  return ok({
    subscription_id: subscription.id,
    from: shown(subscription.plan),
    to: shown(to),
    due_now_cents: Math.max(0, Math.round((after - before) / 2)),
    credit_cents: Math.max(0, Math.round((before - after) / 2)),
    next_renewal_cents: after,
    currency: to.currency,
  });
});

interface PlanChange {
  price_id: string;
  quantity?: number;
  when: "now" | "period_end";
}

const changePlan = route<OnSubscription & { body: PlanChange }>((call) => {
  const subscription = runningOf(call);
  const price = priceFor(subscription, priceOf(call, call.body.price_id));
  const quantity = call.body.quantity ?? subscription.quantity;
  if (call.body.when === "period_end") {
    subscription.pending_change = { price_id: price.id, quantity };
  } else {
    const today = call.store.today();
    subscription.plan = price;
    subscription.quantity = quantity;
    subscription.current_period = { from: today, until: addDays(addMonths(today, 1), -1) };
    subscription.pending_change = null;
  }
  return ok(view(subscription));
});

function priceFor(subscription: Subscription, price: Price): Price {
  if (price.currency !== subscription.plan.currency) {
    throw unprocessable(
      "other_currency",
      `${subscription.id} is billed in ${subscription.plan.currency}, ${price.id} is not.`,
    );
  }
  return price;
}

const cancelSubscription = route<OnSubscription & { body: { when: "now" | "period_end" } }>(
  (call) => {
    const subscription = runningOf(call);
    if (call.body.when === "period_end") {
      subscription.cancels_on = subscription.current_period.until;
      return ok(view(subscription));
    }
    subscription.status = "cancelled";
    subscription.cancels_on = call.store.today();
    const customer = call.store.customers.find(call.account, subscription.customer_id);
    if (customer) {
      customer.subscription_id = null;
    }
    return ok(view(subscription));
  },
);

function runningOf(call: Call & OnSubscription): Subscription {
  const subscription = subscriptionOf(call, call.path.subscription_id);
  if (subscription.status === "cancelled") {
    throw conflict("already_cancelled", `Subscription ${subscription.id} is cancelled.`);
  }
  return subscription;
}

export const subscriptionRoutes: Readonly<Record<string, Route>> = {
  listSubscriptions,
  getSubscription,
  previewPlanChange,
  changePlan,
  cancelSubscription,
};
