import { type Call, created, ok, type Route, route } from "../http/call.js";
import { conflict } from "../http/refusal.js";
import type { PaymentMethodView, StoredPaymentMethod } from "../records.js";
import { customerOf } from "./customers.js";

const MOST = 10;

type OnCustomer = { path: { customer_id: string } };

type NewPaymentMethod =
  | { type: "card"; token: string }
  | Exclude<PaymentMethodView, { type: "card" }>;

const listPaymentMethods = route<OnCustomer>((call) =>
  ok({ items: methodsOf(call, call.path.customer_id).map(view) }),
);

const addPaymentMethod = route<OnCustomer & { body: NewPaymentMethod }>((call) => {
  const others = methodsOf(call, call.path.customer_id);
  if (others.length >= MOST) {
    throw conflict("too_many_payment_methods", `A customer has ${MOST} payment methods at most.`);
  }
  const method = call.store.paymentMethods.add({
    id: call.store.nextId("PM", 80_100),
    account: call.account,
    customer_id: call.path.customer_id,
    default: others.length === 0,
    method: masked(call.body),
  });
  return created(view(method));
});

/** The default one first. */
function methodsOf(call: Call, customerId: string): StoredPaymentMethod[] {
  const customer = customerOf(call, customerId);
  return call.store.paymentMethods
    .of(call.account)
    .filter((method) => method.customer_id === customer.id)
    .sort((one, other) => Number(other.default) - Number(one.default));
}

/** As it may be shown. The sample has no provider to ask about a card, so every token is the same one. */
function masked(method: NewPaymentMethod): PaymentMethodView {
  switch (method.type) {
    case "card":
      return { type: "card", brand: "mastercard", last4: "4444", expires: "2029-01" };
    case "sepa_debit":
      return {
        ...method,
        iban: `${method.iban.slice(0, 2)}**************${method.iban.slice(-4)}`,
      };
    case "bank_transfer":
      return method;
  }
}

const view = ({ id, default: isDefault, method }: StoredPaymentMethod): object => ({
  id,
  default: isDefault,
  method,
});

export const paymentMethodRoutes: Readonly<Record<string, Route>> = {
  listPaymentMethods,
  addPaymentMethod,
};
