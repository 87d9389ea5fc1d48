import type { DocumentedCodes } from "../../diagnostics/codes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { SourceFile, Span } from "../../source/source-file.js";
import type { Misread, Misreading } from "./meant.js";

export function notText(file: SourceFile, offset: number): Diagnostic {
  const span = { file, start: offset, end: offset + 1 };
  const shown = `\\u{${file.text.charCodeAt(offset).toString(16)}}`;
  return error(
    "tool-map/not-text",
    `"${file.path}" holds a control character, ${shown}`,
    span,
    "",
    ["name a YAML file, saved as UTF-8"],
  );
}

export function tooLarge(file: SourceFile, most: number): Diagnostic {
  const message = `"${file.path}" is larger than ${most / 1_000_000} MB`;
  return {
    ...error("tool-map/too-large", message, null, "", []),
    help: ["check that it is a tool map"],
  };
}

export function empty(file: SourceFile): Diagnostic {
  const span = { file, start: 0, end: 0 };
  return error("tool-map/empty", `"${file.path}" holds nothing`, span, "", [
    "a map needs the keys version, server, spec, output and tools",
  ]);
}

export function severalDocuments(second: Span): Diagnostic {
  return error(
    "tool-map/several-documents",
    "a tool map is one YAML document",
    second,
    "a second begins",
    ["remove the line that holds only ---, or put the other document into a file of its own"],
  );
}

/** What the `yaml` package says is wrong, in words for someone who does not know its inside. */
export function yamlSyntax(code: string, message: string, span: Span): Diagnostic {
  const { says, help } = syntaxWordings[code] ?? { says: lowerFirst(message), help: [] };
  return error("tool-map/yaml-syntax", `this is not valid YAML: ${says}`, span, "", help);
}

export function neverClosed(opening: string, span: Span): Diagnostic {
  const message = `this is not valid YAML: ${opening} is never closed`;
  return error("tool-map/yaml-syntax", message, span, "opened here", []);
}

const fit = [
  "give all keys of one mapping the same indentation",
  "quote a text that holds a colon",
];
const syntaxWordings: Readonly<Record<string, { says: string; help: readonly string[] }>> = {
  TAB_AS_INDENT: { says: "a tab cannot indent a line", help: ["indent with blanks"] },
  BLOCK_AS_IMPLICIT_KEY: { says: "a mapping cannot begin here", help: fit },
  MULTILINE_IMPLICIT_KEY: { says: "a mapping cannot begin here", help: fit },
  BAD_INDENT: { says: "the indentation does not fit the lines above", help: [] },
};

export function quoteIt(misread: Misread, file: SourceFile, mended: string | null): Diagnostic {
  const { start, end, because } = misread;
  const label = misreadings[because];
  return error("tool-map/quote-it", "this text has to be quoted", { file, start, end }, label, [
    mended === null ? "put it in quotes" : `quote it: ${mended}`,
  ]);
}

const misreadings: Readonly<Record<Misreading, string>> = {
  "quote ends early": "to YAML the text ends at its closing quote",
  "bracket ends early": "to YAML the value ends at its closing bracket",
  "bracket in text": "to YAML a bracket here begins or ends a list or a mapping",
  "comma in text": "to YAML the text ends at the comma",
  "colon in text": "to YAML a colon and a blank end a key",
  "comment in text": 'to YAML " #" begins a comment',
  tag: 'to YAML "!" at the start begins a tag',
  "reserved start": "to YAML the first character has a meaning of its own",
  "block start": "to YAML the first character begins a block of text",
};

/** A quoted text where an expression is wanted, which is not one without its quotes. */
export function lostQuotes(text: string, span: Span, mended: string | null): Diagnostic {
  const label = `YAML takes the quotes away: this is the expression ${text}`;
  return error(
    "tool-map/quote-it",
    "a text in an expression needs quotes of its own",
    span,
    label,
    [mended === null ? "put it in quotes twice" : `quote it: ${mended}`],
  );
}

export function tagUsed(span: Span): Diagnostic {
  return error("tool-map/tag", "a tool map has no use for YAML tags", span, "", [
    "quote the text if the ! belongs to it; remove the tag otherwise",
  ]);
}

export function keyWithoutValue(key: string, span: Span): Diagnostic {
  return error("tool-map/key-without-value", `"${key}" has no value`, span, "no colon follows", [
    `write "${key}: …"; inside { } every key needs a colon and a value`,
  ]);
}

export function keyNotText(span: Span): Diagnostic {
  return error("tool-map/key-not-text", "a key has to be text", span, "", [
    "quote a text that begins with a bracket",
  ]);
}

