import type { Collector } from "../diagnostics/collector.js";
import { type SourceText, spanWithin } from "../source/source-text.js";
import * as problems from "./syntax-problems.js";
import { type Token, tokensOf } from "./tokens.js";

/** Brackets deeper than this are more than a reader follows, and more than the parser's stack likes. */
const deepest = 100;

/**
 * Says what keeps a text from being an expression, at the token where a reader would see it; the
 * parser's own word and place are those of its last rule. Returns whether something was found.
 */
export function reportSyntaxError(
  source: SourceText,
  start: number,
  end: number,
  collector: Collector,
): boolean {
  const tokens = [...tokensOf(source.text.slice(0, end), start)];
  const span = (token: Token) => spanWithin(source, token.start, token.end);
  const open: Token[] = [];
  let wantsOperand = true;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token.kind === "unfinished") {
      collector.add(problems.unfinishedString(span(token)));
      return true;
    }
    if (token.kind === "unknown") {
      collector.add(problems.unknownCharacter(token.text, span(token)));
      return true;
    }
    const wrong = token.kind === "string" ? badEscape(token) : null;
    if (wrong !== null) {
      collector.add(problems.unknownEscape(wrong.text, span(wrong)));
      return true;
    }
    if (isOperand(token)) {
      if (!wantsOperand) {
        collector.add(problems.missingOperator(token.text, span(token)));
        return true;
      }
      wantsOperand = false;
    } else if (/^[([{]$/.test(token.text)) {
      open.push(token);
      if (open.length > deepest) {
        collector.add(problems.tooDeep(span(token)));
        return true;
      }
      wantsOperand = true;
    } else if (/^[)\]}]$/.test(token.text)) {
      const opener = open.pop();
      if (opener?.text === "?") {
        collector.add(problems.halfChoice(span(opener)));
        return true;
      }
      if (opener === undefined || closing[opener.text] !== token.text) {
        collector.add(problems.unopenedBracket(token.text, span(token)));
        return true;
      }
      wantsOperand = false;
    } else if (token.text === "!" || (token.text === "-" && wantsOperand)) {
      if (!wantsOperand) {
        collector.add(problems.missingOperator(token.text, span(token)));
        return true;
      }
    } else {
      if (wantsOperand && !(token.text === "." && next?.kind === "name")) {
        collector.add(problems.missingOperand(token.text, span(token)));
        return true;
      }
      wantsOperand = true;
      if (token.text === "?") {
        open.push(token);
      } else if (token.text === ":" && open.at(-1)?.text === "?") {
        open.pop();
      }
    }
  }
  const opener = open.at(-1);
  if (opener?.text === "?" && !wantsOperand) {
    collector.add(problems.halfChoice(span(opener)));
    return true;
  }
  if (opener !== undefined) {
    collector.add(problems.unclosedBracket(opener.text, span(opener)));
    return true;
  }
  const last = tokens.at(-1);
  if (wantsOperand) {
    collector.add(
      last === undefined
        ? problems.emptyExpression(source.span)
        : problems.missingOperand(last.text, span(last)),
    );
    return true;
  }
  return false;
}

function isOperand(token: Token): boolean {
  return (
    token.kind === "number" ||
    token.kind === "string" ||
    (token.kind === "name" && token.text !== "in")
  );
}

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

const escapes =
  /\\(?:[\\?"'`abfnrtv]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})|\\[\s\S]?/g;

/** The first escape of a string that CEL does not know. */
function badEscape(token: Token): Token | null {
  if (/^[bB]?[rR]/.test(token.text)) {
    return null;
  }
  for (const found of token.text.matchAll(escapes)) {
    if (found[0].length === 2 && !/[\\?"'`abfnrtv]/.test(found[0][1] ?? "")) {
      const start = token.start + found.index;
      return { kind: "unknown", text: found[0], start, end: start + found[0].length };
    }
  }
  return null;
}
