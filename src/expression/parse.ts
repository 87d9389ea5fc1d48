import { parse } from "@bufbuild/cel";
import type { Collector } from "../diagnostics/collector.js";
import { type SourceText, spanWithin } from "../source/source-text.js";
import { Places } from "./places.js";
import { plainPath } from "./plain-path.js";
import type { SyntaxTree } from "./syntax.js";
import { reportSyntaxError } from "./syntax-errors.js";
import * as problems from "./syntax-problems.js";
import { tokensOf } from "./tokens.js";
import { treeOf } from "./tree.js";

export { freeNames, type SyntaxTree } from "./syntax.js";

export type TemplatePart =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "expression"; readonly tree: SyntaxTree };

/** A text that is one expression. Null after a reported mistake. */
export function parseExpression(source: SourceText, collector: Collector): SyntaxTree | null {
  return parseRange(source, 0, source.text.length, collector);
}

/** Literal text in which `${ expression }` stands; `$${` is a literal `${`. Null after a reported mistake. */
export function parseTemplateText(
  source: SourceText,
  collector: Collector,
): readonly TemplatePart[] | null {
  const { text } = source;
  const parts: TemplatePart[] = [];
  let literal = "";
  let failed = false;
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf("${", at);
    if (dollar === -1) {
      break;
    }
    if (text[dollar - 1] === "$" && dollar > at) {
      literal += `${text.slice(at, dollar - 1)}\${`;
      at = dollar + 2;
      continue;
    }
    literal += text.slice(at, dollar);
    const end = closingBrace(text, dollar + 2);
    if (end === null) {
      collector.add(problems.unclosedPlaceholder(spanWithin(source, dollar, dollar + 2)));
      return null;
    }
    if (literal !== "") {
      parts.push({ kind: "literal", text: literal });
      literal = "";
    }
    const tree = parseRange(source, dollar + 2, end, collector);
    failed ||= tree === null;
    if (tree !== null) {
      parts.push({ kind: "expression", tree });
    }
    at = end + 1;
  }
  literal += text.slice(at);
  if (literal !== "") {
    parts.push({ kind: "literal", text: literal });
  }
  return failed ? null : parts;
}

/** Where the brace stands that closes an expression, as CEL's own tokens see it. */
function closingBrace(text: string, start: number): number | null {
  let depth = 0;
  for (const token of tokensOf(text, start)) {
    if (token.text === "{") {
      depth += 1;
    } else if (token.text === "}") {
      if (depth === 0) {
        return token.start;
      }
      depth -= 1;
    }
  }
  return null;
}

const longest = 4_000;

function parseRange(
  source: SourceText,
  start: number,
  end: number,
  collector: Collector,
): SyntaxTree | null {
  if (end - start > longest) {
    collector.add(problems.tooLong(end - start, longest, source.span));
    return null;
  }
  const path = plainPath(source, start, end);
  if (path !== null) {
    return { text: source, root: path, span: path.span };
  }
  if (reportSyntaxError(source, start, end, collector)) {
    return null;
  }
  return parsedRange(source, start, end, collector);
}

/** What CEL's own parser makes of it. */
export function parsedRange(
  source: SourceText,
  start: number,
  end: number,
  collector: Collector,
): SyntaxTree | null {
  try {
    // A line feed ends a comment that is last.
    const parsed = parse(`${" ".repeat(start)}${source.text.slice(start, end)}\n`);
    const root = treeOf(parsed, new Places(source, start, end), collector);
    return root === null ? null : { text: source, root, span: root.span };
  } catch (thrown) {
    if (thrown instanceof RangeError) {
      collector.add(problems.tooDeep(source.span));
      return null;
    }
    collector.add(problems.syntaxError(...refusalOf(thrown, source, start, end)));
    return null;
  }
}

function refusalOf(thrown: unknown, source: SourceText, start: number, end: number) {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const offset = offsetOf(thrown) ?? start;
  const token = [...tokensOf(source.text.slice(0, end), start)].find((each) => each.end > offset);
  const span = token === undefined ? source.span : spanWithin(source, token.start, token.end);
  return [message, token?.text ?? "", span] as const;
}

function offsetOf(thrown: unknown): number | null {
  const location: unknown =
    typeof thrown === "object" && thrown !== null && "location" in thrown ? thrown.location : null;
  const start: unknown =
    typeof location === "object" && location !== null && "start" in location
      ? location.start
      : null;
  const offset: unknown =
    typeof start === "object" && start !== null && "offset" in start ? start.offset : null;
  return typeof offset === "number" ? offset : null;
}
