import { type SourceText, spanWithin } from "../source/source-text.js";
import type { Syntax } from "./syntax.js";

const path =
  /^([\t\n\f\r ]*)([_a-zA-Z][_a-zA-Z0-9]*(?:\.[_a-zA-Z][_a-zA-Z0-9]*){0,20})[\t\n\f\r ]*$/;

/** Source: CEL specification, "Syntax": IDENT excludes the literals and RESERVED. */
const words: ReadonlySet<string> = new Set(
  (
    "true false null in as break const continue else for function if import let loop package " +
    "namespace return var void while"
  ).split(" "),
);

/**
 * `response.owner.login`, as the parser reads it: most expressions of a map are such a path, and a
 * map of nothing else never loads the parser. Null for anything else.
 */
export function plainPath(source: SourceText, start: number, end: number): Syntax | null {
  const [, space = "", text = ""] = path.exec(source.text.slice(start, end)) ?? [];
  const names = text.split(".");
  if (text === "" || names.some((name) => words.has(name))) {
    return null;
  }
  const from = start + space.length;
  let at = from;
  let node: Syntax | null = null;
  for (const name of names) {
    const span = spanWithin(source, from, at + name.length);
    node =
      node === null
        ? { kind: "name", name, span }
        : {
            kind: "select",
            of: node,
            field: name,
            fieldSpan: spanWithin(source, at, at + name.length),
            span,
          };
    at += name.length + 1;
  }
  return node;
}
