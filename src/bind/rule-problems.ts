import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span, Spanned } from "../source/source-file.js";
import { at, problem, quote, quoteAll } from "./problem.js";

export function duplicateRule(on: Spanned<string>, before: Span): Diagnostic {
  return problem(
    "duplicate-rule",
    `there are two rules for ${quote(on)}`,
    [at(on.span), at(before, "the first one")],
    ["make one list of them: its entries are tried in order"],
  );
}

export function neverSent(on: Spanned<string>, operations: readonly string[]): Diagnostic {
  return problem(
    "status-never-sent",
    `by the spec ${operations.join(" and ")} never answer${operations.length === 1 ? "s" : ""} ${quote(on)}`,
    [at(on.span)],
    ["remove the rule, or add the response to the spec"],
    "warning",
  );
}

export function unreachableCase(span: Span, before: Span): Diagnostic {
  return problem(
    "unreachable-case",
    "this case is never tried",
    [at(span), at(before, "this one has no `when`, and answers everything")],
    ["put the case without `when` last, or remove this one"],
    "warning",
  );
}

export function resultMisfit(
  span: Span,
  unknown: readonly string[],
  absent: readonly string[],
): Diagnostic {
  const extra = unknown.length === 0 ? [] : [`the output has no ${quoteAll(unknown)}`];
  const missing = absent.length === 0 ? [] : [`${quoteAll(absent)} may not be missing`];
  return problem(
    "result-misfit",
    "this result does not fit the tool's output",
    [at(span, [...extra, ...missing].join("; "))],
    ["give it the members of `output`"],
  );
}
