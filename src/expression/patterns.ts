import { timeOfPattern } from "../pattern/time.js";
import { lowered, method, runtime } from "./lowered.js";
import type { Overload } from "./overload.js";
import * as problems from "./problems.js";
import * as types from "./types.js";

/**
 * `matches` looks for an RE2 pattern anywhere in a text. A constant pattern that JavaScript reads
 * the same way, and cannot take long over, becomes a literal; any other is left to the runtime's
 * own matcher, whose time is bounded by the lengths of both.
 */
export const matchesOverload: Overload = {
  takes: ["string", "string"],
  lower: ([of, pattern], report, nodes) => {
    const at = nodes[1];
    if (of === undefined || pattern === undefined || at === undefined) {
      return null;
    }
    const boolean = types.present(types.boolean);
    const { constant } = pattern;
    if (typeof constant !== "string") {
      return lowered(boolean, runtime("matches", of.expression, pattern.expression), {
        fails: true,
      });
    }
    const refusal = refusalOf(constant);
    if (refusal !== null) {
      return report(problems.badPattern(constant, refusal, at.span));
    }
    const source = plainSource(constant);
    return source === null
      ? lowered(boolean, runtime("matches", of.expression, pattern.expression), { fails: true })
      : lowered(
          boolean,
          method({ kind: "regex", pattern: source, flags: "u" }, "test", of.expression),
        );
  },
};

/** Why RE2 would not take a pattern; null where it would. */
function refusalOf(pattern: string): string | null {
  if (/(?<!\\)(?:\\\\)*\(\?(?:[=!]|<[=!])/.test(pattern)) {
    return "look-around";
  }
  if (/(?<!\\)(?:\\\\)*\\[1-9]/.test(pattern)) {
    return "a reference back to a group";
  }
  const translated = pattern
    .replaceAll("(?P<", "(?<")
    .replace(/\(\?[imsU]*(?:-[imsU]+)?([:)])/g, (_, end: string) => (end === ":" ? "(?:" : ""))
    .replace(/\[:\^?\w+:\]/g, "a")
    .replaceAll("\\z", "$")
    .replaceAll("\\A", "^")
    .replace(/\\[pP]([A-Z])/g, "\\p{$1}")
    .replace(/\\Q[\s\S]*?(?:\\E|$)/g, "")
    .replace(/\\([aC])/g, "$1");
  try {
    new RegExp(translated);
    return null;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : "";
    return /: ([^:]+)$/.exec(message)?.[1]?.toLowerCase() ?? "it cannot be read";
  }
}

/** What both RE2 and JavaScript read, and mean the same by: no more than a usual pattern needs. */
const common =
  /^(?:[^\\[\](){}.*+?|^$/]|\/|\\[dDwWtnrf\\.^$*+?()[\]{}|/-]|\[\^?(?:[^\\[\]]|\\[dwtnrf\\.^$*+?()[\]{}|/-])+\]|[\^$|.()]|\(\?:|[*+?]|\{\d{1,3}(?:,\d{0,3})?\})*$/;

/** The pattern as JavaScript's, or null where it differs or could take long. */
function plainSource(pattern: string): string | null {
  if (!common.test(pattern) || pattern.length > 500) {
    return null;
  }
  const source = pattern.replace(/\\.|\[(?:\\.|[^\]])*\]|\./g, (part) =>
    part === "." ? "[^\\n]" : part,
  );
  const javascript = source.replace(/\\-/g, "-").includes("--")
    ? null
    : source.replace(/(?<!\[[^\]]*)\\-/g, "-");
  if (javascript === null || timeOfPattern(javascript) !== "bounded") {
    return null;
  }
  try {
    return new RegExp(javascript, "u").source;
  } catch {
    return null;
  }
}
