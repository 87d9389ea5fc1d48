import { type SourceText, spanWithin } from "../source/source-text.js";
import type { Syntax } from "./syntax.js";

const path =
  /^([\t\n\f\r ]*)([_a-zA-Z][_a-zA-Z0-9]*)((?:\.[_a-zA-Z][_a-zA-Z0-9]*|\["[-_.a-zA-Z0-9]*"\]){0,20})[\t\n\f\r ]*$/;

const steps = /\.([^.[]+)|\["([^"]*)"\]/g;

/** Source: CEL specification, "Syntax": IDENT excludes the literals and RESERVED. */
const words: ReadonlySet<string> = new Set(
  (
    "true false null in as break const continue else for function if import let loop package " +
    "namespace return var void while"
  ).split(" "),
);

/**
 * `response.owner.login` and `input["owner"]`, as CEL's parser reads them: most expressions of a map
 * are such a path, and a map of nothing else never needs the parser. Null for anything else.
 */
export function plainPath(source: SourceText, start: number, end: number): Syntax | null {
  const [, space = "", name = "", rest = ""] = path.exec(source.text.slice(start, end)) ?? [];
  if (name === "" || words.has(name)) {
    return null;
  }
  const from = start + space.length;
  const after = from + name.length;
  let node: Syntax = { kind: "name", name, span: spanWithin(source, from, after) };
  for (const { 0: step, 1: field, 2: key = "", index } of rest.matchAll(steps)) {
    const at = after + index;
    const span = spanWithin(source, from, at + step.length);
    if (field === undefined) {
      const keySpan = spanWithin(source, at + 1, at + step.length - 1);
      node = {
        kind: "index",
        of: node,
        index: { kind: "string", value: key, span: keySpan },
        span,
      };
    } else if (words.has(field)) {
      return null;
    } else {
      const fieldSpan = spanWithin(source, at + 1, at + step.length);
      node = { kind: "select", of: node, field, fieldSpan, span };
    }
  }
  return node;
}
