import { describe, expect, it } from "vitest";
import { parseSafeguards } from "../../src/catalogue/safeguards.js";
import { safeguardsOf, safeguardsText } from "../../src/emit/safeguards.js";
import type { Expression } from "../../src/model/expression.js";
import { billing } from "./billing.js";
import { gate, isMore, refund } from "./gate-models.js";
import { gated } from "./gate-server.js";
import { path } from "./models.js";

describe("what is kept of a server's safeguards", () => {
  const { jobs, ...others } = safeguardsOf(gated);

  it("is who approves, and what counts as a read", () => {
    expect(others).toEqual({
      reads: ["getOrder"],
      approvals: {
        store: "file",
        requester: "$MCP_USER_EMAIL",
        approvers: ["finance@example.com"],
      },
      redact: [],
    });
  });

  it("is what each job does, and what stands before it", () => {
    expect(Object.keys(jobs)).toEqual([
      "alternatives",
      "drafted",
      "handled",
      "kept",
      "refund_order",
    ]);
    expect(jobs.refund_order).toEqual({
      operations: { createRefund: "destructive" },
      gate: { approval: ["human"], chosenBy: null, expiresSeconds: 86_400, drafts: {} },
      unconfirmed: null,
      limit: { calls: 60, seconds: 60 },
      annotations: {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: true,
      },
    });
    expect(jobs.drafted?.gate).toMatchObject({
      drafts: { createRefundDraft: "write", deleteRefundDraft: "destructive" },
    });
    expect(jobs.alternatives).toMatchObject({
      operations: { cancelOrder: "destructive", createRefund: "destructive" },
      gate: {
        approval: ["none", "human"],
        chosenBy: ['order.refundable_cents > 1000 ? "human" : "none"'],
      },
    });
    expect(jobs.handled).toMatchObject({ operations: { createRefund: "destructive" } });
  });

  it("is nothing of what only reads, and the limits of what writes", () => {
    expect(safeguardsOf(billing).jobs).toEqual({
      resend_welcome_email: expect.objectContaining({ operations: { sendEmail: "write" } }),
      send_payment_reminder: expect.objectContaining({
        operations: { createReminder: "write" },
        gate: null,
        unconfirmed: null,
        limit: { calls: 60, seconds: 60 },
      }),
    });
  });

  it("is what an approval is chosen by, down to each `let` that it reads", () => {
    const lets: readonly [string, Expression][] = [
      ["amount", path("share")],
      ["share", path("input.share")],
      ["unread", path("order.id")],
    ];
    const body = {
      ...refund,
      statements: lets.map(([name, value]) => ({ kind: "let", name, value }) as const),
      approval: {
        kind: "expression",
        expression: isMore("amount", 5),
        outcomes: ["none", "human"],
      },
    } as const;
    expect(
      safeguardsOf({ ...gated, tools: [gate(body)] }).jobs.refund_order?.gate?.chosenBy,
    ).toEqual(["amount > 5", "amount = share", "share = input.share"]);
  });

  it("is read again as it was written", () => {
    expect(parseSafeguards(safeguardsText(gated))).toEqual(safeguardsOf(gated));
  });
});
