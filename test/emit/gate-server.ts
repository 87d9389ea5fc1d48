import type { GateBody } from "../../src/model/gate.js";
import type { Server } from "../../src/model/server.js";
import { gate, handledRefund, isMore, refund, textOf } from "./gate-models.js";
import {
  callOf,
  integer,
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
} from "./models.js";

/** A server of gates of every kind, over operations that fit them. */

const order = { kind: "json", nullable: false } as const;
const id = { kind: "json", nullable: false, shape: shape({ id: string }) } as const;

function post(identifier: string, at: string, properties: readonly string[] = []) {
  return operation(identifier, `POST ${at}`, {
    effect: "destructive",
    takesIdempotencyKey: true,
    parameters: at.includes("{id}") ? [parameter("path", "id")] : [],
    body:
      properties.length === 0
        ? null
        : {
            mediaType: "application/json",
            encoding: "json",
            required: true,
            parts: [],
            check: null,
            schema: {
              type: ["object"],
              properties: Object.fromEntries(properties.map((name) => [name, text])),
              required: properties,
            },
          },
    answer: id,
  });
}

const operations = [
  post("cancelOrder", "/v1/orders/{id}/cancel"),
  post("createRefund", "/v1/refunds", ["order_id"]),
  {
    ...post("createRefundDraft", "/v1/refund-drafts", ["order_id"]),
    effect: "write" as const,
    answer: { ...id, shape: shape({ id: string, total: integer }) },
  },
  post("deleteRefundDraft", "/v1/refund-drafts/{id}/delete"),
  operation("getOrder", "GET /v1/orders/{order_id}", {
    parameters: [parameter("path", "order_id")],
    answer: {
      ...order,
      shape: shape({
        currency: string,
        id: string,
        open_cents: integer,
        refundable_cents: integer,
        refunded_cents: integer,
      }),
    },
  }),
  post("issueRefund", "/v1/refund-drafts/{id}/issue"),
];

const gone = {
  on: "409",
  cases: [
    {
      when: null,
      outcome: {
        kind: "failure",
        members: members({
          error: lit("gone"),
          order: of("order.id"),
          given: of("input.order_id"),
        }),
      },
    },
  ],
} as const;

const kept: GateBody = {
  ...refund,
  kept: ["order"],
  calls: refund.calls.map((each) => ({ ...each, call: { ...each.call, errors: [gone] } })),
};

const drafted: GateBody = {
  ...refund,
  apiDraft: {
    call: callOf("draft", "createRefundDraft", {
      request: request({ body: objectOf({ order_id: of("order.id") }) }),
      needs: ["id", "total"],
    }),
    cancel: { operation: "deleteRefundDraft", request: request({ path: { id: of("draft.id") } }) },
  },
  summary: textOf("Refund ", path("draft.total"), "."),
  typed: path("draft.total"),
  approval: { kind: "literal", approval: "elicitation" },
  calls: [
    {
      when: null,
      secretPlaces: [],
      call: callOf("response", "issueRefund", {
        request: request({ path: { id: of("draft.id") } }),
      }),
    },
  ],
  kept: ["draft"],
  output: objectOf({ refund_id: of("response.id"), total: of("draft.total") }),
};

const alternatives: GateBody = {
  ...refund,
  approval: {
    kind: "expression",
    expression: {
      kind: "conditional",
      test: isMore("order.refundable_cents", 1000),
      consequent: { kind: "literal", value: "human" },
      alternate: { kind: "literal", value: "none" },
    },
    outcomes: ["none", "human"],
  },
  calls: [
    {
      when: isMore("order.open_cents", 0),
      secretPlaces: [],
      call: callOf("response", "cancelOrder", {
        request: request({ path: { id: of("order.id") } }),
      }),
    },
    ...refund.calls.map((each) => ({ ...each, when: isMore("order.refundable_cents", 0) })),
    ...kept.calls.map((each) => ({ ...each, when: isMore("order.refunded_cents", 0) })),
  ],
  kept: ["order"],
};

export const gated: Server = server({
  operations,
  tools: [
    gate(refund, { limit: { calls: 60, seconds: 60 } }),
    gate(kept, { name: "kept" }),
    gate(drafted, { name: "drafted" }),
    gate(alternatives, { name: "alternatives" }),
    gate(handledRefund, { name: "handled" }),
  ],
  approvals: {
    url: [{ env: "APPROVALS_URL" }],
    store: { kind: "file", path: ".data/drafts.db" },
    requester: [{ env: "MCP_USER_EMAIL" }],
    approvers: [["finance@example.com"]],
    slack: [{ env: "SLACK_WEBHOOK" }],
    email: { smtp: [{ env: "SMTP_URL" }], from: ["billing-bot@example.com"] },
  },
});
