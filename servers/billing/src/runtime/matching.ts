import type { z } from "zod";
import { parseEcmaPattern } from "./ecma-pattern.js";
import { spend } from "./effort.js";
import { isFound, type Step, stepsOf } from "./matches.js";

/** What looks for a pattern in a text. */
export interface TextTest {
  test(text: string): boolean;
}

/** A pattern that JavaScript could take very long over, as a check of a text: in time that is bounded. */
export function matching(pattern: string) {
  const expression = textTest(pattern);
  return (payload: z.core.ParsePayload<string>): void => {
    if (expression !== null && !expression.test(payload.value)) {
      payload.issues.push({
        code: "invalid_format",
        format: "regex",
        origin: "string",
        pattern: `/${pattern}/`,
        input: payload.value,
      });
    }
  };
}

/**
 * A pattern of JSON Schema, or null for one of another dialect, which is not checked. Where all
 * that it may match can be followed at once, it is: then no text takes longer than its length
 * allows. What looks around or refers back is JavaScript's own; those that could take long over a
 * text are not among the patterns that `mcpgen` passes on.
 */
export function textTest(pattern: string): TextTest | null {
  for (const flags of ["u", ""] as const) {
    try {
      const expression = new RegExp(pattern, flags);
      return followed(pattern, flags) ?? expression;
    } catch {
      // Valid without the flag, or of another dialect: the next attempt tells.
    }
  }
  return null;
}

const mostSteps = 1000;
/** Steps times characters: about a second. A text that takes more by itself is left to the API. */
const mostWork = 20_000_000;

function followed(pattern: string, flags: "u" | ""): TextTest | null {
  const parsed = parseEcmaPattern(pattern, flags);
  const steps: readonly Step[] | null = parsed === null ? null : stepsOf(parsed, mostSteps);
  if (steps === null) {
    return null;
  }
  return {
    test: (text) => {
      const work = text.length * steps.length;
      if (work > mostWork) {
        return true;
      }
      spend(work);
      return isFound(steps, flags === "u" ? [...text] : text.split(""));
    },
  };
}
