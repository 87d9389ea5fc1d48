import type { Diagnostic, Label, Severity } from "../diagnostics/diagnostic.js";
import { listed, nearest } from "../diagnostics/suggest.js";
import type { Span, Spanned } from "../source/source-file.js";

/** What every finding of this folder is made of; the label of the mistake comes first. */
export function problem(
  slug: string,
  message: string,
  labels: readonly Label[],
  help: readonly string[],
  severity: Severity = "error",
): Diagnostic {
  return { code: `bind/${slug}`, severity, message, labels, help };
}

export function at(span: Span, text = ""): Label {
  return { span, text };
}

/** A label where there is a place, and none where there is not. */
export function maybeAt(span: Span | null, text: string): readonly Label[] {
  return span === null ? [] : [{ span, text }];
}

/** Of more the first tell nothing. */
const mostNamed = 60;

/** "did you mean …?", or the names there are, where they are not too many. */
export function suggest(name: string, candidates: Iterable<string>): readonly string[] {
  const names = [...new Set(candidates)];
  const close = nearest(name, names);
  if (close !== null) {
    return [`did you mean "${close}"?`];
  }
  return names.length > 0 && names.length <= mostNamed
    ? [`there ${names.length === 1 ? "is" : "are"} ${listed(names.map((each) => `"${each}"`))}`]
    : [];
}

export function quote(value: Spanned<unknown>): string {
  return typeof value.value === "string" ? `"${value.value}"` : JSON.stringify(value.value);
}

export function quoteAll(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
