import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/source-file.js";
import { listOf, problem, shorten } from "./problems.js";

// What is no expression.

export function emptyExpression(span: Span): Diagnostic {
  return syntax("the expression is empty", span, "an expression is expected here");
}

export function unfinishedString(span: Span): Diagnostic {
  return syntax("a string is never closed", span, "begins here", [
    "close it with the quote that it begins with; a string of several lines takes three quotes",
  ]);
}

export function unknownEscape(written: string, span: Span): Diagnostic {
  return syntax(`"${written}" is no escape that CEL knows`, span, "", [
    `write \\${written} for a backslash, or put an r before the quote to have none read as escapes`,
  ]);
}

export function unknownCharacter(text: string, span: Span): Diagnostic {
  const help: Readonly<Record<string, string>> = {
    "=": 'to compare, write "=="',
    "&": 'for "and", write "&&"',
    "|": 'for "or", write "||"',
    "`": "write a name that is no identifier in brackets: response['x-y']",
    $: "inside an expression a name stands by itself, without ${ }",
    ";": "an expression is one value, without a semicolon",
  };
  return syntax(`"${text}" has no meaning in an expression`, span, "", listOf(help[text]));
}

export function missingOperator(text: string, span: Span): Diagnostic {
  const words: ReadonlyMap<string, string> = new Map([
    ["and", 'for "and", write "&&"'],
    ["or", 'for "or", write "||"'],
    ["not", 'for "not", write "!"'],
    ["is", 'to compare, write "=="'],
    ["then", 'a choice is written "condition ? one : other"'],
  ]);
  return syntax(
    `an operator is missing before "${shorten(text)}"`,
    span,
    "",
    listOf(words.get(text)),
  );
}

export function missingOperand(text: string, span: Span): Diagnostic {
  return syntax(`a value is missing beside "${text}"`, span, "");
}

export function halfChoice(span: Span): Diagnostic {
  return syntax('"?" has no ":" after it', span, "", [
    'a choice is written "condition ? one : other"',
  ]);
}

export function unclosedBracket(text: string, span: Span): Diagnostic {
  return syntax(`"${text}" is never closed`, span, "opens here");
}

export function unopenedBracket(text: string, span: Span): Diagnostic {
  return syntax(`"${text}" closes nothing`, span, "");
}

export function unclosedPlaceholder(span: Span): Diagnostic {
  return syntax('"${" is never closed', span, "opens here", ['a literal "${" is written "$${"']);
}

export function tooDeep(span: Span): Diagnostic {
  return syntax("the expression is nested too deep", span, "", ["name a part of it with `let`"]);
}

export function tooLong(length: number, longest: number, span: Span): Diagnostic {
  return syntax(`the expression has ${length} characters; ${longest} is the most`, span, "");
}

export function reservedWord(word: string, span: Span): Diagnostic {
  return syntax(`"${word}" is a word that CEL reserves`, span, "", [
    `a field of this name is written in brackets: response['${word}']`,
  ]);
}

export function syntaxError(message: string, text: string, span: Span): Diagnostic {
  if (/reserved/.test(message)) {
    return reservedWord(text, span);
  }
  return syntax(
    text === "" ? "this is no expression" : `"${shorten(text)}" is not expected here`,
    span,
    "",
  );
}

export function wrongMacro(name: string, span: Span): Diagnostic {
  return problem(
    "expression/wrong-arguments",
    `"${name}" wants a name, and what to do with it`,
    span,
    "",
    [`write list.${name}(item, …), where item is any name of yours`],
  );
}

export function unsupported(what: string, span: Span): Diagnostic {
  return problem("expression/unsupported", `${what} has no place here`, span, "", [
    "expressions work on JSON: null, booleans, numbers, strings, lists and maps, timestamps and durations",
  ]);
}

function syntax(
  message: string,
  span: Span,
  label: string,
  help: readonly string[] = [],
): Diagnostic {
  return problem("expression/syntax", message, span, label, help);
}
