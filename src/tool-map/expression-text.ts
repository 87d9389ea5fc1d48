import { lineStartsOf, positionOf } from "../source/source-file.js";
import { type SourceText, spanWithin } from "../source/source-text.js";
import { misplacedEnv, noVariable } from "./problems.js";
import type { Context, Reader } from "./reading.js";
import { refuse } from "./scalars.js";
import { mended } from "./traps.js";
import { lineEnd } from "./yaml/meant.js";
import { lostQuotes } from "./yaml/problems.js";
import type { ScalarNode } from "./yaml/tree.js";

/** A whole text that is one expression; a number or boolean stands for what was written. */
export const expression: Reader<SourceText> = (node, context) => {
  if (node.kind !== "scalar" || node.value === null || node.text.text.trim() === "") {
    const help =
      node.kind === "scalar" && node.value === "" ? [`an empty text is written "''"`] : [];
    return refuse(node, context, "an expression", help);
  }
  const isQuoted = node.style === "single" || node.style === "double";
  if (isQuoted && isPlainlyText(node.text.text.trim(), context.names)) {
    reportLostQuotes(node, context);
    return undefined;
  }
  return refuseEnv(node.text, [{ start: 0, end: node.text.text.length }], context)
    ? undefined
    : node.text;
};

/** Refuses `env` in the `${…}` of a text; says whether there was any. */
export function refuseEnvIn(text: SourceText, context: Context): boolean {
  return refuseEnv(text, expressionsIn(text.text), context);
}

/** Whether a text names an environment variable, and so is no literal. */
export function namesEnv(text: string): boolean {
  return expressionsIn(text).some((part) => envAt(text.slice(part.start, part.end)) !== -1);
}

/** Refuses what is no variable in the `${…}` of a text; says whether there was any. */
export function refuseOtherThanEnv(text: SourceText, { collector }: Context): boolean {
  const others = expressionsIn(text.text).filter(
    ({ start, end }) => !/^\s*env\.[A-Za-z_][A-Za-z0-9_]*\s*$/.test(text.text.slice(start, end)),
  );
  for (const { start, end } of others) {
    const found = text.text.slice(start, end).trim();
    collector.add(noVariable(found, spanWithin(text, start, end)));
  }
  return others.length > 0;
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/** The insides of the `${…}`; an escaped `$${` begins none. */
function expressionsIn(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let open = text.indexOf("${"); open !== -1; open = text.indexOf("${", from)) {
    from = open + 2;
    if (text[open - 1] !== "$") {
      const end = closingBrace(text, from);
      parts.push({ start: from, end });
      from = end;
    }
  }
  return parts;
}

const literal = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/;

function closingBrace(text: string, start: number): number {
  const tokens = new RegExp(`${literal.source}|[{}]`, "gs");
  tokens.lastIndex = start;
  let depth = 0;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === "}" && depth === 0) {
      return token.index;
    }
    depth += token[0] === "{" ? 1 : token[0] === "}" ? -1 : 0;
  }
  return text.length;
}

function refuseEnv(text: SourceText, parts: readonly Part[], context: Context): boolean {
  // In `pick` the fields of the element are bare names, and one of them may be called env.
  if (context.names === null) {
    return false;
  }
  let isRefused = false;
  for (const part of parts) {
    const at = envAt(text.text.slice(part.start, part.end));
    if (at !== -1) {
      const start = part.start + at;
      context.collector.add(misplacedEnv(spanWithin(text, start, start + "env".length)));
      isRefused = true;
    }
  }
  return isRefused;
}

function envAt(source: string): number {
  const tokens = new RegExp(`${literal.source}|(?<![\\w.])env(?=\\s*[.[])`, "gs");
  for (let token = tokens.exec(source); token !== null; token = tokens.exec(source)) {
    if (token[0] === "env") {
      return token.index;
    }
  }
  return -1;
}

const words = /^[A-Za-z_][\w-]*(?: +[\w-]+)+$/;
const date = /^\d{4}-\d{2}-\d{2}/;
const hyphenated = /^([A-Za-z_]\w*)(?:-\w+)*$/;

/** Whether the content of quotes, taken as an expression, can only be a mistake. */
function isPlainlyText(content: string, names: ReadonlySet<string> | null): boolean {
  if (date.test(content)) {
    return true;
  }
  if (words.test(content)) {
    return !content.split(/ +/).includes("in");
  }
  const name = hyphenated.exec(content)?.[1];
  const isKnown = name === undefined || names === null || names.has(name);
  return !isKnown && !["true", "false", "null"].includes(content);
}

function reportLostQuotes(node: ScalarNode, { collector }: Context): void {
  const { file, start, end } = node.span;
  const line = lineStartsOf(file)[positionOf(file, start).line - 1] ?? 0;
  const stop = lineEnd(file.text, line);
  const text = end > stop ? null : mended(file.text, line, stop, [{ start, end }]).trim();
  collector.add(lostQuotes(node.text.text, node.span, text));
}
