import { addDays } from "../days.js";
import type { Order } from "../records.js";
import type { Store } from "../store.js";
import { sequence } from "./random.js";

const goods = [
  { sku: "DSK-160", title: "Standing desk, 160 cm", unit_cents: 49_900 },
  { sku: "CHR-020", title: "Task chair", unit_cents: 27_900 },
  { sku: "LMP-003", title: "Desk lamp", unit_cents: 5900 },
  { sku: "MON-270", title: "Monitor, 27 inch", unit_cents: 33_900 },
];
const states: Order["status"][] = [
  "shipped",
  "paid",
  "shipped",
  "pending",
  "cancelled",
  "refunded",
];

/** Sixty orders of the first five customers, four days apart; 700101 is paid in full and can be refunded. */
export function seedOrders(store: Store): void {
  const customers = store.customers.of("eu").slice(0, 5);
  const below = sequence(11);
  for (let index = 0; index < 60; index += 1) {
    const customer = customers[index % customers.length];
    if (!customer) {
      throw new Error("the seed's customers are missing");
    }
    const first = goods[below(goods.length)];
    const second = goods[below(goods.length)];
    const lines = [first, second].flatMap((good) =>
      good === undefined ? [] : [{ ...good, quantity: 1 + below(3) }],
    );
    const total = lines.reduce((sum, line) => sum + line.quantity * line.unit_cents, 0);
    const status = states[index % states.length] ?? "paid";
    const refunded = status === "refunded" ? total : 0;
    const paid = status === "paid" || status === "shipped" || status === "refunded";
    store.orders.add({
      id: String(700_101 + index),
      account: "eu",
      customer_id: customer.id,
      customer_name: customer.name,
      status,
      currency: customer.currency,
      total_cents: total,
      refunded_cents: refunded,
      refundable_cents: paid ? total - refunded : 0,
      placed_at: `${addDays("2026-11-14", -4 * index)}T14:20:00Z`,
      shipping:
        status === "shipped"
          ? { carrier: "DHL", tracking_url: `https://track.example/${700_101 + index}` }
          : { carrier: null, tracking_url: null },
      lines,
    });
  }
}
