import { describe, expect, it } from "vitest";
import type { ErrorRule } from "../../src/model/tool.js";
import { bound, calls, server, shown, shownMembers, tool } from "./bound.js";

const paths = `
/orders/{id}:
  get:
    operationId: getOrder
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    responses:
      "200":
        description: An order.
        content:
          application/json:
            schema:
              type: object
              required: [id, lines]
              properties: { id: { type: string }, note: { type: string }, lines: { type: array, items: { type: string } } }
      "404":
        description: None.
        content: { application/json: { schema: { type: object, properties: { code: { type: string }, at: { type: object, properties: { field: { type: string } } } } } } }
      "409": { description: Not now. }
`;

function given(lines: string, top = "") {
  const indented = lines.trim().split("\n").join("\n  ");
  return {
    paths,
    top,
    tools: `work:\n  description: W.\n  call: getOrder\n  input: { id: {} }\n  ${indented}`,
  };
}

function shownRules(rules: readonly ErrorRule[]): readonly string[] {
  return rules.flatMap(({ on, cases }) =>
    cases.map(({ when, outcome }) => {
      const guard = when === null ? "" : " when";
      switch (outcome.kind) {
        case "failure":
          return `${on}${guard}: ${shownMembers(outcome.members)}`;
        case "fatal":
          return `${on}${guard}: fatal`;
        default:
          return `${on}${guard}: ${outcome.kind} ${shown(outcome.value)}`;
      }
    }),
  );
}

const rules = (lines: string) => shownRules(tool(given(lines)).errors);
const said = (lines: string) => bound(given(lines)).messages;
const output = 'output: { id: "${response.id}", lines: "${response.lines}", known: true }';

describe("an error rule", () => {
  it("is a structured error, of which `error` comes first", () => {
    expect(rules("errors: { 404: { reason: Gone., error: gone, id: '${input.id}' } }")).toEqual([
      '404: { error: "gone", reason: "Gone.", id: input.id }',
    ]);
  });

  it("is a list of cases, in order", () => {
    expect(
      rules(
        "errors:\n  404:\n    - { when: error.body.code == 'x', error: a }\n    - fatal\n  4xx: fatal",
      ),
    ).toEqual(['404 when: { error: "a" }', "404: fatal", "4xx: fatal"]);
  });

  it("warns of cases that are never tried", () => {
    const cases = "[fatal, { when: error.status == 404, error: a }, fatal]";
    expect(said(`errors: { 404: ${cases} }`)).toEqual([
      "bind/unreachable-case: this case is never tried",
      "bind/unreachable-case: this case is never tried",
    ]);
  });

  it("sees the status, the body, and how long to wait", () => {
    const line =
      '409: { error: busy, s: "${error.status}", a: "${error.retry_after}", b: "${error.body.whatever}" }';
    expect(rules(`errors: { ${line} }`)).toEqual([
      '409: { error: "busy", s: error.status, a: error.retry_after, b: error.body.whatever }',
    ]);
  });

  it("sees of a body what the spec says of it", () => {
    expect(said("errors: { 404: { error: gone, c: '${error.body.cod}' } }")).toEqual([
      'expression/unknown-field: the error body has no field "cod"',
    ]);
  });

  it("warns of a status that the API never sends", () => {
    expect(said("errors: { 418: fatal }")).toEqual([
      'bind/status-never-sent: by the spec getOrder never answers "418"',
    ]);
  });

  it("warns of no status that any server may send, map-wide", () => {
    const top =
      "errors: { 401: fatal, 403: fatal, 429: fatal, 5xx: fatal, default: fatal, timeout: fatal, network: fatal }";
    expect(bound(given("", top)).messages).toEqual([]);
  });
});

describe("a result in the place of an error", () => {
  it("gets what it leaves out: null, or an empty list", () => {
    expect(rules(`${output}\nerrors: { 404: { result: { known: false } } }`)).toEqual([
      "404: result { known: false, id: null, lines: [] }",
    ]);
  });

  it("has no members that the output lacks", () => {
    expect(said(`${output}\nerrors: { 404: { result: { known: false, what: 1 } } }`)).toEqual([
      "bind/result-misfit: this result does not fit the tool's output",
    ]);
  });

  it("has the members that cannot be missing", () => {
    expect(said(`${output}\nerrors: { 404: { result: { id: x } } }`)).toEqual([
      "bind/result-misfit: this result does not fit the tool's output",
    ]);
  });
});

describe("an answer in the place of an error", () => {
  it("belongs to the step", () => {
    const lines = `
steps:
  order: { call: getOrder, with: { id: x }, errors: { 404: { value: { id: none } } } }
output: { id: "\${order.id}", note: "\${order.note}" }`;
    const [call] = calls(
      tool({ paths, tools: `work:\n  description: W.${lines.split("\n").join("\n  ")}` }),
    );
    expect(call && shownRules(call.errors)).toEqual(['404: value { id: "none", note: null }']);
  });
});

describe("the errors that a tool's description names", () => {
  it("are those of requirements, steps, the tool and the map, each once", () => {
    const lines = `
require: [{ that: response.id != '', error: empty, reason: "Nothing in \${response.id}." }]
errors: { 404: { error: gone, reason: Look again. }, 409: fatal }`;
    const top =
      "errors: { 404: { error: not_found }, 409: { error: busy }, 429: { error: slow }, timeout: { error: late } }";
    expect(server(given(lines, top)).tools[0]?.failures).toEqual([
      { error: "empty", reason: "Nothing in …." },
      { error: "gone", reason: "Look again." },
      { error: "late", reason: "" },
    ]);
  });
});

describe("the fields of error bodies", () => {
  it("are those that rules read, every one of them nullable", () => {
    const lines =
      "errors:\n  404: { error: gone, f: '${error.body.at.field}' }\n  409: { error: busy, x: '${error.body.why}' }";
    expect(server(given(lines)).problem.fields).toMatchObject([
      { name: "at", nullable: true, shape: { fields: [{ name: "field", nullable: true }] } },
      { name: "why", nullable: true, shape: { kind: "json" } },
    ]);
  });
});
