import type { CST } from "yaml";
import type { Target } from "./decoded.js";

interface Line {
  /** Where its indentation begins in the file. */
  readonly start: number;
  readonly indent: number;
  readonly content: string;
}

/**
 * Decodes a literal (`|`) or folded (`>`) scalar, and answers where its last character stands.
 *
 * Source: YAML 1.2.2, section 8.1.
 */
export function decodeBlock(token: CST.BlockScalar, target: Target): number {
  const header = headerOf(token);
  const lines = linesOf(token.source, header.end);
  const firstText = lines.findIndex(({ content }) => content !== "");
  if (firstText === -1) {
    const breaks = header.keep && lines.length > 0 ? Math.max(1, lines.length - 1) : 0;
    target.standIn("\n".repeat(breaks), header.end);
    return header.end;
  }
  const indent = indentOf(token, header.indent, lines, firstText);
  const count = countOf(lines, indent);
  for (const line of lines.slice(0, firstText)) {
    target.standIn(`${" ".repeat(Math.max(0, line.indent - indent))}\n`, line.start);
  }
  const body = lines.slice(firstText, count);
  const end = header.folded ? fold(body, indent, target) : join(body, indent, target);
  if (header.keep) {
    const rest = lines
      .slice(count)
      .map((line) => `\n${" ".repeat(Math.max(0, line.indent - indent))}`);
    const kept = rest.join("");
    target.standIn(kept.endsWith("\n") ? kept : `${kept}\n`, end);
  } else if (!header.strip) {
    target.standIn("\n", end);
  }
  return end;
}

interface Header {
  readonly folded: boolean;
  readonly keep: boolean;
  readonly strip: boolean;
  /** The indentation that it states; 0 where it states none. */
  readonly indent: number;
  /** Where the lines begin. */
  readonly end: number;
}

function headerOf(token: CST.BlockScalar): Header {
  let source = "";
  let end = token.offset;
  for (const part of token.props) {
    if ("source" in part) {
      source = part.type === "block-scalar-header" ? part.source : source;
      end += part.source.length;
    }
  }
  return {
    folded: source.startsWith(">"),
    keep: source.includes("+"),
    strip: source.includes("-"),
    indent: Number(/[1-9]/.exec(source)?.[0] ?? 0),
    end,
  };
}

function linesOf(source: string, offset: number): readonly Line[] {
  if (source === "") {
    return [];
  }
  let start = offset;
  return source.split("\n").map((text) => {
    const indent = /^ */.exec(text)?.[0].length ?? 0;
    const content = text.slice(indent).replace(/\r$/, "");
    const line = { start, indent, content };
    start += text.length + 1;
    return line;
  });
}

function indentOf(
  token: CST.BlockScalar,
  stated: number,
  lines: readonly Line[],
  firstText: number,
): number {
  return stated > 0 ? token.indent + stated : (lines[firstText]?.indent ?? 0);
}

/** How many lines belong to the text; the empty ones after them are kept or dropped by the header. */
function countOf(lines: readonly Line[], indent: number): number {
  return lines.findLastIndex((line) => line.content !== "" || line.indent > indent) + 1;
}

function join(lines: readonly Line[], indent: number, target: Target): number {
  let end = 0;
  for (const [index, line] of lines.entries()) {
    target.standIn(index === 0 ? "" : "\n", end);
    end = take(line, indent, target);
  }
  return end;
}

/** A line break is a space, except around lines that are indented further. */
function fold(lines: readonly Line[], indent: number, target: Target): number {
  let end = 0;
  let separator = "";
  let afterIndented = false;
  for (const line of lines) {
    if (line.indent > indent || line.content.startsWith("\t")) {
      if (separator === " ") {
        separator = "\n";
      } else if (!afterIndented && separator === "\n") {
        separator = "\n\n";
      }
      target.standIn(separator, end);
      end = take(line, indent, target);
      separator = "\n";
      afterIndented = true;
    } else if (line.content === "") {
      target.standIn(separator === "\n" ? "\n" : "", end);
      end = line.start;
      separator = "\n";
    } else {
      target.standIn(separator, end);
      end = take(line, indent, target);
      separator = " ";
      afterIndented = false;
    }
  }
  return end;
}

function take(line: Line, indent: number, target: Target): number {
  const from = line.start + Math.min(line.indent, indent);
  const kept = " ".repeat(Math.max(0, line.indent - indent)) + line.content;
  target.verbatim(kept, from);
  return from + kept.length;
}
