import fc from "fast-check";
import { parseAst } from "rolldown/parseAst";
import { expect, it } from "vitest";
import { emit } from "../../src/emit/emit.js";
import type { Server } from "../../src/model/server.js";
import { readTemplate, templatePaths } from "../../src/source/templates.js";
import { hostileText } from "./hostile.js";
import {
  callOf,
  input,
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

const templates = new Map(
  templatePaths("server")
    .filter((path) => path.endsWith(".hbs"))
    .map((path) => [path.slice("server/".length), readTemplate(path)] as const),
);

/** A server with one text wherever a text of others may stand. */
function serverOf(text: string): Server {
  const schema = { type: ["string"], enum: [text, `${text}!`], description: text } as const;
  const reason = members({
    error: lit("odd"),
    reason: {
      kind: "text",
      parts: [
        { kind: "literal", text },
        { kind: "expression", expression: path("input.a"), plain: true },
        { kind: "literal", text },
      ],
    },
  });
  return server({
    title: text,
    instructions: text,
    sources: { map: text, spec: text, mapFromOutput: text },
    upstream: {
      ...server().upstream,
      headers: [{ name: `h${text}`, value: [text] }],
      idempotencyHeader: text,
    },
    problem: shape({ [`p${text}`]: string }),
    operations: [
      operation("send", "POST /", {
        path: text,
        summary: text,
        parameters: [parameter("query", `q${text}`, schema)],
        answer: { kind: "file", mediaTypes: [text] },
      }),
    ],
    tools: [
      tool("job", {
        title: text,
        description: text,
        unconfirmed: text,
        effect: "destructive",
        inputs: [input("a", schema, { required: false, default: text })],
        failures: [{ error: "odd", reason: text }],
        errors: [
          { on: "409", cases: [{ when: null, outcome: { kind: "failure", members: reason } }] },
        ],
        body: {
          kind: "steps",
          statements: [
            callOf("response", "send", {
              request: request({ query: { [`q${text}`]: of("input.a") } }),
            }),
          ],
          output: objectOf({ [`o${text}`]: lit(text), all: of("response") }),
        },
      }),
      tool("gated", {
        title: text,
        description: text,
        effect: "destructive",
        outputSchema: { type: ["object"], properties: { [`o${text}`]: { type: ["string"] } } },
        body: {
          kind: "gate",
          statements: [],
          apiDraft: null,
          summary: {
            kind: "text",
            parts: [
              { kind: "literal", text },
              { kind: "expression", expression: path("input.a"), plain: true },
            ],
          },
          show: members({ [`s${text}`]: lit(text) }),
          typed: null,
          approval: { kind: "literal", approval: "human" },
          expiresMs: 1000,
          calls: [
            {
              when: null,
              secretPlaces: [],
              call: callOf("response", "send", {
                request: request({ query: { [`q${text}`]: lit(text) } }),
              }),
            },
          ],
          kept: [],
          output: objectOf({ [`o${text}`]: lit(text) }),
          failures: { prepare: [{ error: "odd", reason: text }], confirm: [] },
        },
        inputs: [input("a", { type: ["string"] })],
      }),
      tool("handled", {
        description: text,
        body: { kind: "handler", file: "handled", operations: ["send"], output: null },
      }),
    ],
    approvals: {
      url: [text],
      store: { kind: "file", path: text },
      requester: [text],
      approvers: [[text]],
      slack: [text],
      email: { smtp: [text], from: [text] },
    },
    scopes: [{ scheme: text, scopes: [text] }],
  });
}

type Node = { readonly type?: string; readonly [field: string]: unknown };

/** The kinds of nodes in order, without what texts and names they hold. */
function skeletonOf(code: string): string {
  const kinds: string[] = [];
  const visit = (value: unknown, isKey = false): void => {
    if (Array.isArray(value)) {
      for (const each of value) {
        visit(each);
      }
    } else if (typeof value === "object" && value !== null) {
      const node = value as Node;
      kinds.push(isKey ? "key" : (node.type ?? ""));
      for (const [field, inner] of Object.entries(node)) {
        if (!isKey && field !== "computed") {
          visit(inner, field === "key");
        }
      }
    }
  };
  visit(parseAst(code, { lang: "ts" }).body);
  return kinds.join(" ");
}

/** Skeletons of the emitted TypeScript, and everything else, by path. */
function emitted(text: string) {
  const { files, stubs } = emit(serverOf(text), templates);
  const all = [...files, ...stubs];
  const code = all.filter(({ path }) => path.endsWith(".ts"));
  return {
    code: code.map(({ path, content }) => [path, skeletonOf(content)]),
    tools: JSON.parse(all.find(({ path }) => path === "tools.json")?.content ?? ""),
    lines: all
      .filter(({ path }) => path === "README.md" || path === ".env.example")
      .map(({ content }) => content.split(/\r\n|[\n\r\u2028\u2029]/).length),
  };
}

it("text of others is never code, and never a line of its own", () => {
  const benign = emitted("plain words");
  const piece = fc.constantFrom(
    ..."\" ' ` ${x} $ { } */ /* // \\ \\\\ </script> <!-- {{x}} {{{x}}} \n \r \u2028 \u2029 \u0000 \u202e \ud800 | # - ``` ; ) ( __proto__ é 😀 a"
      .split(" ")
      .filter((each) => each !== ""),
  );
  const text = fc
    .array(fc.oneof(piece, fc.string({ maxLength: 3 })), { minLength: 1, maxLength: 6 })
    .map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(fc.oneof(text, fc.constant(hostileText)), (given) => {
      const { code, lines, tools } = emitted(given);
      expect(code).toEqual(benign.code);
      expect(lines).toEqual(benign.lines);
      expect(tools.tools[0].inputSchema.properties.a.enum[0]).toBe(given);
    }),
    { numRuns: 150 },
  );
});
