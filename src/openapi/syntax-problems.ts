import type { Diagnostic, Label } from "../diagnostics/diagnostic.js";
import type { SourceFile, Span } from "../source/source-file.js";
import type { JsonError } from "./json-error.js";

export function invalidJson(file: SourceFile, error: JsonError): Diagnostic {
  return {
    code: "openapi/invalid-json",
    severity: "error",
    message: `"${file.path}" is not valid JSON`,
    labels: [{ span: spanAt(file, error.offset), text: error.reason }],
    help: [],
  };
}

/** `reason` is the parser's; `offset` is where it gave up. */
export function invalidYaml(file: SourceFile, reason: string, offset: number | null): Diagnostic {
  const wording = wordings.find(({ match }) => reason.includes(match));
  const labels: Label[] = [
    { span: spanAt(file, offset ?? file.text.length), text: wording?.says ?? reason },
  ];
  const opening = wording?.isOpen ? openedBefore(file.text, offset ?? file.text.length) : null;
  if (opening !== null) {
    labels.unshift({ span: spanAt(file, opening), text: "opened here, and not closed" });
  }
  return {
    code: "openapi/invalid-yaml",
    severity: "error",
    message: `"${file.path}" is not valid YAML`,
    labels,
    help: wording === undefined || wording.help === "" ? [] : [wording.help],
  };
}

const wordings: readonly {
  /** Part of the parser's reason. */
  readonly match: string;
  readonly says: string;
  readonly help: string;
  /** Whether a quote or bracket that was opened before is the likely cause. */
  readonly isOpen: boolean;
}[] = [
  {
    match: "tab characters",
    says: "a tab in the indentation",
    help: "indent with spaces",
    isOpen: false,
  },
  {
    match: "duplicated mapping key",
    says: "this key stands in the mapping already",
    help: "remove or rename one of the two",
    isOpen: false,
  },
  {
    match: "deficient indentation",
    says: "the next entry begins before the last value has ended",
    help: "close the quote or bracket, or indent its text further",
    isOpen: true,
  },
  {
    match: "unexpected end of the stream",
    says: "the file ends within a value",
    help: "close the quote or bracket",
    isOpen: true,
  },
  {
    match: "missed comma between flow collection entries",
    says: "a comma or the closing bracket is expected",
    help: "",
    isOpen: true,
  },
  {
    match: "bad indentation of a mapping entry",
    says: "this does not fit the lines above it",
    help: 'align it with its neighbours; quote a text that holds ": " or begins with "@", "`" or "%"',
    isOpen: false,
  },
  {
    match: "bad indentation of a sequence entry",
    says: "this does not fit the list above it",
    help: "align it with its neighbours",
    isOpen: false,
  },
  {
    match: "unidentified alias",
    says: "no such anchor before this place",
    help: "declare the anchor (&name) before it is used",
    isOpen: false,
  },
  {
    match: "a multiline key may not be an implicit key",
    says: 'a key without ":"',
    help: 'write "key: value"',
    isOpen: false,
  },
  {
    match: "nesting exceeded maxDepth",
    says: "nested too deeply",
    help: "give parts of the document names in the components, and refer to them",
    isOpen: false,
  },
  {
    match: "merge keys exceeded",
    says: '"<<" multiplies the document beyond reason',
    help: "use $ref instead of merges of merges",
    isOpen: false,
  },
  {
    match: "expected a single document",
    says: "a second document begins in this file",
    help: 'keep one document, and remove the "---" between them',
    isOpen: false,
  },
];

/** How far back an opening is looked for. */
const mostLines = 500;

/** The last quote or bracket before an offset that is not closed, line by line; null for none. */
function openedBefore(text: string, offset: number): number | null {
  let end = offset;
  let closers = 0;
  for (let line = 0; line < mostLines && end > 0; line++) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const { opened, closed } = balanceOf(text, start, end);
    if (opened.length > closers) {
      return opened[opened.length - closers - 1] ?? null;
    }
    closers += closed - opened.length;
    end = start - 1;
  }
  return null;
}

/** The openings of a line that it does not close, and how many it closes that it did not open. */
function balanceOf(
  text: string,
  start: number,
  end: number,
): { readonly opened: readonly number[]; readonly closed: number } {
  const opened: number[] = [];
  let closed = 0;
  let quote: { readonly sign: string; readonly at: number } | null = null;
  for (let at = start; at < end; at++) {
    const sign = text[at] ?? "";
    if (quote !== null) {
      if (sign === "\\" && quote.sign === '"') {
        at++;
      } else if (sign === quote.sign) {
        quote = null;
      }
    } else if ((sign === '"' || sign === "'") && /[\s[{,:]/.test(text[at - 1] ?? " ")) {
      quote = { sign, at };
    } else if (sign === "#" && /\s/.test(text[at - 1] ?? " ")) {
      break;
    } else if (sign === "[" || sign === "{") {
      opened.push(at);
    } else if (sign === "]" || sign === "}") {
      closed += opened.pop() === undefined ? 1 : 0;
    }
  }
  return { opened: quote === null ? opened : [...opened, quote.at], closed };
}

function spanAt(file: SourceFile, offset: number): Span {
  const start = Math.min(offset, file.text.length);
  return { file, start, end: Math.min(start + 1, file.text.length) };
}
