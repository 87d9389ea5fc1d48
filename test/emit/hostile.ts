import type { JsonValue } from "../../src/model/json.js";
import type { Schema } from "../../src/model/schema.js";
import type { Server } from "../../src/model/server.js";
import {
  callOf,
  input,
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
  tool,
} from "./models.js";

/** Text that ends literals, comments, templates, tags and lines, in one. */
export const hostileText =
  "\"'`${process.exit(1)}*/ // </script> \\ \u2028\u2029\r\n\u0000\u202e\u200b {{x}} {{{y}}} | <b> [a](b) # ``` __proto__";

/** A member of this name makes a promise of an object. */
const thenable = "then";

const named: Readonly<Record<string, JsonValue>> = JSON.parse(
  '{"__proto__": 1, "constructor": 2, "then": 3, "a-b": 4, "1": 5}',
);

const odd: Schema = {
  type: ["object"],
  description: hostileText,
  properties: Object.fromEntries(
    [hostileText, "class", "then", "a-b"].map((name) => [
      name,
      { type: ["string"], enum: [hostileText, "`", "${x}", "*/"], description: hostileText },
    ]),
  ),
  required: ["class"],
  default: { class: hostileText },
};

const patterns = [
  "`${x}`/*/[\\/]",
  "^[\\w\\-\\.]+$",
  "[^]{2}  x",
  "(?<a>x)\\k<a>",
  "\u2028",
  "(?i)x",
  "\\_\\@",
];

const sending = {
  request: {
    ...request({ path: { [hostileText]: lit(hostileText) }, body: lit({ class: "`" }) }),
    header: members({ [thenable]: of("input.draft") }),
  },
};

/** Its steps have the names of what the two halves of a gate are handed. */
const hostileGate = tool("draft", {
  title: hostileText,
  description: hostileText,
  effect: "destructive",
  inputs: [input("draft", { type: ["string"] }), input("request", { type: ["string"] })],
  outputSchema: { type: ["object"], properties: {} },
  body: {
    kind: "gate",
    statements: [
      ...["kept", "operation", "once", "common", "money", "alternative"].map((name) =>
        callOf(name, "file"),
      ),
      { kind: "let", name: "apiDraft", value: path("input.request") },
    ],
    apiDraft: {
      call: callOf("draft", "send", sending),
      cancel: { operation: "send", request: sending.request },
    },
    summary: {
      kind: "text",
      parts: [
        { kind: "literal", text: hostileText },
        { kind: "expression", expression: path("apiDraft"), plain: true },
      ],
    },
    show: members({
      [hostileText]: lit(hostileText),
      ["__proto__"]: of("operation"),
      a: of("once"),
      b: of("common"),
      c: of("money"),
    }),
    typed: path("apiDraft"),
    approval: { kind: "literal", approval: "human" },
    expiresMs: 86_400_000,
    calls: [
      {
        when: {
          kind: "binary",
          operator: "===",
          left: path("apiDraft"),
          right: { kind: "literal", value: hostileText },
          total: true,
        },
        secretPlaces: [],
        call: callOf("response", "send", { ...sending, needs: [hostileText] }),
      },
      { when: null, call: callOf("response", "send", sending), secretPlaces: [] },
    ],
    kept: ["kept", "alternative", "apiDraft", "draft"],
    output: objectOf({
      [hostileText]: of("apiDraft"),
      request: of("input.request"),
      kept: of("kept"),
      alternative: of("alternative"),
      draft: of("draft"),
      response: of("response"),
    }),
    failures: { prepare: [{ error: "odd", reason: hostileText }], confirm: [] },
  },
});

