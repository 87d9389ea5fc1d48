import { Composer, type CST, type Document, Parser, type YAMLError } from "yaml";
import type { Collector } from "../../diagnostics/collector.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import {
  lineStartsOf,
  type Position,
  positionOf,
  type SourceFile,
  type Span,
} from "../../source/source-file.js";
import { mended, quotings, reportSilentTraps, trapsAt } from "../traps.js";
import { tooDeepAt } from "./depth.js";
import { deepest, readTree } from "./document.js";
import { lineEnd } from "./meant.js";
import {
  empty,
  nestedTooDeep,
  neverClosed,
  notText,
  severalDocuments,
  tagUsed,
  tooLarge,
  yamlSyntax,
} from "./problems.js";
import type { Node } from "./tree.js";
import { unclosedAt } from "./unclosed.js";

/** In UTF-16 units. */
const largest = 2_000_000;

/** Reads a text as one YAML document. Stretches that may hold `secrets` are not repeated in messages. */
export function readYaml(
  file: SourceFile,
  secrets: readonly Span[],
  collector: Collector,
): Node | null {
  const control = file.text.search(notInText);
  if (control !== -1) {
    collector.add(notText(file, control));
    return null;
  }
  if (file.text.length > largest) {
    collector.add(tooLarge(file, largest));
    return null;
  }
  const tokens = [...new Parser().parse(file.text)];
  const deep = tooDeepAt(tokens, deepest);
  if (deep !== null) {
    collector.add(nestedTooDeep(deepest, { file, start: deep, end: deep + 1 }));
    return null;
  }
  const documents = compose(tokens, file.text.length);
  const [document, second] = documents;
  if (documents.some((found) => faultsOf(found).length > 0)) {
    reportFaults(file, documents, secrets, collector);
    return null;
  }
  if (document === undefined || document.contents === null || isBlank(file, document)) {
    collector.add(empty(file));
    return null;
  }
  if (second !== undefined) {
    const start = second.range[0];
    collector.add(severalDocuments({ file, start, end: lineEnd(file.text, start) }));
    return null;
  }
  if (reportSilentTraps(document, file, secrets, collector)) {
    return null;
  }
  return readTree(document.contents, file, collector);
}

/** Control characters that YAML allows nowhere. */
const notInText = /(?![\t\n\v\f\r\u0085])\p{Cc}/u;

function compose(tokens: readonly CST.Token[], length: number): readonly Document.Parsed[] {
  const composer = new Composer({
    keepSourceTokens: true,
    // Ours names both places, and is not quadratic in the number of keys.
    uniqueKeys: false,
    logLevel: "silent",
  });
  return [...composer.compose(tokens, false, length)];
}

/** Errors, and tags that the package passes over with a warning; in the order of the text. */
function faultsOf(document: Document.Parsed): readonly YAMLError[] {
  const tags = document.warnings.filter(({ code }) => code === "TAG_RESOLVE_FAILED");
  return [...document.errors, ...tags].sort((left, right) => left.pos[0] - right.pos[0]);
}

function isBlank(file: SourceFile, document: Document.Parsed): boolean {
  const [start, end] = document.contents?.range ?? [0, 0];
  return file.text.slice(start, end).trim() === "";
}

/**
 * One fault makes the package misunderstand everything after it. So a line that only lacks quotes is
 * reported, mended and read again, which changes no line number; the first other fault ends the search.
 */
function reportFaults(
  file: SourceFile,
  found: readonly Document.Parsed[],
  secrets: readonly Span[],
  collector: Collector,
): void {
  const lines = file.text.split("\n");
  const mendedLines = new Set<number>();
  let current = file;
  let documents = found;
  for (let fault = firstFault(documents); fault !== null; fault = firstFault(documents)) {
    const { line, column } = positionOf(current, fault.pos[0]);
    const original = lineStartsOf(file)[line - 1] ?? 0;
    const traps = mendedLines.has(line) ? [] : trapsAt(file, line);
    if (traps.length === 0) {
      // On a mended line, what is still wrong may be the mending.
      if (!mendedLines.has(line)) {
        collector.add(
          syntaxProblem(file, fault, original + column - 1, openedAt(current, documents)),
        );
      }
      return;
    }
    for (const problem of quotings(file, traps, secrets)) {
      collector.add(problem);
    }
    mendedLines.add(line);
    lines[line - 1] = mended(file.text, original, original + (lines[line - 1] ?? "").length, traps);
    current = { path: file.path, text: lines.join("\n") };
    documents = compose([...new Parser().parse(current.text)], current.text.length);
  }
}

function firstFault(documents: readonly Document.Parsed[]): YAMLError | null {
  return documents.flatMap(faultsOf)[0] ?? null;
}

/** The place of a bracket or quote that is never closed, by line and column. */
function openedAt(file: SourceFile, documents: readonly Document.Parsed[]): Position | null {
  for (const document of documents) {
    const offset = unclosedAt(document);
    if (offset !== null) {
      return positionOf(file, offset);
    }
  }
  return null;
}

function syntaxProblem(
  file: SourceFile,
  fault: YAMLError,
  start: number,
  opened: Position | null,
): Diagnostic {
  if (opened !== null && faultsOfOpen.has(fault.code)) {
    const at = (lineStartsOf(file)[opened.line - 1] ?? 0) + opened.column - 1;
    return neverClosed(file.text.charAt(at), { file, start: at, end: at + 1 });
  }
  const length = Math.max(1, fault.pos[1] - fault.pos[0]);
  const end = Math.max(start, Math.min(start + length, lineEnd(file.text, start)));
  const span = { file, start, end };
  return fault.code === "TAG_RESOLVE_FAILED"
    ? tagUsed(span)
    : yamlSyntax(fault.code, fault.message, span);
}

const faultsOfOpen: ReadonlySet<string> = new Set(["BAD_INDENT", "MISSING_CHAR"]);
