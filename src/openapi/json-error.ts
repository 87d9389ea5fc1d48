/** Why and where a text is not JSON, for a person. */
export interface JsonError {
  readonly offset: number;
  /** What is wrong there: lower case, no full stop. */
  readonly reason: string;
}

const token =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?![\w.+-]))/y;

type Awaited = "value" | "value or ]" | "key" | "key or }" | ":" | ", or }" | ", or ]" | "end";

/** The first error of a text that `JSON.parse` refused. Source: RFC 8259. */
export function findJsonError(text: string): JsonError {
  const open: ("{" | "[")[] = [];
  let awaited: Awaited = "value";
  token.lastIndex = 0;
  for (;;) {
    const from = token.lastIndex;
    const found = token.exec(text);
    if (found === null) {
      return errorAt(text, from, awaited);
    }
    const kind = found[1] ?? (found[2] === undefined ? "scalar" : "text");
    const next = step(awaited, kind, open);
    if (next === null) {
      return {
        offset: token.lastIndex - (found[0].trimStart().length || 1),
        reason: wanted(awaited),
      };
    }
    awaited = next;
  }
}

/** What may follow a token; null where it may not stand. */
function step(awaited: Awaited, kind: string, open: ("{" | "[")[]): Awaited | null {
  const closes =
    (kind === "}" && (awaited === "key or }" || awaited === ", or }")) ||
    (kind === "]" && (awaited === "value or ]" || awaited === ", or ]"));
  if (closes) {
    open.pop();
    return afterValue(open);
  }
  switch (awaited) {
    case "value":
    case "value or ]":
      if (kind === "{" || kind === "[") {
        open.push(kind);
        return kind === "{" ? "key or }" : "value or ]";
      }
      return kind === "text" || kind === "scalar" ? afterValue(open) : null;
    case "key":
    case "key or }":
      return kind === "text" ? ":" : null;
    case ":":
      return kind === ":" ? "value" : null;
    case ", or }":
      return kind === "," ? "key" : null;
    case ", or ]":
      return kind === "," ? "value" : null;
    case "end":
      return null;
    default:
      return awaited satisfies never;
  }
}

function afterValue(open: readonly ("{" | "[")[]): Awaited {
  const inner = open.at(-1);
  return inner === undefined ? "end" : inner === "{" ? ", or }" : ", or ]";
}

function errorAt(text: string, from: number, awaited: Awaited): JsonError {
  const space = /[ \t\r\n]*/y;
  space.lastIndex = from;
  space.exec(text);
  const offset = space.lastIndex;
  if (offset >= text.length) {
    return { offset: text.length, reason: `the file ends where ${wanted(awaited)}` };
  }
  const rest = text.slice(offset, offset + 2);
  if (rest.startsWith('"')) {
    return {
      offset,
      reason: "a text that is not closed, or holds an invalid escape or line break",
    };
  }
  if (rest === "//" || rest === "/*" || rest.startsWith("#")) {
    return { offset, reason: "JSON has no comments" };
  }
  return { offset, reason: wanted(awaited) };
}

function wanted(awaited: Awaited): string {
  switch (awaited) {
    case "value":
      return "a value is expected";
    case "value or ]":
      return 'a value or "]" is expected';
    case "key":
      return "a key in double quotes is expected";
    case "key or }":
      return 'a key in double quotes or "}" is expected';
    case ":":
      return '":" is expected';
    case ", or }":
      return '"," or "}" is expected';
    case ", or ]":
      return '"," or "]" is expected';
    case "end":
      return "nothing more is expected";
    default:
      return awaited satisfies never;
  }
}
