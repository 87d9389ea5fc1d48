/** One request: `GET /v1/prices`, and a body where there is one. */
export interface SampleRequest {
  readonly line: string;
  readonly body?: unknown;
}

const line = (description: string, unit_cents: number): object => ({
  description,
  quantity: 1,
  unit_cents,
  tax_percent: 19,
});
const draft = "5eed0000-0000-4d5a-8000-000000000001";

/** A request of every operation that the seeded API answers with success. */
export const goodRequests: Readonly<Record<string, SampleRequest>> = {
  listCustomers: { line: "GET /v1/customers?q=contoso&status=active&status=past_due" },
  createCustomer: {
    line: "POST /v1/customers",
    body: { name: "Proseware", email: "hi@proseware.example", currency: "EUR" },
  },
  getCustomer: { line: "GET /v1/customers/CUS-10001" },
  updateCustomer: { line: "PATCH /v1/customers/CUS-10001", body: { tax_id: null } },
  deleteCustomer: { line: "DELETE /v1/customers/CUS-10004" },
  listPaymentMethods: { line: "GET /v1/customers/CUS-10001/payment-methods" },
  addPaymentMethod: {
    line: "POST /v1/customers/CUS-10001/payment-methods",
    body: { type: "sepa_debit", iban: "DE02120300000000202051", mandate_date: "2026-11-01" },
  },
  listOrders: { line: "GET /v1/orders?status[]=paid&status[]=shipped&limit=5&offset=5" },
  searchOrders: {
    line: "POST /v1/orders/search?limit=5",
    body: { text: "desk", filter: { statuses: ["paid"], placed: { from: "2026-01-01" } } },
  },
  getOrder: { line: "GET /v1/orders/700101" },
  cancelOrder: { line: "POST /v1/orders/700102/cancel", body: { reason: "fraud" } },
  listInvoices: { line: "GET /v1/invoices?customer_id=CUS-10001&status=overdue" },
  createInvoice: {
    line: "POST /v1/invoices",
    body: { customer_id: "CUS-10005", lines: [line("Workshop", 100_000)] },
  },
  getInvoice: { line: "GET /v1/invoices/INV-20131" },
  updateInvoice: { line: "PATCH /v1/invoices/INV-20139", body: { due_date: "2026-12-31" } },
  finalizeInvoice: { line: "POST /v1/invoices/INV-20139/finalize" },
  voidInvoice: { line: "POST /v1/invoices/INV-20134/void", body: { reason: "billed twice" } },
  getInvoicePdf: { line: "GET /v1/invoices/INV-20131/pdf" },
  listReminders: { line: "GET /v1/invoices/INV-20131/reminders" },
  createReminder: { line: "POST /v1/invoices/INV-20131/reminders", body: { channel: "letter" } },
  listPayments: { line: "GET /v1/payments?ids=PAY-40001,PAY-40002" },
  recordPayment: {
    line: "POST /v1/payments",
    body: { invoice_id: "INV-20134", amount_cents: 54_264, method: { type: "bank_transfer" } },
  },
  getPayment: { line: "GET /v1/payments/PAY-40001" },
  listRefunds: { line: "GET /v1/refunds?order_id=700106" },
  createRefund: { line: "POST /v1/refunds", body: { order_id: "700101", amount_cents: 100 } },
  getRefund: { line: "GET /v1/refunds/REF-50001" },
  listCreditNotes: { line: "GET /v1/credit-notes" },
  getCreditNote: { line: "GET /v1/credit-notes/CN-60001" },
  createCreditNoteDraft: {
    line: "POST /v1/credit-note-drafts",
    body: { invoice_id: "INV-20131", amount_cents: 1190, reason: "goodwill" },
  },
  getCreditNoteDraft: { line: `GET /v1/credit-note-drafts/${draft}` },
  finalizeCreditNoteDraft: { line: `POST /v1/credit-note-drafts/${draft}/finalize` },
  cancelCreditNoteDraft: { line: `POST /v1/credit-note-drafts/${draft}/cancel` },
  listSubscriptions: { line: "GET /v1/subscriptions?status=active|past_due" },
  getSubscription: { line: "GET /v1/subscriptions/SUB-30001" },
  previewPlanChange: {
    line: "GET /v1/subscriptions/SUB-30001/plan-change-preview?price_id=business-monthly-eur",
  },
  changePlan: {
    line: "POST /v1/subscriptions/SUB-30001/change-plan",
    body: { price_id: "business-monthly-eur", when: "now" },
  },
  cancelSubscription: {
    line: "POST /v1/subscriptions/SUB-30001/cancel",
    body: { when: "period_end" },
  },
  listPrices: { line: "GET /v1/prices?currency=EUR" },
  getPrice: { line: "GET /v1/prices/team-monthly-eur" },
  sendEmail: {
    line: "POST /v1/emails",
    body: {
      to: "office@northwind.example",
      template: "invoice_copy",
      context: { invoice_id: "INV-20131" },
    },
  },
  getEmail: { line: "GET /v1/emails/5eed0000-0000-4e4a-8000-000000000001" },
  listUsage: { line: "GET /v1/usage?subscription_id=SUB-30001&meter=api_calls" },
  recordUsage: {
    line: "POST /v1/usage/events",
    body: {
      events: [
        {
          event_id: "0b0e7c2e-5f0a-4d62-8a55-3f4a3c1d9e10",
          subscription_id: "SUB-30001",
          meter: "build_minutes",
          quantity: 3,
        },
      ],
    },
  },
  adminListTokens: { line: "GET /v1/admin/tokens" },
  adminRevokeToken: { line: "DELETE /v1/admin/tokens/tok_prices" },
  adminWriteOffInvoice: {
    line: "POST /v1/admin/write-offs",
    body: { invoice_id: "INV-20132", approved_by: "controller@example.com" },
  },
  adminSetPeriod: { line: "PUT /v1/admin/periods/2026-10", body: { state: "closed" } },
};

