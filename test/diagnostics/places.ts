import type { Diagnostic, Label } from "../../src/diagnostics/diagnostic.js";
import type { SourceFile, Span } from "../../src/source/source-file.js";

export function file(text: string, path = "tool-map.yaml"): SourceFile {
  return { path, text };
}

/** The first place where the file holds `part`. */
export function at(source: SourceFile, part: string): Span {
  const start = source.text.indexOf(part);
  if (start === -1) {
    throw new Error(`no ${part}`);
  }
  return { file: source, start, end: start + part.length };
}

export function label(source: SourceFile, part: string, text = ""): Label {
  return { span: at(source, part), text };
}

export function finding(labels: readonly Label[], more: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: "bind/unknown-field",
    severity: "error",
    message: 'response of listInvoices has no field "amount_cent"',
    labels,
    help: [],
    ...more,
  };
}
