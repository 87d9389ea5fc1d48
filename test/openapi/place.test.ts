import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, it } from "vitest";
import { joined } from "../../src/openapi/node.js";
import { parseFile } from "../../src/openapi/parse.js";
import { spanOf } from "../../src/openapi/place.js";
import { place, shown } from "./given.js";

function fileOf(path: string, text: string) {
  const file = { path, text };
  expect(parseFile(file).kind).toBe("parsed");
  return file;
}

describe("spanOf in YAML", () => {
  const text = `# comment
paths:
  /a/{id}:
    get: &op
      tags: [one, "two, three", 'it''s']
      summary: |
        Several
        lines
      empty:
  /b:
    post:
      <<: *op
      tags: []
    put: *op
  "odd ~ key": { 200: { a: [1, { b: 2 }] , c: x }, d: } # }
`;
  const file = fileOf("api.yaml", text);

  it.each([
    ["/paths/~1a~1{id}/get/tags/0", "one", "api.yaml:5:14"],
    ["/paths/~1a~1{id}/get/tags/1", '"two, three"', "api.yaml:5:19"],
    ["/paths/~1a~1{id}/get/tags/2", "'it''s'", "api.yaml:5:33"],
    ["/paths/~1a~1{id}/get", "get", "api.yaml:4:5"],
    ["/paths/~1b/post/summary/nothing", "Several\n        lines", "api.yaml:7:9"],
    ["/paths/~1b/put", "put", "api.yaml:14:5"],
    ["/paths/~1b/put/tags/0", "one", "api.yaml:5:14"],
    ["/paths/odd ~0 key/200/a/1/b", "2", "api.yaml:15:37"],
    ["/paths/odd ~0 key/d", "", "api.yaml:15:54"],
  ])("shows %s", (path, want, where) => {
    const span = spanOf({ file, path });
    expect([shown(span), place(span)]).toEqual([want, where]);
  });

  it("shows keys and values when asked", () => {
    const flow = { file, path: "/paths/odd ~0 key/200" };
    expect(shown(spanOf(flow, "key"))).toBe("200");
    expect(shown(spanOf(flow, "value"))).toBe("{ a: [1, { b: 2 }] , c: x }");
    expect(shown(spanOf({ file, path: "/paths/~1b/put" }, "value"))).toBe("*op");
  });
});

describe("spanOf in JSON", () => {
  const text = `{"a\\n\\"b": [1, {"x": -2.5e3}, "]\\\\"], "c": {"": true,"d":null} }`;
  const file = fileOf("api.json", text);

  it.each([
    ['/a\n"b/0', "1"],
    ['/a\n"b/1/x', "-2.5e3"],
    ['/a\n"b/2', '"]\\\\"'],
    ["/c/", "true"],
    ["/c/d", "null"],
    ["/c", '"c"'],
    ["", text],
  ])("shows %j", (path, want) => {
    expect(shown(spanOf({ file, path }))).toBe(want);
  });
});

/** Every node of a value, with its path. */
function nodesOf(value: unknown, path = ""): readonly (readonly [string, unknown])[] {
  const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [[path, value], ...members.flatMap(([key, member]) => nodesOf(member, joined(path, key)))];
}

describe("places", () => {
  it("hold the text of each value, in JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        const file = { path: "a.json", text: JSON.stringify(plain, null, indent) };
        parseFile(file);
        for (const [path, node] of nodesOf(plain)) {
          expect(JSON.parse(shown(spanOf({ file, path }, "value")))).toEqual(node);
        }
      }),
    );
  });

  it("hold the text of each scalar that stands on one line, in YAML", () => {
    const texts = fc.stringMatching(/^[a-z][a-z0-9 :#'"[\]{}]{0,12}$/);
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.boolean(),
        texts,
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(texts, tie("value"), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(values, fc.constantFrom(-1, 1, 2), (value, flowLevel) => {
        const file = { path: "a.yaml", text: dump(value, { flowLevel, lineWidth: -1 }) };
        const parsed = parseFile(file);
        for (const [path, node] of nodesOf(parsed.kind === "parsed" ? parsed.value : null)) {
          if (typeof node !== "object" || node === null) {
            const again = parseFile({
              path: "b.yaml",
              text: shown(spanOf({ file, path }, "value")),
            });
            expect(again).toEqual({ kind: "parsed", value: node });
          }
        }
      }),
    );
  });
});
