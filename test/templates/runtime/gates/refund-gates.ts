import { z } from "zod";
import type {
  Client,
  RequestOf,
  UpstreamError,
} from "../../../../templates/server/src/runtime/client.js";
import {
  integer,
  nullable,
  object,
  type Read,
  string,
} from "../../../../templates/server/src/runtime/contract.js";
import type { ErrorRules } from "../../../../templates/server/src/runtime/errors.js";
import type { Approval } from "../../../../templates/server/src/runtime/gates/draft.js";
import {
  defineGate,
  draft,
  type GateHandler,
  type PrepareContext,
} from "../../../../templates/server/src/runtime/gates/gate.js";
import { money } from "../../../../templates/server/src/runtime/money.js";
import type { Operations } from "../../../../templates/server/src/runtime/operation.js";
import { failure } from "../../../../templates/server/src/runtime/outcome.js";
import type { Context } from "../../../../templates/server/src/runtime/tool.js";

const order = object({
  id: string,
  currency: string,
  customer_name: string,
  refundable_cents: integer,
  refunded_cents: integer,
  status: nullable(string),
});

export const problem = object({ code: nullable(string), message: nullable(string) });

const json = { mediaType: "application/json", encoding: "json" } as const;
const refund = object({ id: string, status: string });
const noteDraft = object({ id: string, total_cents: integer });

export const operations = {
  getOrder: { method: "GET", path: "/orders/{order_id}", effect: "read", answer: order },
  createRefund: {
    method: "POST",
    path: "/refunds",
    effect: "destructive",
    idempotent: true,
    body: json,
    answer: refund,
  },
  cancelOrder: {
    method: "POST",
    path: "/orders/{order_id}/cancel",
    effect: "destructive",
    answer: object({ status: string }),
  },
  createNoteDraft: {
    method: "POST",
    path: "/note-drafts",
    effect: "write",
    body: json,
    answer: noteDraft,
  },
  issueNote: {
    method: "POST",
    path: "/note-drafts/{id}/issue",
    effect: "destructive",
    answer: object({ number: string }),
  },
  cancelNoteDraft: {
    method: "DELETE",
    path: "/note-drafts/{id}",
    effect: "destructive",
    answer: object({}),
  },
} as const satisfies Operations;

export interface Requests {
  getOrder: { path: { order_id: string } };
  createRefund: {
    body: { order_id: string; amount_cents: number; speed?: "fast" | "slow"; note?: string };
  };
  cancelOrder: { path: { order_id: string } };
  createNoteDraft: { body: { order_id: string } };
  issueNote: { path: { id: string } };
  cancelNoteDraft: { path: { id: string } };
}

export type Billing = Client<typeof operations, Requests>;
export type ApiError = UpstreamError<Read<typeof problem>>;

const orderId = z.string().regex(/^[0-9]+$/);
const needs = ["currency", "customer_name", "id", "refundable_cents", "refunded_cents"];

/** As it is emitted: one call, rows, an amount to type, something kept. */
export const refundOrder = (approval: Approval, expiresMs = 60_000) =>
  defineGate({
    name: "refund_order",
    input: z.strictObject({ order_id: orderId, amount_cents: z.int().min(1).optional() }),
    expiresMs,
    async prepare({ order_id, amount_cents }, { api }: Context<Billing>) {
      const order = await api.getOrder(
        { path: { order_id } },
        { needs, errors: { 404: failure({ error: "order_not_found" }) } },
      );
      const amount = amount_cents ?? order.refundable_cents;
      if (!(amount <= order.refundable_cents)) {
        return failure({
          error: "amount_exceeds_refundable",
          reason: `Only ${money(order.refundable_cents, order.currency)} can still be refunded.`,
        });
      }
      return draft({
        summary: `Refund ${money(amount, order.currency)} on order ${order.id} to ${order.customer_name}.`,
        show: { already_refunded: money(order.refunded_cents, order.currency) },
        typed: money(amount, order.currency),
        approval,
        operation: "createRefund",
        request: {
          body: { order_id: order.id, amount_cents: amount, speed: "fast" },
        } satisfies Requests["createRefund"],
        kept: { order },
      });
    },
    async confirm({ request, kept, input }, { api }) {
      const response = await api.createRefund(request, {
        errors: {
          409: (error: ApiError) =>
            failure({ error: "not_refundable", reason: error.body.message ?? "" }),
        },
      });
      const { id, status } = response;
      return { refund_id: id, status, customer: kept.order.customer_name, asked: input.order_id };
    },
  });

