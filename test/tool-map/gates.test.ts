import { describe, expect, it } from "vitest";
import { findings, parsed, parsedTool, withTool, withTop } from "./maps.js";

/** A gate as the map states it, without places. */
function gate(lines: string) {
  const { job } = parsedTool(lines);
  if (job.kind !== "gate") {
    throw new Error(`the job is a ${job.kind}`);
  }
  return job;
}

describe("a gate", () => {
  it("has one call, named response, and no steps of need", () => {
    const job = gate(`
confirm:
  summary: Refund \${input.order_id}.
  call: createRefund
  with: { order_id: "\${input.order_id}" }
  errors: { 409: { error: not_refundable } }
  approval: human`);
    expect(job).toMatchObject({
      steps: [],
      summary: { text: "Refund ${input.order_id}." },
      show: [],
      approval: { kind: "literal", approval: "human" },
      expiresMs: null,
      draft: null,
      calls: [
        {
          name: { value: "response" },
          call: { value: "createRefund" },
          when: null,
          each: null,
          pages: null,
          errors: [{ on: { value: "409" } }],
        },
      ],
    });
  });

  it("has alternatives, steps, rows, and a draft of the API's own", () => {
    const job = gate(`
steps: { invoice: { call: getInvoice } }
confirm:
  summary: Credit \${draft.id}.
  show: { amount: "\${draft.amount}", count: 3 }
  draft:
    call: createDraft
    returns: response.draft
    cancel: { call: cancelDraft, with: { id: "\${draft.id}" } }
  calls:
    - { when: invoice.open, call: finalize, with: { id: 1 }, returns: response.note }
    - { call: other }
  approval: "\${invoice.cents > 1 ? 'human' : 'none'}"
  expires: 90m`);
    expect(job).toMatchObject({
      steps: [{ name: { value: "invoice" } }],
      show: [
        { name: { value: "amount" }, value: { kind: "text" } },
        { name: { value: "count" }, value: { kind: "literal", value: 3 } },
      ],
      approval: { kind: "expression", source: { text: "${invoice.cents > 1 ? 'human' : 'none'}" } },
      expiresMs: 5_400_000,
      draft: {
        step: { name: { value: "draft" }, returns: { text: "response.draft" } },
        cancel: { call: { value: "cancelDraft" }, errors: [] },
      },
      calls: [
        { when: { text: "invoice.open" }, returns: { text: "response.note" } },
        { when: null, name: { value: "response" } },
      ],
    });
  });

  it("may be a handler's", () => {
    const { job } = parsedTool(
      "handler: refund\ncalls: [getOrder, createRefund]\nconfirm: { approval: none, expires: 1d }",
    );
    expect(job).toMatchObject({
      kind: "gate-handler",
      file: { value: "refund" },
      calls: [{ value: "getOrder" }, { value: "createRefund" }],
      approval: { kind: "literal", approval: "none" },
      expiresMs: 86_400_000,
    });
  });

  it("is warned of where the longer of its names is long", () => {
    const lines =
      "tools:\n  issue_a_credit_note_or_not:\n    description: S.\n    confirm: { summary: S, call: b, approval: none }\n";
    const map = withTool("call: a").replace(/tools:[\s\S]*/, lines);
    expect(findings(map)).toContain(
      'warning[tool-map/long-name]: the tool name "prepare_issue_a_credit_note_or_not" has 34 characters',
    );
  });

  it("says where its call stands, to who wrote it elsewhere", () => {
    const lines = "call: createRefund\nconfirm: { summary: Really?, approval: none }";
    expect(findings(withTool(lines))).toMatchInlineSnapshot(`
      "error[tool-map/conflicting-keys]: "call" cannot stand beside "confirm"
       --> tool-map.yaml:8:5
         |
      8  |     call: createRefund
         |     ^^^^
      9  |     confirm: { summary: Really?, approval: none }
         |     ^^^^^^^ because of "confirm"
         |
         = help: the call that is confirmed stands under confirm; what is read before it is a step
      "
    `);
  });
});

describe("approvals", () => {
  it("say who approves, and where drafts are kept", () => {
    const { approvals } = parsed(
      withTop(`
approvals:
  url: \${env.APPROVALS_URL}
  store: { file: .data/drafts.db }
  requester: \${env.MCP_USER_EMAIL}
  approvers: [finance@example.com, "\${env.BOSS}"]
  notify:
    slack: \${env.SLACK_WEBHOOK}
    email: { smtp: "smtp://localhost:25", from: bot@example.com }`),
    );
    expect(approvals).toMatchObject({
      url: { text: "${env.APPROVALS_URL}" },
      store: { value: { kind: "file", path: ".data/drafts.db" } },
      requester: { text: "${env.MCP_USER_EMAIL}" },
      approvers: [{ text: "finance@example.com" }, { text: "${env.BOSS}" }],
      slack: { text: "${env.SLACK_WEBHOOK}" },
      email: { smtp: { text: "smtp://localhost:25" }, from: { text: "bot@example.com" } },
    });
  });

  it("need say nothing", () => {
    expect(parsed(withTop("approvals: {}")).approvals).toMatchObject({
      url: null,
      store: null,
      requester: null,
      approvers: [],
      slack: null,
      email: null,
    });
    expect(parsed(withTop("")).approvals).toBeNull();
  });
});
