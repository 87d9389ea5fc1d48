import { describe, expect, it } from "vitest";
import { Collector } from "../../src/diagnostics/collector.js";
import { renderText } from "../../src/diagnostics/render-text.js";
import { checkEvals } from "../../src/eval/check-evals.js";
import { parseEvals } from "../../src/eval/file/parse.js";
import type { Surface } from "../../src/eval/surface.js";
import { refusedEvals, withPrompt } from "./refused-evals.js";

/** The text that a user sees. */
function findings(text: string, surface: Surface | null = null): string {
  const collector = new Collector();
  const evals = parseEvals({ path: "evals.yaml", text }, collector);
  if (evals !== null && surface !== null) {
    checkEvals(evals, surface, collector);
  }
  return renderText(collector.sorted(), { colour: false });
}

describe("parseEvals", () => {
  it("reads a prompt with everything, and fills in what is not said", () => {
    const collector = new Collector();
    const text = `version: 1
model: { provider: openai, id: local, baseUrl: "http://127.0.0.1:8080/v1/", key: "\${env.KEY}" }
volatile: [token]
prompts:
  all-of-it:
    kind: misuse
    prompt: [Do it., And again.]
    expect:
      calls:
        - search
        - tool: [a, b]
          exactly: { x: { matches: ^y }, y: { oneOf: [1, 2] }, z: { present: false }, v: { w: 1 } }
          outcome: not_found
      order: any
      answer: Yes
      upstream: { "GET /x": { least: 1 }, op: 2 }
      state: { get: /x, holds: { a: { b: 1 } } }
    never: { effects: destructive, says: no }
`;
    const evals = parseEvals({ path: "evals.yaml", text }, collector);
    expect(collector.sorted()).toEqual([]);
    const { file: _, ...read } = evals ?? { file: null };
    expect(
      JSON.parse(JSON.stringify(read, (key, value) => (key === "span" ? undefined : value))),
    ).toMatchInlineSnapshot(`
      {
        "map": {
          "value": "tool-map.yaml",
        },
        "model": {
          "baseUrl": "http://127.0.0.1:8080/v1",
          "id": "local",
          "keyFrom": "KEY",
          "maxTokens": null,
          "prices": null,
          "provider": "openai",
          "temperature": null,
        },
        "prompts": [
          {
            "expect": {
              "answer": {
                "contains": [
                  {
                    "value": "Yes",
                  },
                ],
                "containsOneOf": [],
                "lacks": [],
                "matches": [],
              },
              "calls": [
                {
                  "arguments": [],
                  "exactly": false,
                  "outcome": null,
                  "tools": [
                    {
                      "value": "search",
                    },
                  ],
                },
                {
                  "arguments": [
                    {
                      "name": {
                        "value": "x",
                      },
                      "value": {
                        "kind": "matches",
                        "pattern": {
                          "value": "^y",
                        },
                      },
                    },
                    {
                      "name": {
                        "value": "y",
                      },
                      "value": {
                        "kind": "one-of",
                        "values": [
                          1,
                          2,
                        ],
                      },
                    },
                    {
                      "name": {
                        "value": "z",
                      },
                      "value": {
                        "kind": "absent",
                      },
                    },
                    {
                      "name": {
                        "value": "v",
                      },
                      "value": {
                        "kind": "equals",
                        "value": {
                          "w": 1,
                        },
                      },
                    },
                  ],
                  "exactly": true,
                  "outcome": {
                    "value": "not_found",
                  },
                  "tools": [
                    {
                      "value": "a",
                    },
                    {
                      "value": "b",
                    },
                  ],
                },
              ],
              "inOrder": false,
              "maxCalls": null,
              "state": [
                {
                  "contains": [],
                  "get": {
                    "value": "/x",
                  },
                  "holds": {
                    "a": {
                      "b": 1,
                    },
                  },
                  "lacks": [],
                  "status": 200,
                },
              ],
              "upstream": [
                {
                  "least": 1,
                  "most": null,
                  "operation": {
                    "value": "GET /x",
                  },
                },
                {
                  "least": 2,
                  "most": 2,
                  "operation": {
                    "value": "op",
                  },
                },
              ],
            },
            "id": {
              "value": "all-of-it",
            },
            "kind": "misuse",
            "maxTurns": 10,
            "never": {
              "effects": {
                "value": "destructive",
              },
              "operations": [],
              "says": [
                {
                  "value": "no",
                },
              ],
              "tools": [],
            },
            "person": null,
            "says": [
              {
                "value": "Do it.",
              },
              {
                "value": "And again.",
              },
            ],
          },
        ],
        "server": {
          "env": {},
        },
        "system": null,
        "upstream": null,
        "volatile": [
          "draft_id",
          "expires_at",
          "request_id",
          "token",
        ],
      }
    `);
  });

  it.each(Object.entries(refusedEvals))("refuses %s", (_, text) => {
    expect(findings(text)).toMatchSnapshot();
    expect(findings(text)).toContain("error[");
  });
});

