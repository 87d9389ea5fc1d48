import { describe, expect, it } from "vitest";
import { misses } from "../../src/contract-tests/outcome.js";
import { type Levels, outcomesFor, provocationsFor } from "../../src/contract-tests/rules.js";
import type { Expression } from "../../src/model/expression.js";
import type { Effect } from "../../src/model/operation.js";
import type { ObjectShape } from "../../src/model/shape.js";
import type { ErrorOutcome, ErrorRule } from "../../src/model/tool.js";

const problem: ObjectShape = {
  kind: "object",
  name: null,
  fields: [{ name: "code", shape: { kind: "string" }, nullable: true }],
};

const field = (...path: string[]): Expression =>
  path.reduce<Expression>((of, name) => ({ kind: "field", of, name, optional: false }), {
    kind: "name",
    name: "error",
  });
const literal = (value: string): Expression => ({ kind: "literal", value });
const isCode = (code: string): Expression => ({
  kind: "binary",
  operator: "===",
  left: field("body", "code"),
  right: literal(code),
  total: true,
});
const failure = (error: string): ErrorOutcome => ({
  kind: "failure",
  members: [{ name: "error", value: { kind: "literal", value: error } }],
});
const rule = (on: string, ...cases: ErrorRule["cases"]): ErrorRule => ({ on, cases });

const conflict = rule(
  "409",
  { when: isCode("already_paid"), outcome: failure("paid") },
  { when: null, outcome: failure("not_eligible") },
);
const map = [rule("4xx", { when: null, outcome: failure("refused") })];

describe("the errors that rules name", () => {
  it("are provoked case by case, with a body that fits the condition", () => {
    expect(provocationsFor([[conflict], map], problem, "read")).toEqual([
      { cause: "status", status: 409, body: { code: "already_paid" }, effect: "read" },
      { cause: "status", status: 409, body: { code: "contract test" }, effect: "read" },
      { cause: "status", status: 418, body: { code: "contract test" }, effect: "read" },
    ]);
  });

  it("are answered by the nearest rule whose condition holds", () => {
    const levels = [[conflict], map];
    const given = provocationsFor(levels, problem, "read").map((error) =>
      outcomesFor(levels, error),
    );
    expect(given).toEqual([[failure("paid")], [failure("not_eligible")], [failure("refused")]]);
  });

  it("are no matter of the map's own rules where a write got no answer", () => {
    const forAll = [rule("timeout", { when: null, outcome: failure("slow") })];
    const answers = (levels: Levels, effect: Effect) =>
      provocationsFor(levels, problem, effect).map((error) => outcomesFor(levels, error));
    expect(answers([[], [], forAll], "read")).toEqual([[failure("slow")]]);
    expect(answers([[], [], forAll], "write")).toEqual([[]]);
    expect(answers([[], forAll, []], "write")).toEqual([[failure("slow")]]);
  });

  it("have several answers where a condition asks for more than is known", () => {
    const unclear: Expression = { kind: "method", of: field("body"), name: "odd", args: [] };
    const levels = [
      [rule("409", { when: unclear, outcome: failure("odd") })],
      [rule("default", { when: null, outcome: failure("other") })],
    ];
    const [error] = provocationsFor(levels, problem, "read");
    expect(error === undefined ? [] : outcomesFor(levels, error)).toEqual([
      failure("odd"),
      failure("other"),
    ]);
  });
});

describe("an answer", () => {
  const error = { cause: "status", status: 404, body: {}, effect: "read" } as const;
  const found = (body: Record<string, string>) => ({ kind: "failure", body }) as const;
  const named: ErrorOutcome = {
    kind: "failure",
    members: [
      { name: "error", value: { kind: "literal", value: "not_found" } },
      {
        name: "id",
        value: {
          kind: "expression",
          expression: {
            kind: "field",
            of: { kind: "name", name: "input" },
            name: "id",
            optional: false,
          },
          fallback: "none",
        },
      },
    ],
  };

  it.each([
    ["what the rule says", found({ error: "not_found", id: "1" }), true],
    ["another code", found({ error: "gone", id: "1" }), false],
    ["another argument's value", found({ error: "not_found", id: "2" }), false],
    ["a result", { kind: "result", body: { error: "not_found", id: "1" } } as const, false],
    ["a protocol error", { kind: "broken", text: "not_found" } as const, false],
  ])("that is %s", (_what, observed, isRight) => {
    expect(misses([named], error, observed, { id: "1" }) === null).toBe(isRight);
  });

  it("is that nobody knows where a write got none, and no rule fits", () => {
    const lost = { cause: "network", status: 0, body: {}, effect: "write" } as const;
    expect(misses([], lost, found({ error: "outcome_unknown" }), {})).toBeNull();
    expect(misses([], lost, found({ error: "upstream_unavailable" }), {})).not.toBeNull();
  });

  it("of the runtime's own is right where no rule fits", () => {
    expect(misses([], error, found({ error: "not_found" }), {})).toBeNull();
    expect(misses([], error, found({ error: "internal_error" }), {})).not.toBeNull();
  });
});
