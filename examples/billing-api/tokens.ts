import type { Token } from "./records.js";

const read = [
  "customers:read",
  "orders:read",
  "invoices:read",
  "reminders:read",
  "payments:read",
  "refunds:read",
  "credit-notes:read",
  "subscriptions:read",
  "prices:read",
  "emails:read",
  "usage:read",
];

const write = [
  "customers:write",
  "customers:delete",
  "orders:write",
  "invoices:write",
  "reminders:write",
  "payments:write",
  "refunds:write",
  "credit-notes:write",
  "subscriptions:write",
  "emails:send",
  "usage:write",
];

/** What the sample map's tools need, and no more. */
const assistant = [
  "credit-notes:write",
  "customers:read",
  "emails:send",
  "invoices:read",
  "invoices:write",
  "orders:read",
  "payments:read",
  "refunds:write",
  "reminders:write",
  "subscriptions:read",
  "subscriptions:write",
];

const token = (
  id: string,
  name: string,
  scopes: readonly string[],
  also: readonly string[] = [],
): Token => ({ id, name, account: "eu", also, scopes, last_used_at: null });

/** The tokens that the sample knows, by secret. They open nothing but this sample. */
export const sampleTokens: Readonly<Record<string, Token>> = {
  "sample-assistant": token("tok_assistant", "Billing assistant", assistant, ["us"]),
  "sample-operator": token("tok_operator", "Billing operator", [...read, ...write], ["us"]),
  "sample-reader": token("tok_reader", "Reporting", read),
  "sample-prices": token("tok_prices", "Website", ["prices:read"]),
  "sample-admin": token("tok_admin", "Platform team", [...read, ...write, "admin"], ["us"]),
};
