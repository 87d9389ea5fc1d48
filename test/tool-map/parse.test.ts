import { describe, expect, it } from "vitest";
import type { Template } from "../../src/tool-map/tool-map.js";
import { findings, parsed, parsedTool, withServer, withTool, withTools, withTop } from "./maps.js";

/** A template without its places. */
function plain(template: Template | null): unknown {
  switch (template?.kind) {
    case "literal":
      return template.value;
    case "text":
      return `text ${template.source.text}`;
    case "list":
      return template.items.map(plain);
    case "object":
      return Object.fromEntries(
        template.members.map(({ name, value }) => [name.value, plain(value)]),
      );
    case "projection":
      return {
        projection: template.from.text,
        pick: template.pick?.map(({ name, value, secret }) => [
          name.value,
          value?.text ?? null,
          secret,
        ]),
        maxItems: template.maxItems?.value ?? null,
        maxLength: template.maxLength?.value ?? null,
        keep: template.keep,
      };
    default:
      return null;
  }
}

describe("parseToolMap", () => {
  it("fills in what a small map leaves out", () => {
    const map = parsed(withTools("search: { description: Search., call: listInvoices }"));
    expect(map.server.version).toBe("0.1.0");
    expect(map.upstream).toMatchObject({
      baseUrl: null,
      auth: [],
      timeoutMs: 10_000,
      deadlineMs: 50_000,
      retries: 2,
      idempotency: null,
      contract: "warn",
    });
    expect(map.audit).toEqual({ to: "stderr", redact: [] });
    expect(map.operations).toEqual({ effects: [], exclude: [] });
  });

  it("reads the upstream", () => {
    const { upstream } = parsed(
      withTop(`
upstream:
  baseUrl: \${env.BASE}/v2
  auth:
    bearerAuth: Bearer \${env.TOKEN}
    basicAuth: { username: mcp, password: "\${env.PASSWORD}" }
  headers: { X-Client: mcp, X-Version: 2 }
  with: { account: "\${env.ACCOUNT}" }
  timeout: 500ms
  deadline: 2m
  retries: 0
  idempotency: { header: Idempotency-Key, operations: [createRefund] }
  pagination:
    - { param: cursor, next: response.next_cursor, total: response.total }
    - { param: page, next: page, more: response.has_more }
  contract: strict`),
    );
    expect(upstream).toMatchObject({ timeoutMs: 500, deadlineMs: 120_000, retries: 0 });
    expect(upstream.auth.map(({ scheme, secret }) => [scheme.value, secret.kind])).toEqual([
      ["bearerAuth", "token"],
      ["basicAuth", "basic"],
    ]);
    expect(upstream.headers.map(({ name, value }) => [name.value, value.text])).toEqual([
      ["X-Client", "mcp"],
      ["X-Version", "2"],
    ]);
    expect(upstream.pagination).toMatchObject([
      { next: { text: "response.next_cursor" }, more: null, total: { text: "response.total" } },
      { next: { value: "page" }, more: { text: "response.has_more" }, total: null },
    ]);
  });

  it("reads the other keys at the top", () => {
    const map = parsed(
      withTop(`
audit: { to: { both: audit.jsonl }, redact: [email] }
functions: { invoice_label: { args: [string, integer], returns: string } }
operations:
  effects: { createReminder: write }
  exclude: { "/v1/admin/**": Not for assistants. }`),
    );
    expect(map.audit).toMatchObject({ to: { both: "audit.jsonl" }, redact: [{ value: "email" }] });
    expect(map.functions).toMatchObject([
      { name: { value: "invoice_label" }, args: ["string", "integer"], returns: "string" },
    ]);
    expect(map.operations).toMatchObject({
      effects: [{ operation: { value: "createReminder" }, effect: "write" }],
      exclude: [{ operation: { value: "/v1/admin/**" }, reason: "Not for assistants." }],
    });
  });

  it("reads the server, and takes the blanks around its texts away", () => {
    const { server } = parsed(
      withServer("{ name: b-2, title: ' B ', version: 1.2.3-a.1, dependencies: { '@a/b': ^1 } }"),
    );
    expect(server).toMatchObject({
      name: { value: "b-2" },
      title: { value: "B" },
      version: "1.2.3-a.1",
      dependencies: { "@a/b": "^1" },
    });
  });

  it("reads a tool of one call, whose answer is named response", () => {
    const { job, inputs, limit, pages } = parsedTool(`
call: GET /v1/invoices
with: { status: open, ids: ["\${input.id}", 7, null] }
input:
  id: { to: 'query."ids[]"', required: true, pattern: ^x, clamp: false }
  limit:
limit: 10/min
pages: none`);
    expect(job).toMatchObject({
      kind: "call",
      step: { name: { value: "response" }, call: { value: "GET /v1/invoices" }, errors: [] },
    });
    expect(job.kind === "call" && job.step.with.map(({ value }) => plain(value))).toEqual([
      "text open",
      ["text ${input.id}", 7, null],
    ]);
    expect(inputs).toMatchObject([
      {
        name: { value: "id" },
        to: { text: 'query."ids[]"' },
        required: { value: true },
        clamp: { value: false },
        keywords: [{ name: { value: "pattern" }, value: { value: "^x" } }],
      },
      { name: { value: "limit" }, to: null, keywords: [] },
    ]);
    expect(limit?.value).toEqual({ calls: 10, seconds: 60 });
    expect(pages?.value).toBe("none");
  });

  it("reads how often a call is made, and where it may lead", () => {
    const { job, pages } = parsedTool(`
call: listInvoices
each: { in: input.ids }
pages: { max: 5 }
follow: [https://files.example.com]`);
    expect(job).toMatchObject({
      step: {
        each: { in: { text: "input.ids" }, max: 20 },
        pages: { value: 5 },
        follow: [{ value: "https://files.example.com" }],
      },
    });
    expect(pages).toBeNull();
  });

  it("reads what a server fetches its tokens with", () => {
    const { upstream } = parsed(
      withTop('upstream: { auth: { a: { client_id: b, client_secret: "${env.C}" } } }'),
    );
    expect(upstream.auth[0]?.secret).toMatchObject({
      kind: "client",
      id: { text: "b" },
      secret: { text: "${env.C}" },
      auth: "basic",
      tokenUrl: null,
    });
  });

  it("reads steps, names and conditions in the order of the file", () => {
    const { job, lets, requires } = parsedTool(`
steps:
  order: { call: getOrder, returns: response.order, variant: Paid }
  mail: { call: sendEmail, when: order.total > 0, errors: { 404: { value: null } } }
let:
  total: order.total
  fifty: 50
  always: true
require:
  - { that: total > 0, error: empty_order, reason: "\${total}", total: "\${total}" }`);
    expect(job.kind === "steps" && job.steps).toMatchObject([
      { name: { value: "order" }, returns: { text: "response.order" }, variant: { value: "Paid" } },
      { name: { value: "mail" }, when: { text: "order.total > 0" } },
    ]);
    expect(lets.map(({ name, value }) => [name.value, value.text])).toEqual([
      ["total", "order.total"],
      ["fifty", "50"],
      ["always", "true"],
    ]);
    expect(requires).toMatchObject([
      {
        that: { text: "total > 0" },
        error: { value: "empty_order" },
        members: [{ name: { value: "reason" } }, { name: { value: "total" } }],
      },
    ]);
  });

  it("reads a handler", () => {
    const { job } = parsedTool(`
handler: monthly-statement
calls: [listInvoices, listPayments]
outputSchema: { type: object, properties: { from: { type: [string, "null"] } } }`);
    expect(job).toMatchObject({
      kind: "handler",
      file: { value: "monthly-statement" },
      calls: [{ value: "listInvoices" }, { value: "listPayments" }],
      outputSchema: {
        value: { type: "object", properties: { from: { type: ["string", "null"] } } },
      },
    });
  });

  it("reads projections, and the way out of them", () => {
    const { output } = parsedTool(`
call: a
output:
  items: { from: response.items, pick: [id, { price: "money(a, b)", mail: { secret: true } }], maxItems: 5 }
  text: { from: response.text, maxLength: 80, keep: end }
  mail: { object: { from: "\${response.sender}", to: { from: response.to } } }
  plain: { object: { a: 1 }, b: 2 }`);
    expect(plain(output)).toEqual({
      items: {
        projection: "response.items",
        pick: [
          ["id", null, false],
          ["price", "money(a, b)", false],
          ["mail", null, true],
        ],
        maxItems: 5,
        maxLength: null,
        keep: "start",
      },
      text: {
        projection: "response.text",
        pick: undefined,
        maxItems: null,
        maxLength: 80,
        keep: "end",
      },
      mail: {
        from: "text ${response.sender}",
        to: {
          projection: "response.to",
          pick: undefined,
          maxItems: null,
          maxLength: null,
          keep: "start",
        },
      },
      plain: { object: { a: 1 }, b: 2 },
    });
  });

  it("reads error rules: one, a list, and fatal in two ways", () => {
    const { errors } = parsedTool(`
call: a
errors:
  404: { result: { items: [] } }
  409:
    - { when: error.body.code == 'paid', error: not_eligible, reason: Paid. }
    - { when: error.body.code == 'gone', fatal: true }
    - fatal
  5xx: fatal
  timeout: { error: slow }`);
    expect(
      errors.map(({ on, cases }) => [
        on.value,
        cases.map(({ when, outcome }) => [when?.text ?? null, outcome.kind]),
      ]),
    ).toEqual([
      ["404", [[null, "result"]]],
      [
        "409",
        [
          ["error.body.code == 'paid'", "failure"],
          ["error.body.code == 'gone'", "fatal"],
          [null, "fatal"],
        ],
      ],
      ["5xx", [[null, "fatal"]]],
      ["timeout", [[null, "failure"]]],
    ]);
  });
});

