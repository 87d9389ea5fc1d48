import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Collector } from "../../src/diagnostics/collector.js";
import { parseToolMap } from "../../src/tool-map/parse.js";
import { findings, messages, withServer, withTool, withTop } from "./maps.js";
import { refusedMaps } from "./refused-maps.js";

const root = join(import.meta.dirname, "../..");

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

const schema: unknown = JSON.parse(read("tool-map.schema.json"));
const ajv = new Ajv({
  allErrors: true,
  allowUnionTypes: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
});
addFormats.default(ajv);
const validate = ajv.compile(schema as object);

function accepts(map: string): boolean {
  return validate(parse(map, { merge: true, uniqueKeys: false }));
}

function parserAccepts(map: string): boolean {
  return parseToolMap({ path: "tool-map.yaml", text: map }, new Collector()) !== null;
}

describe("tool-map.schema.json", () => {
  it.each(["test/tool-map/whole-map.yaml", "tool-map.yaml"])(
    "accepts %s, as the parser does",
    (path) => {
      expect(findings(read(path))).toBe("");
      accepts(read(path));
      expect(validate.errors ?? []).toEqual([]);
    },
  );

  /** What only the parser knows: how often a name occurs, what is inside an expression. */
  const beyondSchemas = new Set([
    "a name that is rather long",
    "a let of the same name",
    "a number that is not exact",
    "a key without a value",
    "in an output",
    "in an expression",
    "in an error",
    "a variable in a summary",
    "a lifetime of seconds",
    "a lifetime of weeks",
    "a name that is too long with prepare_ before it",
    "an expression that is no variable",
    "the spec specs/a.yaml and the output specs",
    "the spec specs/a.yaml and the output specs/server",
    "the spec specs/billing/a.yaml and the output specs/",
    "the spec ./specs/a.yaml and the output ./specs/out",
  ]);

  it.each(
    Object.values(refusedMaps)
      .flat()
      .filter(([what]) => !beyondSchemas.has(what)),
  )("refuses %s, as the parser does", (_, map) => {
    expect(parserAccepts(map)).toBe(false);
    expect(accepts(map)).toBe(false);
  });

  it.each([
    ["a name and nothing else", withServer("{ name: a1-b2 }")],
    ["a prerelease", withServer("{ name: a, version: 1.0.0-rc.1+5 }")],
    ["a scoped dependency", withServer("{ name: a, dependencies: { '@a/b': ^1 } }")],
    ["durations", withTop("upstream: { timeout: 500ms, deadline: 2m }")],
    [
      "a basic scheme without a password",
      withTop(`upstream: { auth: { a: { username: "\${env.B}", password: "" } } }`),
    ],
    ["a basic scheme", withTop('upstream: { auth: { a: { username: b, password: "${env.C}" } } }')],
    [
      "counting pages",
      withTop("upstream:\n  pagination: [{ param: page, next: page, more: response.more }]"),
    ],
    ["pages by links", withTop("upstream: { pagination: [{ param: page, next: link }] }")],
    [
      "pages by a URL",
      withTop("upstream: { pagination: [{ param: a, next: { link: response.next } }] }"),
    ],
    [
      "a client that fetches its tokens",
      withTop(
        'upstream: { auth: { a: { client_id: "${env.B}", client_secret: "${env.C}", client_auth: body, token_url: "https://a.example/token" } } }',
      ),
    ],
    ["a call for every element", withTool("call: a\neach: { in: input.ids, max: 5 }")],
    ["a walk through the pages", withTool("call: a\npages: { max: 5 }")],
    [
      "a step that repeats, walks and follows",
      withTool(
        "steps: { a: { call: b, each: { in: c }, pages: { max: 2 }, follow: ['https://f.example:8443'] } }",
      ),
    ],
    ["a file beside stderr", withTop("audit: { to: { both: a.jsonl } }")],
    ["an input that says nothing", withTool("call: a\ninput: { b: null }")],
    [
      "an input of every kind",
      withTool(
        "call: a\ninput:\n  b: { to: 'query.\"x[]\"', type: [array, 'null'], items: { type: object, required: [c], properties: { c: { $ref: '#/$defs/x' } } } }",
      ),
    ],
    [
      "a handler",
      withTool("handler: a-b\ncalls: [c]\noutputSchema: { type: object }\nerrors: { 404: fatal }"),
    ],
    [
      "an output that is a projection",
      withTool(
        "call: a\noutput: { from: response.items, pick: [id, { b: c, d: { secret: true } }] }",
      ),
    ],
    ["an output that is a text", withTool('call: a\noutput: "${response}"')],
    ["an object with the field from", withTool("call: a\noutput: { object: { from: 1, to: 2 } }")],
    [
      "an object with the field pick",
      withTool("call: a\noutput: { tool: { object: { form: steel, pick: [axe], keep: end } } }"),
    ],
    ["an object with the field keep", withTool("call: a\noutput: { keep: 1 }")],
    [
      "an object in an object",
      withTool("call: a\noutput: { x: { object: { from: { from: response.y } } } }"),
    ],
    [
      "a field named object",
      withTool("call: a\noutput: { object: { a: { from: response.b } }, c: 1 }"),
    ],
    [
      "cases of an error",
      withTool(
        "call: a\nerrors: { 409: [{ when: b, error: c, d: 1 }, { when: e, fatal: true }, fatal] }",
      ),
    ],
    ["a value in a step", withTool("steps: { b: { call: c, errors: { 404: { value: null } } } }")],
    [
      "a gate over nothing",
      withTool('confirm: { summary: "Do ${input.a}?", call: b, approval: none, expires: 7d }'),
    ],
    [
      "a gate with all that it may say",
      withTool(`steps: { a: { call: b } }
let: { c: a.d }
require: [{ that: c, error: d }]
confirm:
  summary: S
  show: { row: "\${c}", number: 1, flag: true }
  draft: { call: e, with: { f: 1 }, variant: V, returns: response.x, errors: { 404: { error: g } }, cancel: { call: h, with: { i: "\${draft.id}" } } }
  calls:
    - { when: a.b, call: j, with: { k: 1 }, variant: W, returns: response.y, errors: { 409: { result: {} } } }
    - { call: l }
  approval: "\${a.x ? 'human' : 'none'}"
output: { m: "\${response.n}" }
limit: 5/min`),
    ],
    [
      "a gate with one call",
      withTool(
        "confirm: { summary: S, call: b, with: { c: 1 }, variant: V, returns: response.x, errors: { 4xx: fatal }, approval: elicitation }",
      ),
    ],
    [
      "a gate that a handler writes",
      withTool("handler: a-b\ncalls: [c, d]\nconfirm: { approval: human, expires: 30m }"),
    ],
    ["approvals that say nothing", withTop("approvals: {}")],
    ["drafts in memory", withTop("approvals: { store: memory }")],
    [
      "approvals with all that they may say",
      withTop(`approvals:
  url: \${env.URL}/desk
  store: { file: .data/drafts.db }
  requester: \${env.USER}
  approvers: [a@example.com, "\${env.BOSS}"]
  notify: { slack: "\${env.HOOK}", email: { smtp: "smtp://localhost:25", from: b@example.com } }`),
    ],
    ["an expression that is a number", withTool("call: a\nlet: { b: 5, c: true }")],
  ])("accepts %s, as the parser does", (_, map) => {
    expect(messages(map)).toEqual([]);
    accepts(map);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(
    [
      ["", "zzz: 1\nversion: 1"],
      ["server", withServer("{ zzz: 1 }")],
      ["upstream", withTop("upstream: { zzz: 1 }")],
      ["upstream.idempotency", withTop("upstream: { idempotency: { zzz: 1 } }")],
      ["upstream.pagination[]", withTop("upstream: { pagination: [{ zzz: 1 }] }")],
      ["audit", withTop("audit: { zzz: 1 }")],
      ["operations", withTop("operations: { zzz: 1 }")],
      ["functions.*", withTop("functions: { a: { zzz: 1 } }")],
      ["tools.*", withTool("zzz: 1")],
      ["tools.*.confirm", withTool("confirm: { zzz: 1 }")],
      ["tools.*.confirm.draft", withTool("confirm: { draft: { zzz: 1 } }")],
      ["tools.*.confirm.draft.cancel", withTool("confirm: { draft: { cancel: { zzz: 1 } } }")],
      ["tools.*.confirm.calls[]", withTool("confirm: { calls: [{ zzz: 1 }] }")],
      ["approvals", withTop("approvals: { zzz: 1 }")],
      ["approvals.notify", withTop("approvals: { notify: { zzz: 1 } }")],
      ["approvals.notify.email", withTop("approvals: { notify: { email: { zzz: 1 } } }")],
      ["tools.*.annotations", withTool("annotations: { zzz: 1 }")],
      ["tools.*.input.*", withTool("input: { a: { zzz: 1 } }")],
      ["tools.*.steps.*", withTool("steps: { a: { zzz: 1 } }")],
      ["tools.*.outputSchema", withTool("outputSchema: { zzz: 1 }")],
      ["definitions.projection", withTool("output: { from: a, zzz: 1 }")],
      ["definitions.stepErrorCase", ""],
    ].filter(([, map]) => map !== ""),
  )("knows the keys of %s that the parser knows", (where, map) => {
    const [, keys = ""] = /the keys here are (.*)/.exec(findings(map)) ?? [];
    expect(keysAt(where)).toEqual(keys.split(", ").sort());
  });

  it("describes every key", () => {
    const nameless: string[] = [];
    visit(schema, "", (node, where) => {
      const isClosed = node.additionalProperties === false;
      for (const [key, value] of isClosed ? Object.entries(objectAt(node, "properties")) : []) {
        const isDescribed = typeof value === "boolean" || "description" in resolve(value);
        if (!isDescribed) {
          nameless.push(`${where}.${key}`);
        }
      }
    });
    expect(nameless).toEqual([]);
  });
});

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectAt(node: unknown, key: string): Node {
  const value = isNode(node) ? node[key] : undefined;
  return isNode(value) ? value : {};
}

/** Follows a reference, and an `allOf` that only adds a description to one. */
function resolve(node: unknown): Node {
  if (!isNode(node)) {
    return {};
  }
  if (typeof node.$ref === "string") {
    return resolve(objectAt(objectAt(schema, "definitions"), node.$ref.replace(/.*\//, "")));
  }
  const [only] = Array.isArray(node.allOf) ? node.allOf : [];
  return isNode(only) && "$ref" in only ? { ...resolve(only), ...node } : node;
}

function keysAt(where: string): readonly string[] {
  let node = resolve(schema);
  for (const part of where === "" ? [] : where.split(".")) {
    const name = part.replace("[]", "");
    const parent = objectAt(node, where.startsWith("definitions") ? name : "properties");
    const child = name === "*" ? node.additionalProperties : (parent[name] ?? node[name]);
    node = resolve(part.endsWith("[]") ? objectAt(child, "items") : child);
  }
  return Object.keys(objectAt(node, "properties")).sort();
}

function visit(node: unknown, where: string, act: (node: Node, where: string) => void): void {
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) {
      visit(item, `${where}[${index}]`, act);
    }
  } else if (isNode(node)) {
    act(node, where);
    for (const [key, value] of Object.entries(node)) {
      visit(value, `${where}.${key}`, act);
    }
  }
}
