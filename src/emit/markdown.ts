import type { JsonObject } from "../model/json.js";

/** Text that is Markdown: Handlebars prints it as it is. Made in this file alone. */
export class Markdown {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** For this file alone. */
  static of(text: string): Markdown {
    return new Markdown(text);
  }

  toHTML(): string {
    return this.#text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Text of others on one line: nothing in it is markup, and it may stand in a table. */
export function prose(text: string): Markdown {
  return Markdown.of(escaped(oneLine(text)));
}

/** `` `text` ``; it may stand in a table. */
export function codeSpan(text: string): Markdown {
  return Markdown.of(spanOf(text));
}

/** Several spans of code, with ", " between them. */
export function codeSpans(texts: readonly string[]): Markdown {
  return Markdown.of(texts.map(spanOf).join(", "));
}

/** One piece of Markdown after another, a space between them. */
export function joined(...parts: readonly Markdown[]): Markdown {
  return Markdown.of(parts.map(String).join(" "));
}

/** One piece right behind another; text is ours, and has no markup. */
export function adjoined(...parts: readonly (Markdown | string)[]): Markdown {
  return Markdown.of(parts.map(String).join(""));
}

/** JSON for a fenced block: its lines start with a bracket, a quote or a space, so none ends the fence. */
export function jsonBlock(value: JsonObject): Markdown {
  const text = JSON.stringify(value, null, 2);
  // Short lists on one line, as people write them.
  return Markdown.of(text.replaceAll(/\[\n\s+("[^"\n]*")\n\s+\]/g, "[$1]"));
}

function oneLine(text: string): string {
  const visible = text
    .replaceAll(/[\s\u0085\u2028\u2029]+/g, " ")
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, "");
  return visible.trim();
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*[\]<>|~&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\$&")
    .replace(/^([#+-]|\d+[.)])/, "\\$1");
}

/** The fence is longer than any run of backticks within. */
function spanOf(text: string): string {
  const line = oneLine(text).replaceAll("|", "\\|");
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = line === "" || line.startsWith("`") || line.endsWith("`") ? " " : "";
  return fence + space + line + space + fence;
}

/** Text on one line, as it is: for files that have no markup. */
export function plainLine(text: string): Markdown {
  return Markdown.of(oneLine(text));
}
