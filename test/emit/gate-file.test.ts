import { describe, expect, it } from "vitest";
import { toolView } from "../../src/emit/tool-file.js";
import { ToolIdentifiers } from "../../src/emit/tool-identifiers.js";
import type { GateBody } from "../../src/model/gate.js";
import type { Tool } from "../../src/model/tool.js";
import { billing } from "./billing.js";
import { gate, handledRefund, isMore, refund, textOf } from "./gate-models.js";
import { callOf, input, lit, members, objectOf, of, path, request, text } from "./models.js";

function viewOf(given: Tool) {
  const server = { ...billing, tools: [given] };
  return toolView(given, server, new ToolIdentifiers(server).of(given));
}

/** One of the two halves of a gate, its lines to the left. */
function half(name: "prepare" | "confirm", more: Partial<GateBody>, tool: Partial<Tool> = {}) {
  const code = String(viewOf(gate({ ...refund, ...more }, tool)).tool);
  const start = code.indexOf(`  async ${name}(`);
  const end = code.indexOf("\n  },\n", start) + "\n  },".length;
  return code.slice(start, end).replaceAll(/^ {2}/gm, "");
}

function lines(...code: readonly string[]): string {
  return code.join("\n");
}

describe("a gate", () => {
  it("prepares what it confirms", () => {
    const view = viewOf(gate(refund, { limit: { calls: 60, seconds: 60 } }));
    expect(String(view.imports)).toBe(
      lines(
        'import { z } from "zod";',
        'import type { Billing } from "../api/billing.js";',
        'import type { RequestOf } from "../runtime/client.js";',
        'import { defineGate, draft } from "../runtime/gates/gate.js";',
        'import { money } from "../runtime/money.js";',
        'import type { Context } from "../runtime/tool.js";',
      ),
    );
    expect(String(view.tool)).toBe(
      lines(
        "export const refundOrder = defineGate({",
        '  name: "refund_order",',
        "  input: z.strictObject({ order_id: z.string() }),",
        "  limit: { calls: 60, seconds: 60 },",
        "  expiresMs: 86400000,",
        "  async prepare({ order_id }, { api }: Context<Billing>) {",
        '    const order = await api.getOrder({ path: { order_id } }, { needs: ["currency", "id"] });',
        "    return draft({",
        "      summary: `Refund ${money(order.refundable_cents, order.currency)} on order ${order.id}.`,",
        "      show: { already_refunded: money(order.refunded_cents, order.currency) },",
        "      typed: money(order.refundable_cents, order.currency),",
        '      approval: "human",',
        '      operation: "createRefund",',
        "      request: {",
        "        body: { order_id: order.id },",
        '      } satisfies RequestOf<Billing["createRefund"]>,',
        "    });",
        "  },",
        "  async confirm({ request }, { api }) {",
        "    const response = await api.createRefund(request);",
        "    return { refund_id: response.id };",
        "  },",
        "});",
      ),
    );
  });

  it("keeps what its result and its error rules are made of", () => {
    const call = callOf("response", "createRefund", {
      request: request({ body: objectOf({ order_id: of("input.order_id") }) }),
      errors: [
        {
          on: "409",
          cases: [
            {
              when: null,
              outcome: {
                kind: "failure",
                members: members({ error: lit("gone"), order: of("order.id") }),
              },
            },
          ],
        },
      ],
    });
    const more = {
      kept: ["order"],
      calls: [{ when: null, call, secretPlaces: [] }],
      output: objectOf({ order_id: of("input.order_id") }),
    };
    expect(half("prepare", more)).toContain("kept: { order },");
    expect(half("confirm", more)).toBe(
      lines(
        "async confirm({ request, kept, input }, { api }) {",
        "  const { order } = kept;",
        "  const response = await api.createRefund(request, {",
        '    errors: { 409: failure({ error: "gone", order: order.id }) },',
        "  });",
        "  return { order_id: input.order_id };",
        "},",
      ),
    );
  });

  it("says where its request holds what is secret", () => {
    const call = callOf("response", "createRefund", {
      request: request({ body: objectOf({ order_id: of("input.order_id") }) }),
    });
    const calls = [{ when: null, call, secretPlaces: ["/body/order_id"] }];
    expect(half("prepare", { calls })).toContain('secret: ["/body/order_id"],');
  });

  it("makes the API's own draft once, and cancels it", () => {
    const more: Partial<GateBody> = {
      apiDraft: {
        call: callOf("draft", "createRefundDraft", {
          request: request({ body: objectOf({ order_id: of("order.id") }) }),
        }),
        cancel: {
          operation: "cancelRefundDraft",
          request: request({ path: { id: of("draft.id") } }),
        },
      },
      summary: textOf("Refund ", path("draft.total"), "."),
      show: [],
      typed: path("draft.total"),
      calls: [
        {
          when: null,
          secretPlaces: [],
          call: callOf("response", "issueRefund", {
            request: request({ path: { id: of("draft.id") } }),
            used: false,
          }),
        },
      ],
      kept: ["draft"],
      output: objectOf({ total: of("draft.total") }),
    };
    expect(half("prepare", more)).toBe(
      lines(
        "async prepare({ order_id }, { api, once }: PrepareContext<Billing>) {",
        '  const order = await api.getOrder({ path: { order_id } }, { needs: ["currency", "id"] });',
        "  const apiDraft = await once(() => api.createRefundDraft({ body: { order_id: order.id } }));",
        "  return draft({",
        "    summary: `Refund ${apiDraft.total}.`,",
        "    typed: apiDraft.total,",
        '    approval: "human",',
        '    operation: "issueRefund",',
        "    request: {",
        "      path: { id: apiDraft.id },",
        '    } satisfies RequestOf<Billing["issueRefund"]>,',
        "    cancel: {",
        '      operation: "cancelRefundDraft",',
        "      request: {",
        "        path: { id: apiDraft.id },",
        '      } satisfies RequestOf<Billing["cancelRefundDraft"]>,',
        "    },",
        "    kept: { apiDraft },",
        "  });",
        "},",
      ),
    );
    expect(half("confirm", more)).toBe(
      lines(
        "async confirm({ request, kept }, { api }) {",
        "  const { apiDraft } = kept;",
        "  await api.issueRefund(request);",
        "  return { total: apiDraft.total };",
        "},",
      ),
    );
  });
});

