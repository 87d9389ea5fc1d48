import type { Notation } from "./compile.js";

/** The names that the samples are about. */
export const notation: Readonly<Record<string, Notation>> = {
  customer: {
    id: "string",
    name: "string",
    email_verified: "boolean",
    vip: "boolean?",
    plan_id: "string?",
    status: "active|past_due|closed",
    credit_cents: "int?",
    address: { "?": "", city: "string?", country: "string" },
  },
  input: { amount_cents: "int??", note: "string??", status: "string" },
  order: {
    id: "int64",
    refundable_cents: "int",
    refunded_cents: "int",
    currency: "string",
    rate: "double",
    created: "int",
    paid_at: "string?",
  },
  response: {
    items: [{ id: "string", amount_cents: "int", due: "string?", note: "string?" }],
    total: "int",
  },
  extra: "json",
  prices: "map",
  list: ["int"],
};

/** Expression → the TypeScript that a person would have written. */
export const plain: readonly (readonly [string, string])[] = [
  ["response.items.map(i, 1)", "response.items.map(() => 1)"],
  ["customer.vip ? true : false", "customer.vip === true"],
  ["customer.vip ? false : true", "!customer.vip"],
  ["customer.email_verified", "customer.email_verified"],
  ["customer.address.city", "customer.address?.city"],
  [
    "coalesce(input.amount_cents, order.refundable_cents)",
    "input.amount_cents ?? order.refundable_cents",
  ],
  [
    "response.items.filter(i, i.amount_cents > 100)",
    "response.items.filter((i) => i.amount_cents > 100)",
  ],
  ["response.items.map(i, i.id)", "response.items.map((i) => i.id)"],
  [
    "response.items.filter(i, i.due != null).map(i, i.due).join(', ')",
    'response.items\n  .filter((i) => i.due !== null)\n  .map((i) => present(i.due))\n  .join(", ")',
  ],
  [
    "response.items.map(i, i.amount_cents > 5, i.id)",
    "response.items.filter((i) => i.amount_cents > 5).map((i) => i.id)",
  ],
  ["response.items.exists(i, i.due == null)", "response.items.some((i) => i.due === null)"],
  [
    "response.items.all(i, i.amount_cents >= 0)",
    "response.items.every((i) => i.amount_cents >= 0)",
  ],
  [
    "response.items.exists_one(i, i.id == 'x')",
    'response.items.filter((i) => i.id === "x").length === 1',
  ],
  ["size(response.items) > 0", "response.items.length > 0"],
  ["size(customer.name)", "characterCount(customer.name)"],
  ["response.items[0].id", "elementAt(response.items, 0).id"],
  ["customer.plan_id == null", "customer.plan_id === null"],
  ["input.note != null", "input.note !== undefined"],
  ["customer.address.city != null", "customer.address?.city != null"],
  ["has(customer.plan_id)", "customer.plan_id !== null"],
  [
    "customer.status == 'active' || customer.status == 'past_due'",
    'customer.status === "active" || customer.status === "past_due"',
  ],
  ["customer.status in ['active', 'past_due']", '["active", "past_due"].includes(customer.status)'],
  ["customer.plan_id in ['a']", 'contains(["a"], customer.plan_id)'],
  [
    "customer.plan_id != null && customer.plan_id.startsWith('x')",
    'customer.plan_id?.startsWith("x") === true',
  ],
  [
    "customer.vip && input.note != null && input.note.contains('x')",
    'customer.vip === true && input.note?.includes("x") === true',
  ],
  [
    "customer.address.city != null && customer.address.city.contains('x')",
    'customer.address?.city?.includes("x") === true',
  ],
  [
    "customer.address != null && customer.address.country.contains('x')",
    'customer.address?.country.includes("x") === true',
  ],
  [
    "customer.plan_id != null && customer.plan_id.contains('x') ? customer.plan_id : 'none'",
    'customer.plan_id?.includes("x") === true ? customer.plan_id : "none"',
  ],
  [
    "customer.vip && (input.note != null && (input.note.contains('x') && input.note.contains('y')))",
    'customer.vip === true && input.note?.includes("x") === true && input.note.includes("y")',
  ],
  [
    "response.items.filter(i, has(i.note) && i.note.contains('x'))",
    'response.items.filter((i) => i.note?.includes("x") === true)',
  ],
  ["!customer.email_verified", "!customer.email_verified"],
  ["customer.vip && customer.email_verified", "customer.vip === true && customer.email_verified"],
  [
    "order.refundable_cents + order.refunded_cents",
    "exact(order.refundable_cents + order.refunded_cents)",
  ],
  [
    "order.refundable_cents + order.refunded_cents > 100",
    "order.refundable_cents + order.refunded_cents > 100",
  ],
  ["size(response.items) + 1", "response.items.length + 1"],
  ["order.refundable_cents / 100", "Math.trunc(order.refundable_cents / 100)"],
  [
    "order.refundable_cents / order.refunded_cents",
    "divide(order.refundable_cents, order.refunded_cents)",
  ],
  ["order.refundable_cents % 10", "order.refundable_cents % 10"],
  ["order.rate * 2", "order.rate * 2"],
  ["order.refundable_cents * order.rate", "order.refundable_cents * order.rate"],
  ["sum(response.items.map(i, i.amount_cents))", "sum(response.items.map((i) => i.amount_cents))"],
  [
    "money(order.refundable_cents, order.currency)",
    "money(order.refundable_cents, order.currency)",
  ],
  ["date(order.created)", "dateOf(order.created)"],
  ["customer.name + ' <' + customer.id + '>'", "`${customer.name} <${customer.id}>`"],
  ["customer.name.startsWith('A')", 'customer.name.startsWith("A")'],
  ["customer.id.matches('^CUS-[0-9]{5}$')", "/^CUS-[0-9]{5}$/u.test(customer.id)"],
  ["customer.name.lowerAscii()", "lowerAscii(customer.name)"],
  ["customer.name.replace('a', 'b')", 'customer.name.replaceAll("a", "b")'],
  ["customer.name.split(',')", 'customer.name.split(",")'],
  ["['a', 'b'].join(', ')", '["a", "b"].join(", ")'],
  ["list + [1]", "[...list, 1]"],
  ["prices['basic']", 'valueAt(prices, "basic")'],
  ["prices.basic", 'valueAt(prices, "basic")'],
  ["extra.a.b", 'valueAt(valueAt(extra, "a"), "b")'],
  ["{'a': 1, 'b c': customer.name}", '{ a: 1, "b c": customer.name }'],
  ["response.items.size() > 3 ? 'many' : 'few'", 'response.items.length > 3 ? "many" : "few"'],
  ["string(order.refundable_cents)", "String(order.refundable_cents)"],
  ["order.id == 5", "order.id === 5"],
  ["response.items == []", "deepEquals(response.items, [])"],
  ["[input.note, 'x']", '[input.note ?? null, "x"]'],
  [
    "timestamp(order.created) + duration('24h')",
    'timestampText(checkedTimestamp(timestampOf(order.created) + durationOf("24h")))',
  ],
  ["customer.name < 'm'", 'customer.name < "m"'],
  ["customer.name < customer.id", "compareText(customer.name, customer.id) < 0"],
];