export function duplicateKey(key: string, span: Span, first: Span): Diagnostic {
  const problem = error("tool-map/duplicate-key", `"${key}" is written twice`, span, "again here", [
    "keep one of the two",
  ]);
  return { ...problem, labels: [...problem.labels, { span: first, text: "first here" }] };
}

export function mergeNotMapping(found: string, span: Span): Diagnostic {
  return error("tool-map/merge", `"<<" merges mappings, and finds ${found}`, span, "", [
    "name an anchor of a mapping: <<: *name",
  ]);
}

export function unknownAnchor(name: string, span: Span, suggestion: string | null): Diagnostic {
  const help =
    suggestion === null
      ? 'quote the text if it is no alias; an anchor "&name" has to come before its alias'
      : `did you mean "*${suggestion}"?`;
  return error("tool-map/alias", `no anchor "${name}" comes before this alias`, span, "", [help]);
}

export function aliasOfItself(name: string, span: Span): Diagnostic {
  return error(
    "tool-map/alias",
    `"${name}" would contain itself`,
    span,
    "inside its own anchor",
    [],
  );
}

export function aliasesExplode(most: number, span: Span): Diagnostic {
  const message = `written out, the aliases make more than ${most} values`;
  return error("tool-map/alias", message, span, "", ["write the values out, or use fewer aliases"]);
}

export function nestedTooDeep(most: number, span: Span): Diagnostic {
  return error("tool-map/too-deep", `this nests deeper than ${most} levels`, span, "", []);
}

function error(
  code: Diagnostic["code"],
  message: string,
  span: Span | null,
  text: string,
  help: readonly string[],
): Diagnostic {
  return {
    code,
    severity: "error",
    message,
    labels: span === null ? [] : [{ span, text }],
    help,
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

export const yamlCodes: DocumentedCodes = {
  "tool-map/not-text": {
    title: "The map is not text",
    cause: "The file holds a control character, as binary files do.",
    fix: "Name a YAML file, saved as UTF-8.",
  },
  "tool-map/too-large": {
    title: "The map is too large",
    cause: "The file is larger than any tool map.",
    fix: "Check that it is a tool map, and not the API description.",
  },
  "tool-map/empty": {
    title: "The map is empty",
    cause: "The file holds nothing but comments and blanks.",
    fix: "Write the keys version, server, spec, output and tools.",
  },
  "tool-map/several-documents": {
    title: "Several YAML documents",
    cause: "A line of three hyphens begins a second document.",
    fix: "Remove the line, or put the other document into a file of its own.",
  },
  "tool-map/yaml-syntax": {
    title: "Not valid YAML",
    cause: "The text breaks YAML's grammar at the place shown; what follows it was not read.",
    fix: "Check the indentation, brackets and quotes there. Tabs cannot indent.",
  },
  "tool-map/quote-it": {
    title: "A text that YAML reads as something else",
    cause:
      "Characters such as { } [ ] , : # ! mean something to YAML where they stand, and quotes around a whole value are YAML's own: `let: { t: 'welcome' }` is the name welcome, not a text.",
    fix: "Quote the text, as the help line shows. A text in an expression needs quotes inside quotes.",
  },
  "tool-map/tag": {
    title: "A YAML tag",
    cause: "A value begins with an exclamation mark, which YAML takes for the name of a type.",
    fix: "Quote the text if the mark belongs to it; remove the tag otherwise.",
  },
  "tool-map/key-without-value": {
    title: "A key without a value",
    cause: "Inside { } a name stands without a colon and a value.",
    fix: "Write the value, or quote the text before it if the comma belongs to that text.",
  },
  "tool-map/key-not-text": {
    title: "A key that is not text",
    cause: "A list, a mapping or an alias stands where a key should; `{{ x }}` is read so.",
    fix: "Quote a text that begins with a bracket.",
  },
  "tool-map/duplicate-key": {
    title: "A key is written twice",
    cause: "A mapping has the same key twice, so that one of the values would be lost.",
    fix: "Keep one of the two. Two tools need two names.",
  },
  "tool-map/merge": {
    title: "A merge of something that is no mapping",
    cause: "The value of `<<` is not a mapping, an alias of one, or a list of them.",
    fix: "Name the anchor of a mapping: `<<: *name`.",
  },
  "tool-map/alias": {
    title: "An alias that cannot be followed",
    cause:
      "No anchor of that name comes before it, or it would contain itself, or the aliases multiply beyond measure.",
    fix: "Write the anchor `&name` before its alias, or write the value out.",
  },
  "tool-map/too-deep": {
    title: "Nested too deep",
    cause: "The map nests deeper than any tool needs.",
    fix: "Check brackets and aliases.",
  },
};