/** A server of which every text was written by someone who wants it to run. */
export const hostile: Server = server({
  name: "hostile",
  title: hostileText,
  instructions: hostileText,
  sources: {
    map: `${hostileText}.yaml`,
    spec: hostileText,
    mapFromOutput: `../${hostileText}.yaml`,
  },
  upstream: {
    ...server().upstream,
    baseUrl: [hostileText, { env: "BASE" }, "${x}"],
    auth: [
      {
        kind: "apiKey",
        scheme: hostileText,
        location: "header",
        name: hostileText,
        key: [{ env: "KEY" }],
      },
      { kind: "basic", scheme: "__proto__", username: [hostileText], password: [{ env: "PASS" }] },
    ],
    headers: [{ name: hostileText, value: [hostileText] }],
    with: [{ name: "__proto__", value: ["x"] }],
    idempotencyHeader: hostileText,
  },
  errors: [
    {
      on: "4xx",
      cases: [
        {
          when: null,
          outcome: {
            kind: "failure",
            members: members({
              error: lit("odd"),
              reason: {
                kind: "text",
                parts: [
                  { kind: "literal", text: hostileText },
                  { kind: "expression", expression: path("error.status"), plain: true },
                  { kind: "literal", text: hostileText },
                ],
              },
              [hostileText]: lit(hostileText),
            }),
          },
        },
      ],
    },
  ],
  problem: shape({ [hostileText]: [string, "nullable"] }),
  operations: [
    operation("send", `POST /v1/{${hostileText.replaceAll(" ", "")}}`, {
      summary: hostileText,
      effect: "destructive",
      deprecated: true,
      security: [[{ scheme: hostileText, scopes: [hostileText] }]],
      parameters: [
        parameter("path", hostileText),
        parameter("query", "__proto__", odd, { mediaType: hostileText }),
        parameter("header", "then"),
      ],
      body: {
        mediaType: hostileText,
        encoding: "json",
        required: true,
        schema: odd,
        parts: [],
        check: null,
      },
      answer: {
        kind: "json",
        nullable: true,
        shape: {
          ...shape({ [hostileText]: listOf({ ...shape({ [thenable]: string }), name: "class" }) }),
          name: hostileText,
        },
      },
    }),
    operation("file", "GET /file", { answer: { kind: "file", mediaTypes: [hostileText] } }),
  ],
  tools: [
    tool("class", {
      title: hostileText,
      description: hostileText,
      effect: "destructive",
      unconfirmed: hostileText,
      inputs: [
        input("class", odd),
        input("api", { type: ["string"], enum: [hostileText] }),
        input("failure", { type: ["string"] }, { required: false, default: hostileText }),
        ...patterns.map((pattern, at) => input(`p${at}`, { type: ["string"], pattern })),
        input("any", { enum: [named] }, { secret: true }),
      ],
      failures: [{ error: "odd", reason: hostileText }],
      outputSchema: { type: ["object"], properties: { [hostileText]: { type: ["string"] } } },
      body: {
        kind: "steps",
        statements: [
          callOf("result", "send", {
            request: {
              ...request({
                path: { [hostileText]: of("input.api") },
                query: { ["__proto__"]: of("input.class") },
                body: of("input.class"),
              }),
              header: members({ [thenable]: of("input.p0") }),
            },
            needs: [hostileText],
          }),
          { kind: "let", name: "default", value: path("input.failure") },
          {
            kind: "require",
            that: {
              kind: "binary",
              operator: "!==",
              left: path("default"),
              right: { kind: "literal", value: hostileText },
              total: true,
            },
            failure: members({ error: lit("odd"), reason: lit(hostileText) }),
          },
        ],
        output: objectOf({
          [hostileText]: of("default"),
          [thenable]: lit(named),
          class: of("result", "null"),
        }),
      },
    }),
    hostileGate,
    tool("email", {
      description: hostileText,
      effect: "destructive",
      body: {
        kind: "gate-handler",
        file: "state",
        reads: ["file"],
        calls: ["send"],
        approval: { kind: "literal", approval: "elicitation" },
        expiresMs: 90_000,
        output: null,
        failures: { prepare: [], confirm: [{ error: "odd", reason: hostileText }] },
      },
    }),
    tool("failure", {
      description: hostileText,
      body: {
        kind: "handler",
        file: "odd",
        operations: ["send"],
        output: shape({ [hostileText]: string }),
      },
    }),
  ],
  approvals: {
    url: [hostileText, { env: "DESK" }],
    store: { kind: "file", path: hostileText },
    requester: [hostileText],
    approvers: [[hostileText], [{ env: "APPROVER" }, hostileText]],
    slack: [hostileText],
    email: { smtp: [hostileText], from: [hostileText] },
  },
  functions: [{ name: "z", args: ["json", "boolean"], returns: "number" }],
  audit: { to: { file: hostileText }, redact: [hostileText] },
  scopes: [{ scheme: hostileText, scopes: [hostileText] }],
});
