import { positionOf } from "../source/source-file.js";
import type { Diagnostic, Label, Severity } from "./diagnostic.js";
import { printable } from "./shown-text.js";

/**
 * Findings as annotations of GitHub Actions, one line each.
 *
 * Source: "Workflow commands for GitHub Actions", and @actions/core `command.ts` for the escapes.
 */
export function renderGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${renderOne(diagnostic)}\n`).join("");
}

const commands: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  note: "notice",
};

function renderOne({ code, severity, message, labels, help }: Diagnostic): string {
  const [primary, ...others] = labels;
  const properties = [...placeOf(primary), `title=${escapeProperty(code)}`];
  const lines = [
    primary?.text ? `${message} (${primary.text})` : message,
    ...others.map(besideOf),
    ...help.map((line) => `help: ${line}`),
  ];
  const text = lines.map((line) => escapeData(printable(line))).join("%0A");
  return `::${commands[severity]} ${properties.join(",")}::${text}`;
}

/** GitHub counts lines and columns from 1, and takes columns only where the span is on one line. */
function placeOf(label: Label | undefined): readonly string[] {
  if (label === undefined) {
    return [];
  }
  const { file, start, end } = label.span;
  const from = positionOf(file, start);
  const to = positionOf(file, Math.max(start, end - 1));
  const place = [
    `file=${escapeProperty(file.path)}`,
    `line=${from.line}`,
    `col=${from.column}`,
    `endLine=${to.line}`,
  ];
  return from.line === to.line ? [...place, `endColumn=${to.column}`] : place;
}

function besideOf({ span, text }: Label): string {
  const { line, column } = positionOf(span.file, span.start);
  return `${span.file.path}:${line}:${column}${text === "" ? "" : `: ${text}`}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
