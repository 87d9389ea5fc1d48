/** A token of CEL, by UTF-16 offsets. Source: CEL specification, "Syntax". */
export interface Token {
  readonly kind: "name" | "number" | "string" | "mark" | "unknown" | "unfinished";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const space = /[\t\n\f\r ]+|\/\/[^\n]*/y;
const name = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const number = /(?:0x[0-9a-fA-F]+|(?:[0-9]+\.[0-9]+|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?)[uU]?/y;
const mark = /&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]{}]/y;
const stringStart = /(?:[rR][bB]?|[bB][rR]?)?('''|"""|'|")/y;

/** Tokens from `start` on, without spaces and comments; what is no token is `unknown`, one unit long. */
export function* tokensOf(text: string, start: number): Generator<Token> {
  let at = start;
  for (;;) {
    at = skip(space, text, at);
    if (at >= text.length) {
      return;
    }
    const token = stringAt(text, at) ?? plainAt(text, at);
    yield token;
    at = token.end;
  }
}

function plainAt(text: string, at: number): Token {
  for (const [kind, pattern] of [
    ["name", name],
    ["number", number],
    ["mark", mark],
  ] as const) {
    const end = skip(pattern, text, at, false);
    if (end > at) {
      return { kind, text: text.slice(at, end), start: at, end };
    }
  }
  const length = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return { kind: "unknown", text: text.slice(at, at + length), start: at, end: at + length };
}

function stringAt(text: string, at: number): Token | null {
  stringStart.lastIndex = at;
  const opening = stringStart.exec(text);
  const quote = opening?.[1];
  if (opening === null || quote === undefined) {
    return null;
  }
  const raw = /^[bB]?[rR]/.test(opening[0]);
  let end = at + opening[0].length;
  while (end < text.length && !text.startsWith(quote, end)) {
    if (quote.length === 1 && (text[end] === "\n" || text[end] === "\r")) {
      break;
    }
    end += text[end] === "\\" && !raw ? 2 : 1;
  }
  const finished = text.startsWith(quote, end) && end < text.length;
  const stop = Math.min(finished ? end + quote.length : end, text.length);
  const kind = finished ? "string" : "unfinished";
  return { kind, text: text.slice(at, stop), start: at, end: stop };
}

function skip(pattern: RegExp, text: string, at: number, repeatedly = true): number {
  let end = at;
  do {
    pattern.lastIndex = end;
    const found = pattern.exec(text);
    if (found === null) {
      return end;
    }
    end += found[0].length;
  } while (repeatedly);
  return end;
}