const surface: Surface = {
  name: "s",
  version: "1.0.0",
  tools: [
    {
      name: "search_invoices",
      inputSchema: {
        type: "object",
        properties: {
          status: { type: "string", enum: ["open", "paid"] },
          customer_id: { type: "string", pattern: "^CUS-[0-9]{5}$" },
          filter: { type: "object", properties: { from: { type: "integer" } } },
        },
      },
      effect: "read",
      operations: ["listInvoices"],
      errors: ["customer_not_found"],
      job: "search_invoices",
    },
    {
      name: "prepare_refund_order",
      inputSchema: { type: "object", properties: { order_id: { type: "string" } } },
      effect: "read",
      operations: [],
      errors: [],
      job: "refund_order",
    },
  ],
  operations: [{ key: "listInvoices", method: "GET", path: "/v1/invoices", effect: "read" }],
  known: new Set(["listInvoices", "GET /v1/invoices", "voidInvoice"]),
};

describe("checkEvals", () => {
  it("finds nothing wrong with what the server has", () => {
    const text = withPrompt(`
expect:
  calls: [{ tool: search_invoices, arguments: { status: open, filter.from: 3 } }]
  upstream: { GET /v1/invoices: 1, voidInvoice: 0 }
never: { tools: [prepare_refund_order], operations: [voidInvoice] }`);
    expect(findings(text, surface)).toBe("");
  });

  it.each([
    ["a tool that does not exist", "expect: { calls: [search_invoice] }"],
    ["a forbidden tool that does not exist", "never: { tools: [search_bills] }"],
    ["a job that is two tools now", "expect: { calls: [refund_order] }"],
    [
      "an argument that does not exist",
      "expect: { calls: [{ tool: search_invoices, arguments: { customer: CUS-10001 } }] }",
    ],
    [
      "an argument within an argument that does not exist",
      "expect: { calls: [{ tool: search_invoices, arguments: { filter.form: 1 } }] }",
    ],
    [
      "a value that the tool refuses",
      "expect: { calls: [{ tool: search_invoices, arguments: { status: late } }] }",
    ],
    [
      "a value that does not fit its pattern",
      "expect: { calls: [{ tool: search_invoices, arguments: { customer_id: CUS-1 } }] }",
    ],
    [
      "a value of another type",
      "expect: { calls: [{ tool: search_invoices, arguments: { filter.from: text } }] }",
    ],
    ["an operation that does not exist", "expect: { upstream: { listInvoice: 1 } }"],
    ["an operation that no tool sends", "expect: { upstream: { voidInvoice: 1 } }"],
    ["a forbidden operation that does not exist", "never: { operations: [deleteInvoice] }"],
    [
      "an error that is spelt wrong",
      "expect: { calls: [{ tool: search_invoices, outcome: customer_not_fond }] }",
    ],
    [
      "a tool that is expected and forbidden",
      "expect: { calls: [search_invoices] }\nnever: { tools: [search_invoices] }",
    ],
    ["more calls than are allowed", "expect: { calls: [search_invoices], maxCalls: 0 }"],
  ])("finds %s", (_, yaml) => {
    expect(findings(withPrompt(yaml), surface)).toMatchSnapshot();
    expect(findings(withPrompt(yaml), surface)).not.toBe("");
  });
});