/** What has to be there before a good request finds its draft. */
export const preparations: Readonly<Record<string, readonly SampleRequest[]>> = Object.fromEntries(
  ["getCreditNoteDraft", "finalizeCreditNoteDraft", "cancelCreditNoteDraft"].map((operation) => [
    operation,
    [goodRequests.createCreditNoteDraft ?? { line: "" }],
  ]),
);

const elsewhere = "5eed0000-0000-4d5a-8000-00000000ffff";
const transfer = { type: "bank_transfer" };

/** Requests that are refused, and what comes before them; keyed by operation and status. */
export const refusedRequests: Readonly<Record<string, readonly SampleRequest[]>> = {
  "createCustomer 409": [
    {
      line: "POST /v1/customers",
      body: { name: "Again", email: "office@northwind.example", currency: "EUR" },
    },
  ],
  "createCustomer 422": [
    {
      line: "POST /v1/customers",
      body: { name: "Far", email: "far@far.example", currency: "XAU" },
    },
  ],
  "getCustomer 404": [{ line: "GET /v1/customers/CUS-99999" }],
  "updateCustomer 404": [{ line: "PATCH /v1/customers/CUS-99999", body: { name: "X" } }],
  "updateCustomer 409": [{ line: "PATCH /v1/customers/CUS-10006", body: { name: "X" } }],
  "deleteCustomer 404": [{ line: "DELETE /v1/customers/CUS-99999" }],
  "deleteCustomer 409": [{ line: "DELETE /v1/customers/CUS-10001" }],
  "listPaymentMethods 404": [{ line: "GET /v1/customers/CUS-99999/payment-methods" }],
  "addPaymentMethod 404": [
    { line: "POST /v1/customers/CUS-99999/payment-methods", body: transfer },
  ],
  "addPaymentMethod 409": Array.from({ length: 11 }, () => ({
    line: "POST /v1/customers/CUS-10004/payment-methods",
    body: transfer,
  })),
  "searchOrders 422": [
    {
      line: "POST /v1/orders/search",
      body: { filter: { placed: { from: "2026-02-01", until: "2026-01-01" } } },
    },
  ],
  "getOrder 404": [{ line: "GET /v1/orders/1" }],
  "cancelOrder 404": [{ line: "POST /v1/orders/1/cancel", body: { reason: "fraud" } }],
  "cancelOrder 409": [{ line: "POST /v1/orders/700101/cancel", body: { reason: "fraud" } }],
  "listInvoices 404": [{ line: "GET /v1/invoices?customer_id=CUS-99999" }],
  "createInvoice 404": [
    { line: "POST /v1/invoices", body: { customer_id: "CUS-99999", lines: [line("X", 1)] } },
  ],
  "getInvoice 404": [{ line: "GET /v1/invoices/INV-1" }],
  "updateInvoice 404": [{ line: "PATCH /v1/invoices/INV-1", body: { memo: null } }],
  "updateInvoice 409": [{ line: "PATCH /v1/invoices/INV-20131", body: { memo: null } }],
  "finalizeInvoice 404": [{ line: "POST /v1/invoices/INV-1/finalize" }],
  "finalizeInvoice 409": [{ line: "POST /v1/invoices/INV-20131/finalize" }],
  "voidInvoice 404": [{ line: "POST /v1/invoices/INV-1/void", body: { reason: "wrong" } }],
  "voidInvoice 409": [
    {
      line: "POST /v1/payments",
      body: { invoice_id: "INV-20131", amount_cents: 1, method: transfer },
    },
    { line: "POST /v1/invoices/INV-20131/void", body: { reason: "wrong" } },
  ],
  "getInvoicePdf 404": [{ line: "GET /v1/invoices/INV-1/pdf" }],
  "getInvoicePdf 409": [{ line: "GET /v1/invoices/INV-20139/pdf" }],
  "listReminders 404": [{ line: "GET /v1/invoices/INV-1/reminders" }],
  "createReminder 404": [{ line: "POST /v1/invoices/INV-1/reminders", body: {} }],
  "createReminder 409": [{ line: "POST /v1/invoices/INV-20130/reminders", body: {} }],
  "listPayments 404": [{ line: "GET /v1/payments?customer_id=CUS-99999" }],
  "recordPayment 404": [
    { line: "POST /v1/payments", body: { invoice_id: "INV-1", amount_cents: 1, method: transfer } },
  ],
  "recordPayment 409": [
    {
      line: "POST /v1/payments",
      body: { invoice_id: "INV-20130", amount_cents: 1, method: transfer },
    },
  ],
  "recordPayment 422": [
    {
      line: "POST /v1/payments",
      body: { invoice_id: "INV-20131", amount_cents: 99_999_999, method: transfer },
    },
  ],
  "getPayment 404": [{ line: "GET /v1/payments/PAY-1" }],
  "createRefund 404": [{ line: "POST /v1/refunds", body: { order_id: "1", amount_cents: 1 } }],
  "createRefund 409": [{ line: "POST /v1/refunds", body: { order_id: "700104", amount_cents: 1 } }],
  "createRefund 422": [
    { line: "POST /v1/refunds", body: { order_id: "700101", amount_cents: 99_999_999 } },
  ],
  "getRefund 404": [{ line: "GET /v1/refunds/REF-1" }],
  "getCreditNote 404": [{ line: "GET /v1/credit-notes/CN-1" }],
  "createCreditNoteDraft 404": [
    {
      line: "POST /v1/credit-note-drafts",
      body: { invoice_id: "INV-1", amount_cents: 1, reason: "goodwill" },
    },
  ],
  "createCreditNoteDraft 409": [
    {
      line: "POST /v1/credit-note-drafts",
      body: { invoice_id: "INV-20133", amount_cents: 1, reason: "goodwill" },
    },
  ],
  "createCreditNoteDraft 422": [
    {
      line: "POST /v1/credit-note-drafts",
      body: { invoice_id: "INV-20131", amount_cents: 99_999_999, reason: "goodwill" },
    },
  ],
  "getCreditNoteDraft 404": [{ line: `GET /v1/credit-note-drafts/${elsewhere}` }],
  "finalizeCreditNoteDraft 404": [{ line: `POST /v1/credit-note-drafts/${elsewhere}/finalize` }],
  "finalizeCreditNoteDraft 409": [
    ...(preparations.getCreditNoteDraft ?? []),
    { line: `POST /v1/credit-note-drafts/${draft}/cancel` },
    { line: `POST /v1/credit-note-drafts/${draft}/finalize` },
  ],
  "cancelCreditNoteDraft 404": [{ line: `POST /v1/credit-note-drafts/${elsewhere}/cancel` }],
  "cancelCreditNoteDraft 409": [
    ...(preparations.getCreditNoteDraft ?? []),
    { line: `POST /v1/credit-note-drafts/${draft}/finalize` },
    { line: `POST /v1/credit-note-drafts/${draft}/cancel` },
  ],
  "getSubscription 404": [{ line: "GET /v1/subscriptions/SUB-1" }],
  "previewPlanChange 404": [
    { line: "GET /v1/subscriptions/SUB-1/plan-change-preview?price_id=team-monthly-eur" },
  ],
  "previewPlanChange 422": [
    { line: "GET /v1/subscriptions/SUB-30001/plan-change-preview?price_id=team-monthly-jpy" },
  ],
  "changePlan 404": [
    {
      line: "POST /v1/subscriptions/SUB-30001/change-plan",
      body: { price_id: "gone", when: "now" },
    },
  ],
  "changePlan 409": [
    {
      line: "POST /v1/subscriptions/SUB-30004/change-plan",
      body: { price_id: "solo-monthly-eur", when: "now" },
    },
  ],
  "changePlan 422": [
    {
      line: "POST /v1/subscriptions/SUB-30001/change-plan",
      body: { price_id: "team-monthly-jpy", when: "now" },
    },
  ],
  "cancelSubscription 404": [
    { line: "POST /v1/subscriptions/SUB-1/cancel", body: { when: "now" } },
  ],
  "cancelSubscription 409": [
    { line: "POST /v1/subscriptions/SUB-30004/cancel", body: { when: "now" } },
  ],
  "getPrice 404": [{ line: "GET /v1/prices/gone" }],
  "sendEmail 404": [
    {
      line: "POST /v1/emails",
      body: { to: "a@b.example", template: "invoice_copy", context: { invoice_id: "INV-1" } },
    },
  ],
  "sendEmail 422": [
    { line: "POST /v1/emails", body: { to: "bounces@contoso.example", template: "welcome" } },
  ],
  "getEmail 404": [{ line: `GET /v1/emails/${elsewhere}` }],
  "listUsage 404": [{ line: "GET /v1/usage?subscription_id=SUB-1" }],
  "recordUsage 404": [
    {
      line: "POST /v1/usage/events",
      body: {
        events: [
          { event_id: elsewhere, subscription_id: "SUB-1", meter: "api_calls", quantity: 1 },
        ],
      },
    },
  ],
  "adminRevokeToken 404": [{ line: "DELETE /v1/admin/tokens/tok_none" }],
  "adminWriteOffInvoice 404": [
    {
      line: "POST /v1/admin/write-offs",
      body: { invoice_id: "INV-1", approved_by: "controller@example.com" },
    },
  ],
  "adminWriteOffInvoice 409": [
    {
      line: "POST /v1/admin/write-offs",
      body: { invoice_id: "INV-20130", approved_by: "controller@example.com" },
    },
  ],
};