describe("a gate's alternatives", () => {
  const cancelled = callOf("response", "cancelOrder", {
    request: request({ path: { id: of("order.id") } }),
  });
  const refunded = callOf("response", "createRefund", {
    request: request({ body: objectOf({ order_id: of("order.id") }) }),
  });
  const more: Partial<GateBody> = {
    show: [],
    typed: null,
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
  };

  it("share what is said of them; the first that fits is made", () => {
    const calls = [
      { when: isMore("order.open_cents", 0), call: cancelled, secretPlaces: [] },
      { when: isMore("order.paid_cents", 0), call: refunded, secretPlaces: [] },
    ];
    expect(half("prepare", { ...more, calls })).toBe(
      lines(
        "async prepare({ order_id }, { api }: Context<Billing>) {",
        '  const order = await api.getOrder({ path: { order_id } }, { needs: ["currency", "id"] });',
        "  const common = {",
        "    summary: `Refund ${money(order.refundable_cents, order.currency)} on order ${order.id}.`,",
        '    approval: order.refundable_cents > 1000 ? "human" : "none",',
        "  } as const;",
        "  if (order.open_cents > 0) {",
        "    return draft({",
        "      ...common,",
        '      operation: "cancelOrder",',
        "      request: {",
        "        path: { id: order.id },",
        '      } satisfies RequestOf<Billing["cancelOrder"]>,',
        "    });",
        "  }",
        "  if (order.paid_cents > 0) {",
        "    return draft({",
        "      ...common,",
        '      operation: "createRefund",',
        "      request: {",
        "        body: { order_id: order.id },",
        '      } satisfies RequestOf<Billing["createRefund"]>,',
        "    });",
        "  }",
        '  return failure({ error: "not_applicable", reason: "Nothing that this job could do fits." });',
        "},",
      ),
    );
    expect(half("confirm", { ...more, calls })).toBe(
      lines(
        "async confirm({ operation, request }, { api }) {",
        "  const response =",
        '    operation === "cancelOrder"',
        "      ? await api.cancelOrder(request)",
        "      : await api.createRefund(request);",
        "  return { refund_id: response.id };",
        "},",
      ),
    );
  });

  it("of one operation are told apart where they are sent in different ways", () => {
    const careful = callOf("response", "createRefund", {
      request: request({ body: objectOf({ order_id: of("order.id") }) }),
      needs: ["id"],
    });
    const calls = [
      { when: isMore("order.paid_cents", 0), call: refunded, secretPlaces: [] },
      { when: null, call: careful, secretPlaces: [] },
    ];
    expect(half("prepare", { ...more, calls })).toContain("kept: { alternative: 1 },");
    expect(half("confirm", { ...more, calls })).toBe(
      lines(
        "async confirm({ operation, request, kept }, { api }) {",
        "  const response =",
        '    operation === "createRefund" && kept.alternative === 0',
        "      ? await api.createRefund(request)",
        '      : await api.createRefund(request, { needs: ["id"] });',
        "  return { refund_id: response.id };",
        "},",
      ),
    );
  });

  it("of one operation that differ in their requests alone are sent as one", () => {
    const calls = [
      { when: isMore("order.paid_cents", 0), call: refunded, secretPlaces: [] },
      { when: null, call: refunded, secretPlaces: [] },
    ];
    expect(half("confirm", { ...more, calls })).toContain(
      "  const response = await api.createRefund(request);",
    );
  });
});

describe("a gate that its owner writes", () => {
  it("is held to its two halves", () => {
    const view = viewOf(gate(handledRefund));
    expect(view.declarations.map(String)).toEqual([
      "const input = z.strictObject({ order_id: z.string() });",
      "const output = object({ refund_id: string, amount_cents: integer });",
      lines(
        "/** What src/handlers/refund-order.ts must be: it may call these operations and no others. */",
        "export type RefundOrder<State extends object> = GateHandler<",
        "  typeof input,",
        '  Pick<Billing, "getOrder">,',
        '  Pick<Billing, "createRefund">,',
        "  typeof output,",
        "  State",
        ">;",
      ),
    ]);
    expect(String(view.tool)).toBe(
      lines(
        "export const refundOrder = defineGate({",
        '  name: "refund_order",',
        "  input,",
        "  output,",
        '  reads: ["getOrder"],',
        '  calls: ["createRefund"],',
        '  approval: "human",',
        "  expiresMs: 3600000,",
        "  handler,",
        "});",
      ),
    );
  });

  it("may have its approval chosen by its arguments", () => {
    const approval = {
      kind: "expression",
      expression: {
        kind: "conditional",
        test: isMore("input.amount_cents", 1000),
        consequent: { kind: "literal", value: "human" },
        alternate: { kind: "literal", value: "none" },
      },
      outcomes: ["none", "human"],
    } as const;
    const inputs = [input("amount_cents", { type: ["integer"] }), input("note", text)];
    const code = String(viewOf(gate({ ...handledRefund, approval }, { inputs })).tool);
    expect(code).toContain(
      '  approval: ({ amount_cents }) => (amount_cents > 1000 ? "human" : "none"),',
    );
  });
});
