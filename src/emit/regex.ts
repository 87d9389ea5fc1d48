import { timeOfPattern } from "../pattern/time.js";

/** How a pattern of JSON Schema is written in code. */
export type WrittenPattern =
  | { readonly kind: "literal"; readonly pattern: string; readonly flags: "" | "u" }
  /** JavaScript could take very long over it: left to a matcher of the runtime's. */
  | { readonly kind: "linear" }
  /** Valid, but of a form that a linter objects to in a literal: checked by the runtime. */
  | { readonly kind: "runtime" }
  /** Of another dialect than JavaScript's: not checked. */
  | { readonly kind: "unknown" };

/**
 * A pattern is a regular expression with the flag `u`; one that is valid only without the flag is
 * taken without it. The flag is left out where it changes nothing, and so are escapes.
 *
 * Source: JSON Schema Core 2020-12, section 6.4.
 */
export function writtenPattern(pattern: string): WrittenPattern {
  const clean = withoutUselessEscapes(pattern);
  if (!compiles(pattern, "u") && !compiles(pattern, "")) {
    return { kind: "unknown" };
  }
  if (timeOfPattern(pattern) === "linear") {
    return { kind: "linear" };
  }
  if (!plain.test(clean) || unwanted.test(clean)) {
    return { kind: "runtime" };
  }
  const unicode = compiles(clean, "u");
  if (!unicode && !compiles(clean, "")) {
    return { kind: "runtime" };
  }
  const matters = /\[\^|\\[SDWpPB]/.test(clean) || clean.replaceAll(classes, "").includes(".");
  return { kind: "literal", pattern: clean, flags: unicode && matters ? "u" : "" };
}

/** Classes, and escapes outside of them. */
const classes = /\[(?:\\.|[^\]\\])*\]|\\./g;
/**
 * The pattern as JSON Schema asks for it: valid with the flag `u`, and meaning the same there. Null
 * for one that cannot be said so.
 */
export function portablePattern(pattern: string): string | null {
  const spellings = [pattern, withoutUselessEscapes(pattern)];
  return spellings.find((spelling) => compiles(spelling, "u")) ?? null;
}

/** Printable ASCII alone. */
const plain = /^[\x20-\x7e]+$/;
/** Adjacent spaces, empty classes, escapes of code points and control characters. */
const unwanted = / {2}|\[\^\\\^|\[\^?\]|\\[xuck0]/;

function compiles(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}

/** The same expression without the backslashes before characters that mean themselves. */
function withoutUselessEscapes(pattern: string): string {
  let result = "";
  let classStart: number | null = null;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (character === "\\" && next !== "") {
      const inClass = classStart !== null;
      const first = inClass && result.length === classStart;
      const last = pattern.charAt(at + 2) === "]";
      result += isUseful(next, inClass, first, last) ? character + next : next;
      at += 1;
      continue;
    }
    result += character;
    if (classStart === null && character === "[") {
      if (next === "^") {
        result += next;
        at += 1;
      }
      classStart = result.length;
    } else if (classStart !== null && character === "]") {
      classStart = null;
    }
  }
  return result;
}

function isUseful(escaped: string, inClass: boolean, first: boolean, last: boolean): boolean {
  if (/[A-Za-z0-9\\]/.test(escaped) || !/[\x20-\x7e]/.test(escaped)) {
    return true;
  }
  if (!inClass) {
    return "^$.*+?()[]{}|/".includes(escaped);
  }
  return escaped === "]" || (escaped === "^" && first) || (escaped === "-" && !first && !last);
}
