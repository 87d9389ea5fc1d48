import { positionOf, type SourceFile } from "../source/source-file.js";
import type { Diagnostic, Label, Severity } from "./diagnostic.js";
import { type FrameLine, frameOf } from "./frame.js";
import { printable } from "./shown-text.js";

export interface TextOptions {
  /** Whether to use ANSI colours. */
  readonly colour: boolean;
}

/**
 * Findings for a terminal, in the order given, with a blank line between two. Each is a message, the
 * lines of source that it is about, and what to do:
 *
 *     error[bind/unknown-field]: response of listInvoices has no field "amount_cent"
 *      --> tool-map.yaml:41:20
 *        |
 *     41 |         pick: [id, amount_cent, currency]
 *        |                    ^^^^^^^^^^^ not in Invoice
 *        |
 *        = help: did you mean "amount_cents"?
 */
export function renderText(diagnostics: readonly Diagnostic[], options: TextOptions): string {
  const paint = options.colour ? coloured : plain;
  return diagnostics.map((diagnostic) => renderOne(diagnostic, paint)).join("\n");
}

type Style = "bold" | "blue" | Severity;
type Paint = (text: string, ...styles: readonly Style[]) => string;

const plain: Paint = (text) => text;

/** Source: ECMA-48, "Select Graphic Rendition". */
const codes: Readonly<Record<Style, number>> = {
  bold: 1,
  blue: 34,
  error: 31,
  warning: 33,
  note: 36,
};
const coloured: Paint = (text, ...styles) =>
  text === "" ? "" : `\u001b[${styles.map((style) => codes[style]).join(";")}m${text}\u001b[0m`;

function renderOne(diagnostic: Diagnostic, paint: Paint): string {
  const { code, severity, message, labels, help, hidden = [] } = diagnostic;
  const parts = groupByFile(labels).map(({ file, labels }) => ({
    file,
    labels,
    frame: frameOf(file, labels, hidden),
  }));
  const gutter = gutterWidth(parts.flatMap(({ frame }) => frame));
  const bar = (number: string): string => paint(`${number.padEnd(gutter)}|`, "blue", "bold");
  const head = paint(`${severity}[${code}]`, severity, "bold");
  const lines = [`${head}${paint(`: ${printable(message)}`, "bold")}`];
  for (const [index, { file, labels, frame }] of parts.entries()) {
    const arrow = `${index === 0 ? "-->" : ":::"}`.padStart(gutter + 1);
    lines.push(`${paint(arrow, "blue", "bold")} ${placeOf(file, labels)}`, bar(""));
    const style = index === 0 ? severity : "blue";
    lines.push(...frame.map((line) => renderLine(line, style, bar, paint)));
  }
  if (labels.length > 0 && help.length > 0) {
    lines.push(bar(""));
  }
  for (const line of help) {
    lines.push(`${" ".repeat(gutter)}${paint("=", "blue", "bold")} help: ${printable(line)}`);
  }
  return `${lines.join("\n")}\n`;
}

function renderLine(
  line: FrameLine,
  style: Style,
  bar: (number: string) => string,
  paint: Paint,
): string {
  switch (line.kind) {
    case "source":
      return `${bar(String(line.line))} ${line.text}`.trimEnd();
    case "mark": {
      const text = line.text === "" ? "" : ` ${line.text}`;
      const marked = paint(`${"^".repeat(line.carets)}${text}`, style, "bold");
      return `${bar("")} ${" ".repeat(line.indent)}${marked}`;
    }
    case "gap":
      return paint("...", "blue", "bold");
    default:
      return line satisfies never;
  }
}

/** The labels of one file stand together, under the place of the first of them. */
function groupByFile(
  labels: readonly Label[],
): readonly { readonly file: SourceFile; readonly labels: readonly Label[] }[] {
  const groups = new Map<SourceFile, Label[]>();
  for (const label of labels) {
    const group = groups.get(label.span.file) ?? [];
    groups.set(label.span.file, [...group, label]);
  }
  return [...groups].map(([file, labels]) => ({ file, labels }));
}

function placeOf(file: SourceFile, [first]: readonly Label[]): string {
  const { line, column } = positionOf(file, first?.span.start ?? 0);
  return `${printable(file.path)}:${line}:${column}`;
}

function gutterWidth(frame: readonly FrameLine[]): number {
  const numbers = frame.map((line) => (line.kind === "source" ? String(line.line).length : 0));
  return Math.max(3, ...numbers);
}
