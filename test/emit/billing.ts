import type { Schema } from "../../src/model/schema.js";
import type { Server } from "../../src/model/server.js";
import type { Shape } from "../../src/model/shape.js";
import {
  boolean,
  callOf,
  input,
  integer,
  listOf,
  lit,
  members,
  objectOf,
  of,
  operation,
  parameter,
  path,
  request,
  server,
  shape,
  string,
  text,
  tool,
} from "./models.js";

const status: Schema = { type: ["string"], enum: ["open", "paid", "overdue", "void"] };
const invoice: Shape = {
  ...shape({
    amount_cents: integer,
    currency: string,
    due_date: [string, "nullable"],
    id: string,
    status: string,
  }),
  name: "Invoice",
};

const listInvoices = operation("listInvoices", "GET /v1/invoices", {
  summary: "List invoices",
  security: [[{ scheme: "bearerAuth", scopes: ["invoices:read"] }]],
  parameters: [
    parameter("query", "customer_id"),
    parameter("query", "status", status),
    parameter("query", "limit", { type: ["integer"] }),
    parameter("query", "cursor"),
    parameter("query", "ids[]", { type: ["array"], items: text }, { explode: false }),
    parameter("query", "account", text, { suppliedBy: "account" }),
  ],
  answer: {
    kind: "json",
    nullable: false,
    shape: shape({ items: listOf(invoice), next_cursor: [string, "nullable"], total: integer }),
  },
});

const createReminder = operation("createReminder", "POST /v1/invoices/{id}/reminders", {
  summary: "Send a payment reminder.",
  effect: "write",
  takesIdempotencyKey: true,
  security: [[{ scheme: "bearerAuth", scopes: ["reminders:write"] }]],
  parameters: [parameter("path", "id")],
  body: {
    mediaType: "application/json",
    encoding: "json",
    required: true,
    parts: [],
    check: null,
    schema: {
      type: ["object"],
      properties: { channel: { type: ["string"], enum: ["email", "letter"] } },
    },
  },
  answer: { kind: "json", nullable: false, shape: shape({ id: string }) },
});

const getCustomer = operation("getCustomer", "GET /v1/customers/{customer_id}", {
  parameters: [parameter("path", "customer_id")],
  answer: {
    kind: "json",
    nullable: false,
    shape: shape({
      email: string,
      email_verified: boolean,
      name: string,
      plan_id: [string, "nullable"],
    }),
  },
});

const getPlan = operation("getPlan", "GET /v1/plans/{id}", {
  parameters: [parameter("path", "id")],
  answer: { kind: "json", nullable: false, shape: shape({ name: string }) },
});

const listPayments = operation("listPayments", "GET /v1/payments", {
  answer: { kind: "json", nullable: false, shape: shape({ total: integer }) },
});

const sendEmail = operation("sendEmail", "POST /v1/emails", {
  effect: "write",
  body: {
    mediaType: "application/json",
    encoding: "json",
    required: true,
    parts: [],
    check: null,
    schema: {
      type: ["object"],
      properties: { to: text, template: { type: ["string"], enum: ["welcome", "invoice_copy"] } },
      required: ["to", "template"],
    },
  },
});