/** Inputs that are nobody's to see go into the request. */
export const refundWithPin = (approval: Approval) =>
  defineGate({
    name: "refund_with_pin",
    input: z.strictObject({ order_id: orderId, pin: z.string(), rush: z.boolean().optional() }),
    secret: ["pin", "rush"],
    expiresMs: 60_000,
    async prepare({ order_id, pin, rush }, _context: Context<Billing>) {
      const speed = rush === undefined ? undefined : rush ? "fast" : "slow";
      return draft({
        summary: `Refund order ${order_id}.`,
        approval,
        operation: "createRefund",
        request: {
          body: { order_id, amount_cents: 1050, speed, note: `by pin ${pin}` },
        } satisfies RequestOf<Billing["createRefund"]>,
        secret: ["/body/speed", "/body/note"],
      });
    },
    async confirm({ request }, { api }) {
      const response = await api.createRefund(request);
      return { refund_id: response.id };
    },
  });

/** Two calls, of which one is made. */
export const undoOrder = defineGate({
  name: "undo_order",
  input: z.strictObject({ order_id: orderId }),
  expiresMs: 60_000,
  async prepare({ order_id }, { api }: Context<Billing>) {
    const order = await api.getOrder({ path: { order_id } }, { needs });
    if (order.status === "open") {
      return draft({
        summary: `Cancel order ${order.id}.`,
        approval: "none",
        operation: "cancelOrder",
        request: { path: { order_id } } satisfies Requests["cancelOrder"],
      });
    }
    if (order.status === "paid") {
      return draft({
        summary: `Refund order ${order.id}.`,
        approval: order.refundable_cents > 10_000 ? "human" : "none",
        operation: "createRefund",
        request: {
          body: { order_id, amount_cents: order.refundable_cents },
        } satisfies Requests["createRefund"],
        kept: { paid: order.refundable_cents },
      });
    }
    return failure({ error: "not_applicable" });
  },
  async confirm(prepared, { api }) {
    switch (prepared.operation) {
      case "cancelOrder": {
        const response = await api.cancelOrder(prepared.request);
        return { done: response.status };
      }
      case "createRefund": {
        const response = await api.createRefund(prepared.request);
        return { done: response.status, paid: prepared.kept.paid };
      }
    }
  },
});

/** An API with drafts of its own. */
export const issueNote = (
  approval: Approval,
  expiresMs = 60_000,
  errors: ErrorRules<{ order_id: string }> = {},
) =>
  defineGate({
    name: "issue_note",
    input: z.strictObject({ order_id: orderId }),
    errors,
    expiresMs,
    async prepare({ order_id }, { api, once }: PrepareContext<Billing>) {
      const order = await api.getOrder({ path: { order_id } }, { needs });
      const apiDraft = await once(() =>
        api.createNoteDraft({ body: { order_id: order.id } }, { needs: ["id", "total_cents"] }),
      );
      return draft({
        summary: `Issue a credit note of ${apiDraft.total_cents} cents to ${order.customer_name}.`,
        approval,
        operation: "issueNote",
        request: { path: { id: apiDraft.id } } satisfies Requests["issueNote"],
        kept: { draft: apiDraft },
        cancel: {
          operation: "cancelNoteDraft",
          request: { path: { id: apiDraft.id } } satisfies Requests["cancelNoteDraft"],
        },
      });
    },
    async confirm({ request, kept }, { api }) {
      const response = await api.issueNote(request);
      return { number: response.number, total_cents: kept.draft.total_cents };
    },
  });

const input = z.strictObject({ order_id: orderId });
const output = object({ refunds: integer });

export interface State {
  readonly order: string;
  readonly parts: readonly number[];
}

export type RefundInParts = GateHandler<
  typeof input,
  Pick<Billing, "getOrder">,
  Pick<Billing, "createRefund">,
  typeof output,
  State
>;

export const refundInPartsHandler: RefundInParts = {
  async prepare({ order_id }, { reads }) {
    const order = await reads.getOrder({ path: { order_id } });
    if (order.refundable_cents === 0) {
      return failure({ error: "nothing_to_refund" });
    }
    const parts = [order.refundable_cents - 1, 1];
    return draft({
      summary: `Refund order ${order_id} in 2 parts.`,
      state: { order: order_id, parts },
    });
  },
  async confirm({ order, parts }, { calls }) {
    for (const amount_cents of parts) {
      await calls.createRefund({ body: { order_id: order, amount_cents } });
    }
    return { refunds: parts.length };
  },
};

/** Halves that their owner wrote. */
export const refundInPartsAfter = (approval: Approval) =>
  defineGate({
    name: "refund_in_parts",
    input,
    output,
    reads: ["getOrder"],
    calls: ["createRefund"],
    approval,
    expiresMs: 60_000,
    handler: refundInPartsHandler,
  });

export const refundInParts = refundInPartsAfter("none");
