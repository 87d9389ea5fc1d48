import { describe, expect, it } from "vitest";
import { failBeforeWrite } from "../../src/bind/before-write.js";
import type { Expression } from "../../src/model/expression.js";
import type { CallStatement, Statement } from "../../src/model/tool.js";
import type { Value } from "../../src/model/value.js";

const name = (text: string): Expression => ({ kind: "name", name: text });
const field = (of: string, text: string): Expression => ({
  kind: "field",
  of: name(of),
  name: text,
  optional: false,
});
const label = (of: Expression): Expression => ({ kind: "function", name: "label", args: [of] });
const shown = (expression: Expression): Value => ({
  kind: "expression",
  expression,
  fallback: "none",
});
const output = (members: Record<string, Value>): Value => ({
  kind: "object",
  members: Object.entries(members).map(([key, value]) => ({ name: key, value })),
  leftOutWhenEmpty: false,
});

function call(step: string): CallStatement {
  return {
    kind: "call",
    name: step,
    used: true,
    recorded: false,
    when: null,
    operation: step,
    request: { path: [], query: [], header: [], cookie: [], body: null },
    needs: [],
    errors: [],
    returns: null,
    each: null,
    pages: null,
    follow: [],
  };
}

const statements: readonly Statement[] = [call("order"), call("email")];

/** The order of a tool after the pass, and its result. */
function arranged(members: Record<string, Value>, write: string | null = "email") {
  const taken = new Set(["order", "email"]);
  const { statements: after, output: result } = failBeforeWrite(
    statements,
    output(members),
    write,
    taken,
  );
  return {
    order: after.map((each) => ("name" in each ? `${each.kind} ${each.name}` : each.kind)),
    result: result.kind === "object" ? result.members : [],
  };
}

describe("what can fail in a result", () => {
  it("is made before the write", () => {
    expect(arranged({ text: shown(label(field("order", "id"))) })).toEqual({
      order: ["call order", "let text", "call email"],
      result: [{ name: "text", value: shown(name("text")) }],
    });
  });

  it("stays where it needs what came with the write's answer", () => {
    expect(arranged({ date: shown(label(field("http", "email"))) }).order).toEqual([
      "call order",
      "call email",
    ]);
  });

  it("stays where it needs the write's answer", () => {
    expect(arranged({ text: shown(label(field("email", "id"))) }).order).toEqual([
      "call order",
      "call email",
    ]);
  });

  it("stays where nothing is written", () => {
    expect(arranged({ text: shown(label(field("order", "id"))) }, null).order).toEqual([
      "call order",
      "call email",
    ]);
  });

  it("gets a variable's name, whatever its member is called", () => {
    const value = shown(label(field("order", "id")));
    expect(arranged({ "due date": value, order: value, "1st": value }).order).toEqual([
      "call order",
      "let due_date",
      "let shown_order",
      "let shown_1st",
      "call email",
    ]);
  });

  it("is moved with the whole projection that it stands in", () => {
    const lines: Value = {
      kind: "projection",
      projection: {
        from: field("order", "lines"),
        fromNullable: false,
        over: "list",
        pick: [{ name: "label", value: shown(label(field("item", "title"))) }],
        elementNullable: false,
        maxItems: null,
        maxLength: null,
        keep: "start",
      },
    };
    expect(arranged({ lines })).toEqual({
      order: ["call order", "part lines", "call email"],
      result: [{ name: "lines", value: shown(name("lines")) }],
    });
  });

  it("is left alone where it cannot fail", () => {
    expect(arranged({ id: shown(field("order", "id")) }).order).toEqual([
      "call order",
      "call email",
    ]);
  });
});
