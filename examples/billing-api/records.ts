/** What the sample API keeps. The shapes are those of specs/billing.yaml; `account` alone is never shown. */

export interface Owned {
  readonly id: string;
  /** The legal entity whose books it stands in. */
  readonly account: string;
}

export interface Address {
  line1: string;
  line2: string | null;
  city: string;
  postal_code: string;
  country: string;
}

export interface Customer extends Owned {
  name: string;
  email: string;
  email_verified: boolean;
  billing_email: string | null;
  status: "active" | "past_due" | "closed";
  currency: string;
  subscription_id: string | null;
  tax_id: string | null;
  website: string | null;
  address: Address | null;
  metadata: Record<string, string>;
  created_at: string;
}

export type PaymentMethodView =
  | { type: "card"; brand: "visa" | "mastercard" | "amex"; last4: string; expires: string }
  | { type: "sepa_debit"; iban: string; mandate_date: string; account_holder?: string | null }
  | { type: "bank_transfer"; reference?: string | null };

export interface StoredPaymentMethod extends Owned {
  customer_id: string;
  default: boolean;
  method: PaymentMethodView;
}

export interface Order extends Owned {
  customer_id: string;
  customer_name: string;
  status: "pending" | "paid" | "shipped" | "cancelled" | "refunded";
  currency: string;
  total_cents: number;
  refunded_cents: number;
  refundable_cents: number;
  placed_at: string;
  shipping: { carrier: string | null; tracking_url: string | null };
  lines: { sku: string; title: string; quantity: number; unit_cents: number }[];
}

export interface InvoiceLine {
  description: string;
  quantity: number;
  unit_cents: number;
  tax_percent: number;
  period?: { from: string; until: string } | null;
}

export interface Invoice extends Owned {
  number: string | null;
  customer_id: string;
  status: "draft" | "open" | "paid" | "overdue" | "void";
  currency: string;
  amount_cents: number;
  amount_due_cents: number;
  issued_on: string | null;
  due_date: string | null;
  subscription_id: string | null;
  memo: string | null;
  created_at: string;
  lines: InvoiceLine[];
  billing_address: Address | null;
}

export interface Reminder extends Owned {
  invoice_id: string;
  channel: "email" | "letter";
  level: number;
  sent_at: string;
}

export interface Payment extends Owned {
  customer_id: string;
  invoice_id: string | null;
  amount_cents: number;
  currency: string;
  method: PaymentMethodView;
  status: "succeeded" | "pending" | "failed";
  failure_reason: string | null;
  received_at: string;
  /** Larger than a double holds, so that clients meet one. */
  ledger_entry: bigint;
}

export interface Refund extends Owned {
  order_id: string;
  amount_cents: number;
  currency: string;
  status: "pending" | "succeeded" | "failed";
  reason: string | null;
  created_at: string;
}

export type CreditReason = "billing_error" | "goodwill" | "service_outage" | "returned_goods";

export interface CreditNote extends Owned {
  number: string;
  invoice_id: string;
  customer_id: string;
  amount_cents: number;
  currency: string;
  reason: CreditReason;
  issued_at: string;
}

export interface CreditNoteDraft extends Owned {
  status: "draft" | "finalized" | "cancelled";
  invoice_id: string;
  customer_name: string;
  amount_cents: number;
  tax_cents: number;
  currency: string;
  reason: CreditReason;
  credit_note_id: string | null;
  expires_at: string;
}

export interface Price extends Owned {
  name: string;
  amount_cents: number;
  currency: string;
  interval: "month" | "year";
  tiers: { from_quantity: number; amount_cents: number }[] | null;
}

export interface Subscription extends Owned {
  customer_id: string;
  status: "trialing" | "active" | "past_due" | "cancelled";
  plan: Price;
  quantity: number;
  current_period: { from: string; until: string };
  pending_change: { price_id: string; quantity: number } | null;
  cancels_on: string | null;
}

export type EmailTemplate =
  | "welcome"
  | "verify_address"
  | "invoice_copy"
  | "payment_receipt"
  | "plan_changed";

export interface Email extends Owned {
  to: string;
  template: EmailTemplate;
  status: "queued" | "delivered" | "bounced";
  queued_at: string;
  context: { invoice_id?: string; note?: string };
}

export type Meter = "api_calls" | "storage_bytes" | "build_minutes";

export interface UsageRecord {
  account: string;
  subscription_id: string;
  day: string;
  meter: Meter;
  quantity: bigint;
}

/** A bearer token. The secret is its key in the table. */
export interface Token {
  id: string;
  name: string;
  /** Whose books are meant where a request does not say. */
  account: string;
  /** The other accounts that it may act for. */
  also: readonly string[];
  scopes: readonly string[];
  last_used_at: string | null;
}