const searchInvoices = tool("search_invoices", {
  description: "Search a customer's invoices, newest first.",
  inputs: [
    input("customer_id", { type: ["string"], pattern: "^CUS-[0-9]{5}$" }),
    input("status", status, { required: false, default: "open" }),
    input(
      "limit",
      { type: ["integer"], minimum: 1, maximum: 100 },
      { required: false, default: 20, clamp: true },
    ),
    input("cursor", text, { required: false }),
  ],
  outputSchema: {
    type: ["object"],
    properties: {
      invoices: {
        type: ["array"],
        items: {
          type: ["object"],
          properties: { id: text, amount_cents: { type: ["integer"] }, status },
          required: ["id", "amount_cents", "status"],
        },
      },
      total_count: { type: ["integer", "null"] },
      next_cursor: { type: ["string", "null"] },
    },
    required: ["invoices", "total_count", "next_cursor"],
  },
  errors: [
    {
      on: "404",
      cases: [
        {
          when: null,
          outcome: {
            kind: "result",
            value: objectOf({ invoices: lit([]), total_count: lit(0), next_cursor: lit(null) }),
          },
        },
      ],
    },
  ],
  body: {
    kind: "steps",
    statements: [
      callOf("response", "listInvoices", {
        request: request({
          query: {
            customer_id: of("input.customer_id"),
            status: of("input.status"),
            limit: of("input.limit"),
            cursor: of("input.cursor"),
          },
        }),
      }),
    ],
    output: objectOf({
      invoices: {
        kind: "projection",
        projection: {
          from: path("response.items"),
          fromNullable: false,
          over: "list",
          pick: members({
            id: of("item.id"),
            amount_cents: of("item.amount_cents"),
            currency: of("item.currency"),
            due_date: of("item.due_date"),
            status: of("item.status"),
          }),
          elementNullable: false,
          maxItems: 100,
          maxLength: null,
          keep: "start",
        },
      },
      total_count: of("response.total"),
      next_cursor: of("response.next_cursor"),
    }),
  },
});

const sendPaymentReminder = tool("send_payment_reminder", {
  description: "Send a payment reminder for an unpaid invoice.",
  effect: "write",
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: true,
  },
  inputs: [
    input("invoice_id", text),
    input(
      "channel",
      { type: ["string"], enum: ["email", "letter"] },
      { required: false, default: "email" },
    ),
  ],
  outputSchema: {
    type: ["object"],
    properties: { sent: { type: ["boolean"] }, reminder_id: { type: ["string", "null"] } },
    required: ["sent", "reminder_id"],
  },
  errors: [
    {
      on: "404",
      cases: [
        {
          when: null,
          outcome: {
            kind: "failure",
            members: members({
              error: lit("invoice_not_found"),
              invoice_id: of("input.invoice_id"),
            }),
          },
        },
      ],
    },
    {
      on: "409",
      cases: [
        {
          when: {
            kind: "binary",
            operator: "===",
            left: path("error.body.code"),
            right: { kind: "literal", value: "already_paid" },
            total: true,
          },
          outcome: {
            kind: "failure",
            members: members({
              error: lit("invoice_not_eligible"),
              reason: lit("The invoice is already paid."),
              current_status: lit("paid"),
            }),
          },
        },
        {
          when: null,
          outcome: {
            kind: "failure",
            members: members({
              error: lit("invoice_not_eligible"),
              reason: of("error.body.message"),
            }),
          },
        },
      ],
    },
  ],
  limit: { calls: 60, seconds: 60 },
  body: {
    kind: "steps",
    statements: [
      callOf("response", "createReminder", {
        request: request({
          path: { id: of("input.invoice_id") },
          body: objectOf({ channel: of("input.channel") }),
        }),
      }),
    ],
    output: objectOf({ sent: lit(true), reminder_id: of("response.id") }),
  },
  failures: [
    { error: "invoice_not_found", reason: "" },
    { error: "invoice_not_eligible", reason: "The invoice is already paid." },
  ],
});

const resendWelcomeEmail = tool("resend_welcome_email", {
  description: "Resend the welcome email to a customer.",
  effect: "write",
  inputs: [input("customer_id", text)],
  body: {
    kind: "steps",
    statements: [
      callOf("customer", "getCustomer", {
        request: request({ path: { customer_id: of("input.customer_id") } }),
        needs: ["email", "email_verified", "name"],
        errors: [
          {
            on: "404",
            cases: [
              {
                when: null,
                outcome: {
                  kind: "failure",
                  members: members({ error: lit("customer_not_found") }),
                },
              },
            ],
          },
        ],
      }),
      {
        kind: "require",
        that: path("customer.email_verified"),
        failure: members({
          error: lit("email_not_verified"),
          reason: {
            kind: "text",
            parts: [
              { kind: "expression", expression: path("customer.name"), plain: true },
              { kind: "literal", text: " has not verified an email address." },
            ],
          },
        }),
      },
      callOf("email", "sendEmail", {
        used: false,
        request: request({
          body: objectOf({ to: of("customer.email"), template: lit("welcome") }),
        }),
      }),
    ],
    output: objectOf({ sent: lit(true), to: of("customer.email") }),
  },
});

