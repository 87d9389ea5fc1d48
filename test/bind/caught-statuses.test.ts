import { describe, expect, it } from "vitest";
import { bound, server } from "./bound.js";

const paths = `
/report:
  get:
    operationId: getReport
    responses:
      "200":
        description: The report.
        content:
          application/json:
            schema:
              type: object
              required: [rows]
              properties: { rows: { type: integer }, title: { type: string } }
      "202": { description: Still computing. }
`;

const wait = "errors: { 202: { error: not_ready } }";

function report(own: string, { top = "", other = "" } = {}) {
  const one = `one: { description: W., call: getReport, output: { rows: "\${response.rows}" }, ${own} }`;
  return { paths, tools: other === "" ? one : `${one}\n${other}`, top };
}

/** Whether the answer of getReport may be null. */
function isNullable(given: Parameters<typeof server>[0]): boolean {
  const { answer } = server(given).operations[0] ?? {};
  return answer?.kind === "json" && answer.nullable;
}

const reader = (errors: string) =>
  `two: { description: W., call: getReport, output: { title: "\${response.title}" }${errors} }`;

describe("an answer that may be empty", () => {
  it("is none where a rule of every tool catches the status", () => {
    expect(isNullable(report("title: R"))).toBe(true);
    expect(isNullable(report(wait))).toBe(false);
    expect(isNullable(report("title: R", { top: wait }))).toBe(false);
    expect(isNullable(report(wait, { other: reader(`, ${wait}`) }))).toBe(false);
  });

  it("is one where a rule may let it through, or another tool has none", () => {
    const sometimes = 'errors: { 202: [{ when: "error.status == 202", error: not_ready }] }';
    expect(isNullable(report(sometimes))).toBe(true);
    expect(isNullable(report(wait, { other: reader("") }))).toBe(true);
  });

  it("is told apart by step", () => {
    const steps = (errors: string) =>
      `two:
  description: W.
  steps:
    first: { call: getReport, ${wait} }
    second: { call: getReport${errors} }
  output: { rows: "\${first.rows}" }`;
    expect(isNullable({ paths, tools: steps("") })).toBe(true);
    expect(isNullable({ paths, tools: steps(`, ${wait}`) })).toBe(false);
  });

  it("needs no fallback where it is none", () => {
    const sum = 'title: R, output: { rows: "${response.rows + 1}" }';
    const tool = (own: string) => ({
      paths,
      tools: `one: { description: W., call: getReport, ${own} }`,
    });
    expect(bound(tool(sum)).messages).toHaveLength(1);
    expect(bound(tool(`${sum}, ${wait}`)).messages).toEqual([]);
  });
});
