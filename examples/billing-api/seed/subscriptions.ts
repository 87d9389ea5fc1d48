import type { Price, Subscription } from "../records.js";
import type { Store } from "../store.js";

const team: Price = {
  id: "team-monthly-eur",
  account: "eu",
  name: "Team",
  amount_cents: 1900,
  currency: "EUR",
  interval: "month",
  tiers: [
    { from_quantity: 10, amount_cents: 1700 },
    { from_quantity: 50, amount_cents: 1500 },
  ],
};
const solo: Price = {
  ...team,
  id: "solo-monthly-eur",
  name: "Solo",
  amount_cents: 900,
  tiers: null,
};
const business: Price = {
  ...team,
  id: "business-monthly-eur",
  name: "Business",
  amount_cents: 3900,
};
const teamYen: Price = {
  ...team,
  id: "team-monthly-jpy",
  amount_cents: 2900,
  currency: "JPY",
  tiers: null,
};

const running: Subscription = {
  id: "SUB-30001",
  account: "eu",
  customer_id: "CUS-10001",
  status: "active",
  plan: team,
  quantity: 24,
  current_period: { from: "2026-11-01", until: "2026-11-30" },
  pending_change: null,
  cancels_on: null,
};

export function seedSubscriptions(store: Store): void {
  for (const price of [solo, team, business, teamYen]) {
    store.prices.add(price);
  }
  store.subscriptions.add(running);
  store.subscriptions.add({
    ...running,
    id: "SUB-30002",
    customer_id: "CUS-10002",
    status: "trialing",
    plan: solo,
    quantity: 1,
    cancels_on: "2026-11-30",
  });
  store.subscriptions.add({
    ...running,
    id: "SUB-30003",
    customer_id: "CUS-10003",
    status: "past_due",
    plan: business,
    quantity: 6,
    pending_change: { price_id: team.id, quantity: 6 },
  });
  store.subscriptions.add({
    ...running,
    id: "SUB-30004",
    customer_id: "CUS-10006",
    status: "cancelled",
    cancels_on: "2026-06-30",
  });
}
