import { CST, type Document, isScalar, type Pair, visit } from "yaml";
import type { Collector } from "../diagnostics/collector.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { lineStartsOf, positionOf, type SourceFile, type Span } from "../source/source-file.js";
import {
  lineEnd,
  type Misread,
  meantEnd,
  misreadsOfFlowLine,
  misreadsOfLine,
} from "./yaml/meant.js";
import { keyWithoutValue, quoteIt } from "./yaml/problems.js";

/**
 * Texts that mean one thing to a person and another to YAML, on a line (counted from 1) that YAML
 * cannot read. Empty where the line has none.
 */
export function trapsAt(file: SourceFile, line: number): readonly Misread[] {
  const start = lineStartsOf(file)[line - 1] ?? 0;
  const found = misreadsOfLine(file.text, start);
  return found.length > 0 ? found : misreadsOfFlowLine(file.text, start);
}

/** The same for what YAML reads without complaint, and not as it was meant. Says whether there was any. */
export function reportSilentTraps(
  document: Document.Parsed,
  file: SourceFile,
  secrets: readonly Span[],
  collector: Collector,
): boolean {
  const found: Misread[] = [];
  const problems: Diagnostic[] = [];
  visit(document, {
    Scalar: (_, { srcToken }) => {
      found.push(...cutByComment(file.text, srcToken));
    },
    Map: (_, map) => {
      const split = splitInMapping(file, map.items);
      found.push(...split.found);
      problems.push(...split.problems);
    },
    Seq: (_, list) => {
      found.push(...(list.flow === true ? splitInList(file.text, list.items) : []));
    },
  });
  problems.push(...quotings(file, found, secrets));
  for (const problem of problems) {
    collector.add(problem);
  }
  return problems.length > 0;
}

/** One diagnostic a text, each with its line as it should be; a line that holds a secret is not shown. */
export function quotings(
  file: SourceFile,
  misreads: readonly Misread[],
  secrets: readonly Span[],
): readonly Diagnostic[] {
  return misreads.map((misread) => {
    const line = positionOf(file, misread.start).line;
    const start = lineStartsOf(file)[line - 1] ?? 0;
    const end = lineEnd(file.text, start);
    const isSecret = secrets.some((secret) => secret.start < end && secret.end > start);
    const here = misreads.filter((other) => other.start >= start && other.end <= end);
    return quoteIt(misread, file, isSecret ? null : mended(file.text, start, end, here).trim());
  });
}

/** The stretch of text with each misread text in quotes. */
export function mended(
  text: string,
  start: number,
  end: number,
  misreads: readonly Pick<Misread, "start" | "end">[],
): string {
  let result = "";
  let at = start;
  for (const misread of [...misreads].sort((left, right) => left.start - right.start)) {
    if (misread.start >= at) {
      result += text.slice(at, misread.start) + quoted(text.slice(misread.start, misread.end));
      at = misread.end;
    }
  }
  return result + text.slice(at, end);
}

/** The text as a YAML scalar in the quotes that need the fewest escapes. */
export function quoted(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

/** `reason: Order #${input.id}`, of which YAML keeps "Order". */
function cutByComment(text: string, token: CST.Token | undefined): readonly Misread[] {
  if (token?.type !== "scalar" || token.source === "") {
    return [];
  }
  const start = token.offset;
  const scalarEnd = start + token.source.length;
  const comment = token.end?.find(({ type }) => type === "comment" || type === "newline");
  if (comment?.type !== "comment") {
    return [];
  }
  const blanks = comment.offset - scalarEnd;
  const isUnfinished = token.source.lastIndexOf("${") > token.source.lastIndexOf("}");
  const holdsExpression = comment.source.includes("${");
  const isGlued = /^#[^\s#]/.test(comment.source);
  if (isUnfinished || (holdsExpression && (isGlued || blanks === 1))) {
    const lineText = text.slice(start, lineEnd(text, comment.offset));
    return [{ start, end: start + lineText.trimEnd().length, because: "comment in text" }];
  }
  return [];
}

/** `{ price: money(a, b) }`, in which YAML sees the keys `price` and `b)`. */
function splitInMapping(
  file: SourceFile,
  pairs: readonly Pair[],
): { readonly found: readonly Misread[]; readonly problems: readonly Diagnostic[] } {
  const found: Misread[] = [];
  const problems: Diagnostic[] = [];
  let before: CST.FlowScalar | null = null;
  for (const pair of pairs) {
    const key = pair.srcToken?.key;
    const hasColon = pair.srcToken?.sep?.some(({ type }) => type === "map-value-ind") ?? false;
    if (hasColon || !CST.isScalar(key)) {
      before = plainToken(pair.value);
      continue;
    }
    const end = key.offset + key.source.length;
    if (before === null || key.type !== "scalar" || lineEnd(file.text, before.offset) < end) {
      const span = { file, start: key.offset, end };
      problems.push(keyWithoutValue(key.source, span));
      continue;
    }
    if (found.at(-1)?.start === before.offset) {
      found.pop();
    }
    const meant = meantEnd(file.text, before.offset);
    const meantLength = file.text.slice(before.offset, meant).trimEnd().length;
    found.push({
      start: before.offset,
      end: Math.max(end, before.offset + meantLength),
      because: "comma in text",
    });
  }
  return { found, problems };
}

/** `[coalesce(a, b), c]`, in which YAML sees `coalesce(a` and `b)`. */
function splitInList(text: string, items: readonly unknown[]): readonly Misread[] {
  return items.flatMap((item) => {
    const token = plainToken(item);
    if (token === null || token.source.lastIndexOf("(") <= token.source.lastIndexOf(")")) {
      return [];
    }
    const start = token.offset;
    const end = start + text.slice(start, meantEnd(text, start)).trimEnd().length;
    const isSplit = end > start + token.source.length;
    return isSplit ? [{ start, end, because: "comma in text" as const }] : [];
  });
}

function plainToken(node: unknown): CST.FlowScalar | null {
  return isScalar(node) && node.srcToken?.type === "scalar" ? node.srcToken : null;
}
