import type { TsTemplate } from "./syntax.js";

/**
 * Text of others as TypeScript literals. Nothing in a text can end its literal, and nothing that a
 * reviewer's screen would hide or reorder is left as it is.
 */

/** The literal with the fewer escapes, in double quotes where both need as many. */
export function stringLiteral(text: string): string {
  const doubles = text.split('"').length;
  const singles = text.split("'").length;
  const quote = doubles > singles ? "'" : '"';
  return quote + escapeText(text, quote) + quote;
}

/** The text of a template literal between its expressions. */
export function templateText(text: string): string {
  return escapeText(text, "`").replaceAll("${", "\\${");
}

/** The text of a regular expression literal; `source` as `RegExp.prototype.source` has it. */
export function regexLiteral(pattern: string, flags: string): string {
  const { source } = new RegExp(pattern, flags);
  return `/${escapeInvisible(source)}/${flags}`;
}

export function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) {
    throw new Error(`no literal for ${value}: this is a bug in mcpgen`);
  }
  return Object.is(value, -0) ? "-0" : String(value).replace("e+", "e");
}

const numericName = /^(?:0|[1-9][0-9]{0,14})$/;
const identifierName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

export function isIdentifierName(name: string): boolean {
  return identifierName.test(name);
}

/** A property's name in an object literal: `__proto__` would set the prototype. */
export function propertyName(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : memberName(name);
}

/** A property's name in a type or a pattern. */
export function memberName(name: string): string {
  return isIdentifierName(name) || numericName.test(name) ? name : stringLiteral(name);
}

/** Lines of a `/** … *\/` comment; nothing in the text ends it. */
export function commentLines(text: string): readonly string[] {
  return text
    .split(/\r\n?|[\n\u2028\u2029]/)
    .map((line) => escapeInvisible(line).replaceAll("*/", "*\\/").trimEnd());
}

/** Whether a template literal is nothing but text. */
export function isPlainTemplate(template: TsTemplate): boolean {
  return template.parts.every((part) => typeof part === "string");
}

function escapeText(text: string, quote: string): string {
  const escaped = text.replace(/[\\\n\r\t]/g, (character) => shortEscapes[character] ?? character);
  return escapeInvisible(escaped.replaceAll(quote, `\\${quote}`)).replace(
    /<(?=\/script|!--)/gi,
    "\\x3c",
  );
}

const shortEscapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** Control, format, private and unassigned characters, lone surrogates, and every space but the common one. */
const invisible = /[\p{C}\p{Zl}\p{Zp}]|[^\P{Zs} ]/gu;

function escapeInvisible(text: string): string {
  return text.replace(invisible, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const unit = character.charCodeAt(index).toString(16).padStart(4, "0");
      return `\\u${unit}`;
    }).join(""),
  );
}
