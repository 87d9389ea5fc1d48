import type { Route } from "./http/call.js";
import { adminRoutes } from "./resources/admin.js";
import { creditNoteRoutes } from "./resources/credit-notes.js";
import { customerRoutes } from "./resources/customers.js";
import { emailRoutes } from "./resources/emails.js";
import { invoiceRoutes } from "./resources/invoices.js";
import { orderRoutes } from "./resources/orders.js";
import { paymentMethodRoutes } from "./resources/payment-methods.js";
import { paymentRoutes } from "./resources/payments.js";
import { priceRoutes } from "./resources/prices.js";
import { refundRoutes } from "./resources/refunds.js";
import { reminderRoutes } from "./resources/reminders.js";
import { subscriptionRoutes } from "./resources/subscriptions.js";
import { usageRoutes } from "./resources/usage.js";

/** What is implemented, by operationId. */
export const routes: Readonly<Record<string, Route>> = {
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...orderRoutes,
  ...invoiceRoutes,
  ...reminderRoutes,
  ...paymentRoutes,
  ...refundRoutes,
  ...creditNoteRoutes,
  ...subscriptionRoutes,
  ...priceRoutes,
  ...emailRoutes,
  ...usageRoutes,
  ...adminRoutes,
};
