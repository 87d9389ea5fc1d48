import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Collector } from "../../src/diagnostics/collector.js";
import { freeNames, parseExpression, parseTemplateText } from "../../src/expression/parse.js";
import { childrenOf, type Syntax } from "../../src/expression/syntax.js";
import { source } from "./compile.js";

/** The parts of a template text, an expression as the text that its span covers. */
function parts(text: string): readonly string[] | null {
  const found = parseTemplateText(source(text), new Collector());
  return (
    found?.map((part) =>
      part.kind === "literal"
        ? part.text
        : `<${text.slice(part.tree.span.start, part.tree.span.end)}>`,
    ) ?? null
  );
}

describe("template text", () => {
  it.each([
    ["plain", ["plain"]],
    ["", []],
    ["${a.b}", ["<a.b>"]],
    ["a ${ b } c ${d}", ["a ", "<b>", " c ", "<d>"]],
    ["${'}'}", ["<'}'>"]],
    ["${{'a': {'b': 1}}.a}", ["<{'a': {'b': 1}}.a>"]],
    ["${'''a'}''' + \"}\"}", ["<'''a'}''' + \"}\">"]],
    ["${r'\\'}!", ["<r'\\'>", "!"]],
    ["${'\\'}'}", ["<'\\'}'>"]],
    ["$${a} $$ $", ["${a} $$ $"]],
    ["cost: $${x} ${y}", ["cost: ${x} ", "<y>"]],
    ["${a // }\n}", ["<a>"]],
  ])("%s", (given, want) => {
    expect(parts(given)).toEqual(want);
  });

  it("says where a placeholder is left open", () => {
    const collector = new Collector();
    expect(parseTemplateText(source("a ${b"), collector)).toBeNull();
    expect(collector.sorted()[0]?.labels[0]?.span).toMatchObject({ start: 2, end: 4 });
  });

  it("never hangs, and gives literal text back as it was", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("$", "{", "}", "'", "a", "\\", " ") }),
        (text) => {
          const found = parseTemplateText(source(text), new Collector());
          if (!text.includes("${")) {
            expect(found).toEqual(text === "" ? [] : [{ kind: "literal", text }]);
          }
        },
      ),
    );
  });
});

/** Every part of an expression, as the text that its span covers. */
function spans(text: string): readonly string[] {
  const tree = parseExpression(source(text), new Collector());
  const all = (node: Syntax): readonly Syntax[] => [node, ...childrenOf(node).flatMap(all)];
  return tree === null ? [] : all(tree.root).map(({ span }) => text.slice(span.start, span.end));
}

describe("the places of an expression's parts", () => {
  it.each([
    ["a.b.c", ["a.b.c", "a.b", "a"]],
    ["foo(x, 1) + y.z(2)", ["foo(x, 1) + y.z(2)", "foo(x, 1)", "x", "1", "y.z(2)", "y", "2"]],
    ["(a + b) * c", ["(a + b) * c", "a + b", "a", "b", "c"]],
    ["a['x'][0]", ["a['x'][0]", "a['x']", "a", "'x'", "0"]],
    ["xs.filter(i, i.n > -1)", ["xs.filter(i, i.n > -1)", "xs", "i.n > -1", "i.n", "i", "-1"]],
    [
      "has(a.b) ? [1, 2] : {'k': !c}",
      [
        "has(a.b) ? [1, 2] : {'k': !c}",
        "has(a.b)",
        "a",
        "[1, 2]",
        "1",
        "2",
        "{'k': !c}",
        "'k'",
        "!c",
        "c",
      ],
    ],
    ["a && b && c", ["a && b && c", "a && b", "a", "b", "c"]],
    [
      "xs.exists(i, ys.exists(j, i == j))",
      [
        "xs.exists(i, ys.exists(j, i == j))",
        "xs",
        "ys.exists(j, i == j)",
        "ys",
        "i == j",
        "i",
        "j",
      ],
    ],
  ])("%s", (given, want) => {
    expect(spans(given)).toEqual(want);
  });

  it("of any text that is one, are inside it", () => {
    const piece = fc.constantFrom(
      "a",
      ".b",
      "[0]",
      "(",
      ")",
      "+",
      "==",
      "'x'",
      "1",
      " ",
      "!",
      "&&",
      ".map(i, i)",
      "?",
      ":",
      "{",
      "}",
      ",",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        for (const span of spans(pieces.join(""))) {
          expect(span).not.toBe("");
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the names that an expression takes from its scope", () => {
  it.each([
    ["a.b + c[d]", ["a", "c", "d"]],
    ["xs.map(i, i + y)", ["xs", "y"]],
    ["fn.label(a)", ["a"]],
    ["xs.filter(i, xs.exists(j, j == i && i == k))", ["k", "xs"]],
  ])("%s", (given, want) => {
    const tree = parseExpression(source(given), new Collector());
    expect([...(tree === null ? [] : freeNames(tree))].sort()).toEqual(want);
  });
});