describe("a finding", () => {
  it("names the key that was meant, and those that there are", () => {
    expect(findings(withTop("audit: { two: stderr }"))).toMatchInlineSnapshot(`
      "error[tool-map/unknown-key]: unknown key "two" in audit
       --> tool-map.yaml:1:10
         |
      1  | audit: { two: stderr }
         |          ^^^
         |
         = help: did you mean "to"?
         = help: the keys here are to, redact
      "
    `);
    expect(findings(withTool("call: a\ninput:\n  x: { too: path.x }"))).toMatchInlineSnapshot(`
      "error[tool-map/unknown-key]: unknown key "too" in tools.search.input.x
       --> tool-map.yaml:10:12
         |
      10 |       x: { too: path.x }
         |            ^^^
         |
         = help: did you mean "to"?
      "
    `);
  });

  it("shows what is missing, and where", () => {
    expect(findings(withTools("search:\n  call: listInvoices"))).toMatchInlineSnapshot(`
      "error[tool-map/missing-key]: tools.search has no key "description"
       --> tool-map.yaml:6:3
         |
      6  |   search:
         |   ^^^^^^ needs "description"
         |
         = help: add it: description: what the tool does, for the model that chooses it
      "
    `);
  });

  it("shows two keys that exclude each other", () => {
    expect(findings(withTool("call: a\nhandler: b"))).toMatchInlineSnapshot(`
      "error[tool-map/conflicting-keys]: "handler" cannot stand beside "call"
       --> tool-map.yaml:9:5
         |
      8  |     call: a
         |     ^^^^ because of "call"
      9  |     handler: b
         |     ^^^^^^^
         |
         = help: a tool has one call, or steps, or a handler
      "
    `);
  });

  it("says what was found and how to write it", () => {
    expect(
      findings(withTop("upstream: { timeout: 10, retries: [] }\nfunctions: none")),
    ).toMatchInlineSnapshot(`
      "error[tool-map/invalid-value]: "10" is not a duration
       --> tool-map.yaml:1:22
         |
      1  | upstream: { timeout: 10, retries: [] }
         |                      ^^
         |
         = help: write a number and a unit: 500ms, 10s, 2m

      error[tool-map/wrong-kind]: upstream.retries has to be a whole number, not an empty list
       --> tool-map.yaml:1:35
         |
      1  | upstream: { timeout: 10, retries: [] }
         |                                   ^^

      error[tool-map/wrong-kind]: functions has to be a mapping, not text
       --> tool-map.yaml:2:12
         |
      2  | functions: none
         |            ^^^^
      "
    `);
  });

  it("is one for a text that is used twice", () => {
    const text = withTools("a: &a { description: A., call: b, limit: 5 }\nb: *a");
    expect(findings(text)).toMatchInlineSnapshot(`
      "error[tool-map/invalid-value]: "5" is not a limit
       --> tool-map.yaml:6:44
         |
      6  |   a: &a { description: A., call: b, limit: 5 }
         |                                            ^
         |
         = help: write a number and a time: 5/s, 10/min, 100/h
      "
    `);
  });
});
