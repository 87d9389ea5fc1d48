import { type Call, created, noContent, ok, type Route, route } from "../http/call.js";
import { type CursorQuery, cursorPage } from "../http/pages.js";
import { conflict, notFound, unprocessable } from "../http/refusal.js";
import { compare } from "../newest-first.js";
import type { Address, Customer } from "../records.js";
import { shown } from "./views.js";

const CURRENCIES = ["EUR", "USD", "GBP", "JPY"];

/** Throws a 404 for a customer that the account does not have. */
export function customerOf(call: Call, id: string): Customer {
  const customer = call.store.customers.find(call.account, id);
  if (!customer) {
    throw notFound("customer", id);
  }
  return customer;
}

type OnCustomer = { path: { customer_id: string } };

const listCustomers = route<{ query: CursorQuery & { q?: string; status?: string[] } }>((call) => {
  const { q, status } = call.query;
  const found = call.store.customers
    .of(call.account)
    .filter((customer) => status === undefined || status.includes(customer.status))
    .filter((customer) => q === undefined || fits(customer, q.toLowerCase()))
    .sort((one, other) => compare(one.name, other.name));
  return ok(cursorPage(found, call.query, shown));
});

const fits = (customer: Customer, words: string): boolean =>
  customer.id.toLowerCase() === words ||
  customer.email.toLowerCase() === words ||
  customer.name.toLowerCase().includes(words);

interface NewCustomer {
  name: string;
  email: string;
  currency: string;
  billing_email?: string | null;
  tax_id?: string | null;
  address?: Address;
  metadata?: Record<string, string>;
}

const createCustomer = route<{ body: NewCustomer }>((call) => {
  const { store, account, body } = call;
  refuseTakenEmail(call, body.email);
  if (!CURRENCIES.includes(body.currency)) {
    throw unprocessable(
      "unsupported_currency",
      `We do not bill in ${body.currency}.`,
      "/body/currency",
    );
  }
  const customer = store.customers.add({
    id: store.nextId("CUS", 11_000),
    account,
    name: body.name,
    email: body.email,
    email_verified: false,
    billing_email: body.billing_email ?? null,
    status: "active",
    currency: body.currency,
    subscription_id: null,
    tax_id: body.tax_id ?? null,
    website: null,
    address: body.address ?? null,
    metadata: body.metadata ?? {},
    created_at: store.now(),
  });
  return created(shown(customer));
});

const getCustomer = route<OnCustomer>((call) => ok(shown(customerOf(call, call.path.customer_id))));

const updateCustomer = route<OnCustomer & { body: Partial<NewCustomer> }>((call) => {
  const customer = customerOf(call, call.path.customer_id);
  if (customer.status === "closed") {
    throw conflict("customer_closed", `${customer.name} is closed and cannot be changed.`);
  }
  const { email } = call.body;
  if (email !== undefined && email !== customer.email) {
    refuseTakenEmail(call, email);
    customer.email_verified = false;
  }
  return ok(shown(Object.assign(customer, call.body)));
});

function refuseTakenEmail(call: Call, email: string): void {
  if (call.store.customers.of(call.account).some((customer) => customer.email === email)) {
    throw conflict("email_taken", `Another customer has the address ${email}.`);
  }
}

const deleteCustomer = route<OnCustomer>((call) => {
  const customer = customerOf(call, call.path.customer_id);
  const owes = call.store.invoices
    .of(call.account)
    .some((invoice) => invoice.customer_id === customer.id && invoice.amount_due_cents > 0);
  if (owes || customer.subscription_id !== null) {
    throw conflict("customer_in_use", `${customer.name} has open invoices or a subscription.`);
  }
  call.store.customers.remove(customer.id);
  return noContent;
});

export const customerRoutes: Readonly<Record<string, Route>> = {
  listCustomers,
  createCustomer,
  getCustomer,
  updateCustomer,
  deleteCustomer,
};
