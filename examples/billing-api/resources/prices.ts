import { type Call, ok, type Route, route } from "../http/call.js";
import { type CursorQuery, cursorPage } from "../http/pages.js";
import { notFound } from "../http/refusal.js";
import type { Price } from "../records.js";
import { shown } from "./views.js";

/** Throws a 404 for a price that the account does not sell. */
export function priceOf(call: Call, id: string): Price {
  const price = call.store.prices.find(call.account, id);
  if (!price) {
    throw notFound("price", id);
  }
  return price;
}

const listPrices = route<{ query: CursorQuery & { currency?: string } }>((call) => {
  const { currency } = call.query;
  const found = call.store.prices
    .of(call.account)
    .filter((price) => currency === undefined || price.currency === currency)
    .sort((one, other) => one.amount_cents - other.amount_cents);
  return ok(cursorPage(found, call.query, shown));
});

const getPrice = route<{ path: { price_id: string } }>((call) =>
  ok(shown(priceOf(call, call.path.price_id))),
);

export const priceRoutes: Readonly<Record<string, Route>> = { listPrices, getPrice };
