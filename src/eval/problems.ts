import type { DocumentedCodes } from "../diagnostics/codes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { nearest } from "../diagnostics/suggest.js";
import type { Span, Spanned } from "../source/source-file.js";

/** A longer list says less than its beginning. */
const mostListed = 12;

export function badPromptId(id: Spanned<string>, longest: number): Diagnostic {
  return error("eval/bad-id", `"${id.value}" cannot be the id of a prompt`, id.span, [
    `write lower-case letters, digits and hyphens, at most ${longest}: it names a file`,
  ]);
}

export function nothingToCheck(id: Spanned<string>): Diagnostic {
  return error("eval/nothing-to-check", `prompt "${id.value}" checks nothing`, id.span, [
    "say what must happen under expect, or what must not under never",
  ]);
}

export function misplacedVariable(written: string, span: Span): Diagnostic {
  return error("eval/unknown-variable", `"${written}" stands for nothing here`, span, [
    "write ${env.NAME} for an environment variable, ${upstream.url} for the address of the API",
  ]);
}

export function noPath(path: Spanned<string>): Diagnostic {
  return error("eval/no-path", `"${path.value}" is no path of the API`, path.span, [
    "begin it with a slash: /v1/invoices/INV-1",
  ]);
}

export function unknownTool(
  tool: Spanned<string>,
  known: readonly string[],
  suggestion: string | null,
): Diagnostic {
  const message = `the server has no tool "${tool.value}"`;
  return error("eval/unknown-tool", message, tool.span, chooseFrom("tools", known, suggestion));
}

export function unknownArgument(
  argument: Spanned<string>,
  tool: string,
  known: readonly string[],
  suggestion: string | null,
): Diagnostic {
  const message = `tool ${tool} has no argument "${argument.value}"`;
  const help = chooseFrom("arguments", known, suggestion);
  return error("eval/unknown-argument", message, argument.span, help);
}

export function impossibleValue(argument: Spanned<string>, tool: string, why: string): Diagnostic {
  const message = `tool ${tool} can never be called with this ${argument.value}`;
  return error("eval/impossible-value", message, argument.span, [why]);
}

export function unknownOperation(
  operation: Spanned<string>,
  suggestion: string | null,
): Diagnostic {
  const message = `the API has no operation "${operation.value}"`;
  const help = [
    suggestion === null
      ? 'write an operationId, or "GET /v1/invoices"'
      : `did you mean "${suggestion}"?`,
  ];
  return error("eval/unknown-operation", message, operation.span, help);
}

export function unusedOperation(operation: Spanned<string>): Diagnostic {
  const message = `no tool sends ${operation.value}, so it can never be counted`;
  return error("eval/unused-operation", message, operation.span, [
    "expect it 0 times, or add it to a tool of the map",
  ]);
}

export function unknownOutcome(
  outcome: Spanned<string>,
  tool: string,
  known: readonly string[],
  suggestion: string | null,
): Diagnostic {
  return {
    ...error(
      "eval/unknown-outcome",
      `tool ${tool} names no error "${outcome.value}"`,
      outcome.span,
      chooseFrom("errors", known, suggestion),
    ),
    severity: "warning",
  };
}

export function unknownPrompt(id: string, known: readonly string[]): Diagnostic {
  const suggestion = nearest(id, known);
  return {
    code: "eval/unknown-prompt",
    severity: "error",
    message: `there is no prompt "${id}"`,
    labels: [],
    help: chooseFrom("prompts", known, suggestion),
  };
}

/** The server is run as it was written, so it has to be what the map says. */
export function staleServer(folder: string, span: Span): Diagnostic {
  return error("eval/stale-server", `${folder} is not what the map says`, span, [
    "run `mcpgen generate` first",
  ]);
}

export function contradiction(what: string, span: Span, other: Span): Diagnostic {
  const problem = error("eval/contradiction", what, span, ["one of the two has to go"]);
  return { ...problem, labels: [...problem.labels, { span: other, text: "expected here" }] };
}

function chooseFrom(
  what: string,
  known: readonly string[],
  suggestion: string | null,
): readonly string[] {
  const listed = known.slice(0, mostListed).join(", ");
  const more = known.length > mostListed ? ", …" : "";
  return [
    ...(suggestion === null ? [] : [`did you mean "${suggestion}"?`]),
    known.length === 0 ? `there are no ${what}` : `the ${what} are ${listed}${more}`,
  ];
}

function error(
  code: Diagnostic["code"],
  message: string,
  span: Span,
  help: readonly string[],
): Diagnostic {
  return { code, severity: "error", message, labels: [{ span, text: "" }], help };
}

export const evalCodes: DocumentedCodes = {
  "eval/bad-id": {
    title: "A prompt's id that cannot be one",
    cause: "The id names files, so it has lower-case letters, digits and hyphens alone.",
    fix: "Write it like `overdue-of-northwind`.",
  },
  "eval/nothing-to-check": {
    title: "A prompt that checks nothing",
    cause: "It says neither what must happen nor what must not, so that any answer would pass.",
    fix: "Add `expect` or `never`.",
  },
  "eval/unknown-variable": {
    title: "A variable that stands for nothing",
    cause: "In evals.yaml, `${…}` names an environment variable or the address of the API.",
    fix: "Write ${env.NAME} or ${upstream.url}.",
  },
  "eval/no-path": {
    title: "No path of the API",
    cause: "What is looked at after a prompt is a path below the API's address.",
    fix: "Begin it with one slash.",
  },
  "eval/unknown-tool": {
    title: "An eval of a tool that does not exist",
    cause:
      "The map makes no tool of that name. A job with `confirm` becomes two: prepare_… and confirm_….",
    fix: "Take the suggestion, or follow the tool that was renamed.",
  },
  "eval/unknown-argument": {
    title: "An eval of an argument that does not exist",
    cause: "The tool takes no argument of that name, so that no call could ever pass.",
    fix: "Take the suggestion, or follow the argument that was renamed.",
  },
  "eval/impossible-value": {
    title: "An argument that the tool refuses",
    cause: "The tool's input schema does not allow the value that the eval waits for.",
    fix: "Expect one of the values that it allows.",
  },
  "eval/unknown-operation": {
    title: "An eval of an operation that does not exist",
    cause: "The API description has no such operation.",
    fix: "Write its operationId, or its method and path.",
  },
  "eval/unused-operation": {
    title: "An operation that no tool sends",
    cause: "The server cannot send it, so that it is never found in the upstream's record.",
    fix: "Expect it 0 times, or add it to a tool.",
  },
  "eval/unknown-outcome": {
    title: "An error that the tool does not name",
    cause:
      "The tool's description lists no structured error of that code. A handler may still give it.",
    fix: "Write `ok`, or one of the codes that the help line lists.",
  },
  "eval/unknown-prompt": {
    title: "No prompt of that id",
    cause: "`--only` names a prompt that the evals file does not have.",
    fix: "Name one of its prompts.",
  },
  "eval/stale-server": {
    title: "A server that is not what the map says",
    cause: "The output folder holds another list of tools than the map makes, or none.",
    fix: "Run `mcpgen generate`, then the evals.",
  },
  "eval/contradiction": {
    title: "An eval that cannot pass",
    cause: "What it expects is what it forbids.",
    fix: "Remove one of the two.",
  },
};
