import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span, Spanned } from "../source/source-file.js";
import { at, problem, quote, quoteAll } from "./problem.js";

/** `key` is what repeats the call. */
export function repeatedWrite(call: Spanned<string>, key: "each" | "pages"): Diagnostic {
  return problem(
    "repeated-write",
    `${quote(call)} changes something, and "${key}" would repeat it`,
    [at(call.span)],
    ["a failure in the middle would leave half of the job done; only reads are repeated"],
  );
}

export function eachOfNoList(given: string, span: Span): Diagnostic {
  return problem(
    "each-of-no-list",
    `"each" goes through a list, and this is ${given}`,
    [at(span)],
    ["name the list in the answer: response.items"],
  );
}

/** `ways` are the parameters of the map's ways of paging. */
export function notPaged(call: Spanned<string>, pages: Span, ways: readonly string[]): Diagnostic {
  return problem(
    "not-paged",
    `${quote(call)} has no pages that the map knows of`,
    [at(pages), at(call.span, "this call")],
    [
      ways.length === 0
        ? "say under upstream.pagination how lists go on: { param: cursor, next: response.next_cursor }"
        : `it takes none of the parameters under upstream.pagination, ${quoteAll(ways)}, or its answer has no list that could be counted`,
    ],
  );
}

export function cursorOfNoScalar(next: Span, given: string): Diagnostic {
  return problem(
    "cursor-of-no-scalar",
    `a page is asked for by ${given}`,
    [at(next)],
    ["a walk needs a text or a number; choose one of the answer's fields"],
  );
}

export function linkOfNoText(link: Span, given: string): Diagnostic {
  return problem(
    "link-of-no-text",
    `"link" reads the URL of the next page, and this is ${given}`,
    [at(link)],
    [
      "name the field of the answer that holds the URL; a cursor as it is stands under `next` itself",
    ],
  );
}

/** `why` says what is read of the answer and what the value has instead. */
export function unfitStandIn(value: Span, operation: string, why: readonly string[]): Diagnostic {
  return problem(
    "unfit-stand-in",
    `this cannot stand in for what ${operation} answers: ${why.join("; ")}`,
    [at(value)],
    ["give it what the tool reads of the answer, or null, and ask whether the step is null"],
  );
}

export function wholeHttp(part: string, span: Span): Diagnostic {
  return problem(
    "whole-http",
    `${part} is no value by itself`,
    [at(span)],
    ["read a status or one header: http.order.status, http.order.headers['x-request-id']"],
  );
}

export function followsNoGet(call: Spanned<string>, method: string, follow: Span): Diagnostic {
  return problem(
    "follows-no-get",
    `${quote(call)} is a ${method}, and "follow" allows a GET alone to leave the API`,
    [at(follow), at(call.span, "this call")],
    ["remove it"],
  );
}

export function missingTokenUrl(scheme: Spanned<string>, declared: Span): Diagnostic {
  return problem(
    "missing-token-url",
    `the spec does not say where tokens for ${quote(scheme)} are fetched`,
    [at(scheme.span), at(declared, "declared here")],
    ["say it: `token_url: https://auth.example.com/token`"],
  );
}

export function insecureTokenUrl(scheme: Spanned<string>, url: string, declared: Span): Diagnostic {
  return problem(
    "insecure-token-url",
    `the client of ${quote(scheme)} would send its secret over plain http, to "${url}"`,
    [at(scheme.span), at(declared, "declared here")],
    ["give the https address: `token_url: https://…`"],
  );
}
