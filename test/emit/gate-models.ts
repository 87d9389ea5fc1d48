import type { Expression } from "../../src/model/expression.js";
import type { GateBody, GateHandlerBody } from "../../src/model/gate.js";
import type { Tool } from "../../src/model/tool.js";
import type { TextPart, Value } from "../../src/model/value.js";
import {
  callOf,
  input,
  integer,
  members,
  objectOf,
  of,
  path,
  request,
  shape,
  string,
  text,
  tool,
} from "./models.js";

/** Gates for tests: a refund that a person approves, and what differs from it. */

const noFailures = { prepare: [], confirm: [] };

/** `money(order.refundable_cents, order.currency)` */
export function money(minor: string): Expression {
  return { kind: "runtime", name: "money", args: [path(minor), path("order.currency")] };
}

/** Literal text and expressions, in turn. */
export function textOf(...parts: readonly (string | Expression)[]): Value {
  const written = parts.map(
    (part): TextPart =>
      typeof part === "string"
        ? { kind: "literal", text: part }
        : { kind: "expression", expression: part, plain: true },
  );
  return { kind: "text", parts: written };
}

export function isMore(name: string, than: number): Expression {
  return {
    kind: "binary",
    operator: ">",
    left: path(name),
    right: { kind: "literal", value: than },
    total: true,
  };
}

export const refund: GateBody = {
  kind: "gate",
  statements: [
    callOf("order", "getOrder", {
      request: request({ path: { order_id: of("input.order_id") } }),
      needs: ["currency", "id"],
    }),
  ],
  apiDraft: null,
  summary: textOf("Refund ", money("order.refundable_cents"), " on order ", path("order.id"), "."),
  show: members({ already_refunded: of(money("order.refunded_cents")) }),
  typed: money("order.refundable_cents"),
  approval: { kind: "literal", approval: "human" },
  expiresMs: 86_400_000,
  calls: [
    {
      when: null,
      secretPlaces: [],
      call: callOf("response", "createRefund", {
        request: request({ body: objectOf({ order_id: of("order.id") }) }),
      }),
    },
  ],
  kept: [],
  output: objectOf({ refund_id: of("response.id") }),
  failures: noFailures,
};

export const handledRefund: GateHandlerBody = {
  kind: "gate-handler",
  file: "refund-order",
  reads: ["getOrder"],
  calls: ["createRefund"],
  approval: { kind: "literal", approval: "human" },
  expiresMs: 3_600_000,
  output: shape({ refund_id: string, amount_cents: integer }),
  failures: noFailures,
};

export function gate(body: GateBody | GateHandlerBody, more: Partial<Tool> = {}): Tool {
  return tool("refund_order", {
    description: "Refund an order.",
    effect: "destructive",
    annotations: {
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: true,
      openWorldHint: true,
    },
    inputs: [input("order_id", text)],
    body,
    ...more,
  });
}
