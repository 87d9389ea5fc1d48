import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/emit/catalogue.js";
import type { ApprovalChoice, GateBody } from "../../src/model/gate.js";
import type { Server } from "../../src/model/server.js";
import { gate, refund } from "./gate-models.js";
import { gated } from "./gate-server.js";
import { callOf } from "./models.js";

const outputSchema = {
  type: ["object"],
  properties: { refund_id: { type: ["string"] } },
  required: ["refund_id"],
} as const;
const failures = {
  prepare: [{ error: "amount_exceeds_refundable", reason: "" }],
  confirm: [
    { error: "approval_pending", reason: "A person decides: call again." },
    { error: "draft_outdated", reason: "Prepare again." },
  ],
};

function shown(body: Partial<GateBody>, more: Partial<Server> = {}) {
  const tool = gate({ ...refund, failures, ...body }, { title: "Refund", outputSchema });
  const given = catalogue({ ...gated, tools: [tool], ...more });
  return { tools: JSON.parse(given.json).tools, notes: given.notes };
}

function descriptions(approval: ApprovalChoice, more: Partial<Server> = {}) {
  return shown({ approval }, more).tools.map((tool: { description: string }) => tool.description);
}

describe("what a model learns of a gate", () => {
  it("is two tools: one takes the arguments, the other a draft alone", () => {
    expect(shown({}).tools).toEqual([
      {
        name: "prepare_refund_order",
        title: "Refund (prepare)",
        description: [
          "Refund an order. Prepares only: nothing else happens until confirm_refund_order is called with the draft_id. Once confirmed it is irreversible. A person who did not ask for it has to approve it.",
          "Errors: amount_exceeds_refundable.",
          "Returns { draft_id, summary, approval, expires_at }",
        ].join("\n"),
        inputSchema: {
          type: "object",
          properties: { order_id: { type: "string" } },
          required: ["order_id"],
          additionalProperties: false,
        },
        outputSchema: {
          type: "object",
          properties: {
            draft_id: { type: "string", description: "For the confirmation." },
            summary: {
              type: "string",
              description: "What will happen. Tell the user before you confirm.",
            },
            approval: {
              type: "string",
              enum: ["none", "elicitation", "human"],
              description:
                "Who has to say yes: nobody else, the user in a form, or a person who did not ask.",
            },
            expires_at: { type: "string", format: "date-time" },
          },
          required: ["draft_id", "summary", "approval", "expires_at"],
        },
        annotations: {
          readOnlyHint: true,
          destructiveHint: false,
          idempotentHint: true,
          openWorldHint: true,
        },
      },
      {
        name: "confirm_refund_order",
        title: "Refund (confirm)",
        description: [
          "Refund an order. Carries out what prepare_refund_order has summarised, once; called again, it gives the same answer. Irreversible: what it deletes or overwrites cannot be restored. A person who did not ask for it has to approve it. approval_pending means to call it again after retry_after seconds.",
          "Errors: approval_pending; draft_outdated (Prepare again).",
          "Returns { refund_id }",
        ].join("\n"),
        inputSchema: {
          type: "object",
          properties: { draft_id: { type: "string", description: "From prepare_refund_order." } },
          required: ["draft_id"],
          additionalProperties: false,
        },
        outputSchema: {
          type: "object",
          properties: { refund_id: { type: "string" } },
          required: ["refund_id"],
        },
        annotations: {
          readOnlyHint: false,
          destructiveHint: true,
          idempotentHint: true,
          openWorldHint: true,
        },
      },
    ]);
  });

  it("changes something in its first half where the API keeps the draft", () => {
    const apiDraft = { call: callOf("draft", "createRefundDraft"), cancel: null };
    const [prepare] = shown({ apiDraft }).tools;
    expect(prepare.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: false });
    expect(prepare.description).toContain(
      "Prepares only, as a draft that the API keeps: nothing else happens until",
    );
  });

  it("says who approves", () => {
    const none = { approvals: null };
    const chosen = (
      ...outcomes: readonly ("none" | "elicitation" | "human")[]
    ): ApprovalChoice => ({
      kind: "expression",
      expression: { kind: "undefined" },
      outcomes,
    });
    const words = (approval: ApprovalChoice, more: Partial<Server> = {}) =>
      /irreversible\. ?(.*)/.exec(descriptions(approval, more)[0])?.[1];
    expect(words({ kind: "literal", approval: "none" })).toBe("");
    expect(words({ kind: "literal", approval: "elicitation" }, none)).toBe(
      "The user has to approve it.",
    );
    expect(words({ kind: "literal", approval: "elicitation" })).toBe(
      "The user, or a person who did not ask for it, has to approve it.",
    );
    expect(words(chosen("none", "human"))).toBe(
      "A person who did not ask for it may have to approve it.",
    );
  });

  it("fits what hosts show, and a note names the half that is too long", () => {
    const tool = gate({ ...refund, failures }, { description: "x".repeat(1700) });
    const { json, notes } = catalogue({ ...gated, tools: [tool] });
    const lengths = JSON.parse(json).tools.map(
      (one: { description: string }) => one.description.length,
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2048);
    expect(notes).toEqual([
      {
        tool: "refund_order",
        text: expect.stringMatching(/^prepare_refund_order: the description takes \d+ of the 2048/),
      },
      {
        tool: "refund_order",
        text: expect.stringMatching(/^confirm_refund_order: the description /),
      },
    ]);
  });
});
