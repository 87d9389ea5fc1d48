import { describe, expect, it } from "vitest";
import { bound, tool } from "./bound.js";

const method = (name: string) => `
/${name}:
  ${name}:
    operationId: ${name}It
    responses: { "204": { description: Done. } }`;

const paths = ["get", "post", "put", "patch", "delete"].map(method).join("");

function given(id: string, effect: string | null, lines = "") {
  return {
    paths,
    tools: `work:\n  description: W.\n  call: ${id}It\n  unconfirmed: Why not.\n  ${lines}`,
    top: effect === null ? "" : `operations: { effects: { ${id}It: ${effect} } }`,
  };
}

describe("what follows from an effect", () => {
  it.each([
    ["get", null, "read", [true, false, true], null],
    ["post", "read", "read", [true, false, true], null],
    ["post", "write", "write", [false, false, false], { calls: 60, seconds: 60 }],
    ["put", "write", "write", [false, false, true], { calls: 60, seconds: 60 }],
    ["patch", "destructive", "destructive", [false, true, false], { calls: 60, seconds: 60 }],
    ["delete", null, "destructive", [false, true, true], { calls: 60, seconds: 60 }],
    ["delete", "write", "write", [false, false, true], { calls: 60, seconds: 60 }],
  ] as const)("of %s, stated as %s", (id, stated, effect, hints, limit) => {
    const { annotations, ...bound } = tool(given(id, stated));
    const { readOnlyHint, destructiveHint, idempotentHint } = annotations;
    expect({ effect: bound.effect, limit: bound.limit }).toEqual({ effect, limit });
    expect([readOnlyHint, destructiveHint, idempotentHint]).toEqual(hints);
  });
});

describe("an annotation", () => {
  it.each([
    [
      "may ask for more caution",
      "get",
      "annotations: { readOnly: false, destructive: true, idempotent: false }",
      true,
    ],
    ["may say what is so", "get", "annotations: { readOnly: true, openWorld: true }", true],
    ["may not call a write harmless", "put", "annotations: { readOnly: true }", false],
    ["may not call a deletion no deletion", "delete", "annotations: { destructive: false }", false],
    ["may not call a POST idempotent", "post", "annotations: { idempotent: true }", false],
  ])("%s", (_what, id, lines, isAllowed) => {
    const effect = id === "get" || id === "delete" ? null : "write";
    expect(bound(given(id, effect, lines)).messages).toHaveLength(isAllowed ? 0 : 1);
  });
});

describe("a limit", () => {
  it("of the map wins over that of writes", () => {
    expect(tool(given("post", "write", "limit: 3/h")).limit).toEqual({ calls: 3, seconds: 3600 });
  });
});