const customerPlan = tool("customer_plan", {
  description: "A customer's plan, and how many invoices are open.",
  inputs: [input("customer_id", text)],
  body: {
    kind: "steps",
    statements: [
      {
        kind: "together",
        calls: [
          callOf("customer", "getCustomer", {
            request: request({ path: { customer_id: of("input.customer_id") } }),
            needs: ["plan_id"],
          }),
          callOf("open", "listInvoices", {
            request: request({
              query: { customer_id: of("input.customer_id"), status: lit("open") },
            }),
          }),
        ],
      },
      callOf("plan", "getPlan", {
        when: {
          kind: "binary",
          operator: "!==",
          left: path("customer.plan_id"),
          right: { kind: "literal", value: null },
          total: true,
        },
        request: request({ path: { id: of("customer.plan_id") } }),
      }),
    ],
    output: objectOf({
      plan: of({ kind: "field", of: path("plan"), name: "name", optional: true }, "null"),
      open: of("open.total"),
    }),
  },
});

const monthlyStatement = tool("monthly_statement", {
  description: "Summarise what a customer was billed and paid in one month.",
  inputs: [
    input("customer_id", text),
    input("month", { type: ["string"], pattern: "^[0-9]{4}-[0-9]{2}$" }),
  ],
  limit: { calls: 10, seconds: 60 },
  outputSchema: {
    type: ["object"],
    properties: { billed_cents: { type: ["integer"] }, paid_cents: { type: ["integer"] } },
  },
  body: {
    kind: "handler",
    file: "monthly-statement",
    operations: ["listInvoices", "listPayments"],
    output: shape({ billed_cents: [integer, "nullable"], paid_cents: [integer, "nullable"] }),
  },
});

/** The server of the design's examples. */
export const billing: Server = server({
  instructions: "Amounts are integers in the currency's minor unit (cents).",
  upstream: {
    ...server().upstream,
    headers: [{ name: "X-Client", value: ["mcp"] }],
    with: [{ name: "account", value: [{ env: "BILLING_ACCOUNT" }] }],
    idempotencyHeader: "Idempotency-Key",
  },
  errors: [
    { on: "401", cases: [{ when: null, outcome: { kind: "fatal" } }] },
    {
      on: "404",
      cases: [
        { when: null, outcome: { kind: "failure", members: members({ error: lit("not_found") }) } },
      ],
    },
    {
      on: "429",
      cases: [
        {
          when: null,
          outcome: {
            kind: "failure",
            members: members({
              error: lit("rate_limited"),
              reason: {
                kind: "text",
                parts: [
                  { kind: "literal", text: "Try again in " },
                  { kind: "expression", expression: path("error.retry_after"), plain: false },
                  { kind: "literal", text: " seconds." },
                ],
              },
              retry_after: of("error.retry_after"),
            }),
          },
        },
      ],
    },
    { on: "5xx", cases: [{ when: null, outcome: { kind: "fatal" } }] },
  ],
  problem: shape({ code: [string, "nullable"], message: [string, "nullable"] }),
  tools: [searchInvoices, sendPaymentReminder, resendWelcomeEmail, customerPlan, monthlyStatement],
  operations: [createReminder, getCustomer, getPlan, listInvoices, listPayments, sendEmail],
  functions: [{ name: "invoice_label", args: ["string", "integer"], returns: "string" }],
  audit: { to: "stderr", redact: ["email"] },
  scopes: [{ scheme: "bearerAuth", scopes: ["invoices:read", "reminders:write"] }],
});
