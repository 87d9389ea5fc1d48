import { accepted, ok, type Route, route } from "../http/call.js";
import { type OffsetQuery, offsetPage } from "../http/pages.js";
import { newestFirst } from "../newest-first.js";
import type { Meter, UsageRecord } from "../records.js";
import { subscriptionOf } from "./subscriptions.js";

type ListQuery = OffsetQuery & { subscription_id: string; meter?: Meter };

const listUsage = route<{ query: ListQuery }>((call) => {
  const { subscription_id, meter } = call.query;
  subscriptionOf(call, subscription_id);
  const found = call.store.usage
    .filter((record) => record.account === call.account)
    .filter((record) => record.subscription_id === subscription_id)
    .filter((record) => meter === undefined || record.meter === meter);
  return ok(
    offsetPage(
      newestFirst(found, (record) => record.day),
      call.query,
      view,
    ),
  );
});

const view = ({ account: _account, ...rest }: UsageRecord): object => rest;

interface UsageEvent {
  event_id: string;
  subscription_id: string;
  meter: Meter;
  quantity: number;
  occurred_at?: string;
}

const recordUsage = route<{ body: { events: UsageEvent[] } }>((call) => {
  const { store, account, body } = call;
  for (const event of body.events) {
    subscriptionOf(call, event.subscription_id);
  }
  let duplicates = 0;
  for (const event of body.events) {
    if (store.usageEvents.has(event.event_id)) {
      duplicates += 1;
      continue;
    }
    store.usageEvents.add(event.event_id);
    store.usage.push({
      account,
      subscription_id: event.subscription_id,
      day: (event.occurred_at ?? store.now()).slice(0, 10),
      meter: event.meter,
      quantity: BigInt(event.quantity),
    });
  }
  return accepted({ accepted: body.events.length - duplicates, duplicates });
});

export const usageRoutes: Readonly<Record<string, Route>> = { listUsage, recordUsage };
