import type { Spanned } from "../source/source-file.js";
import { invalidName, longName, reservedName } from "./problems.js";
import type { Context } from "./reading.js";

const snakeCase = /^[a-z][a-z0-9_]*$/;
const snakeRule = "a name begins with a letter and holds lower-case letters, digits and _";

/** Longest name of a tool; hosts prefix it with the server's and refuse more than 60 or so. */
const longestTool = 40;
const longestToolEverywhere = 28;

/** What the longer of the names of a gate's two tools has before the job's own. */
const gatePrefix = "prepare_";

export function checkToolName(
  name: Spanned<string>,
  isGate: boolean,
  { collector }: Context,
): boolean {
  const { value, span } = name;
  if (!snakeCase.test(value)) {
    collector.add(invalidName("a tool", value, snakeRule, span));
    return false;
  }
  const shown = isGate ? `${gatePrefix}${value}` : value;
  if (shown.length > longestTool) {
    const whose = isGate ? `, and "${shown}" has` : ", and this one has";
    const rule = `a tool's name has at most ${longestTool} characters${whose} ${shown.length}`;
    collector.add(invalidName("a tool", value, rule, span));
    return false;
  }
  if (shown.length > longestToolEverywhere) {
    collector.add(longName(shown, shown.length, longestToolEverywhere, span));
  }
  return true;
}

/** Source: CEL specification, "Syntax": RESERVED, and the literals and operators that are words. */
const celReserved = new Set(
  `as break const continue else false for function if import in let loop namespace null package
   return true var void while`.split(/\s+/),
);

/** The names that every expression may know. */
export const rootNames: ReadonlySet<string> = new Set(
  "input response item draft http error upstream env fn".split(" "),
);

/** A step or a `let`, which expressions name. */
export function checkScopeName(
  thing: string,
  name: Spanned<string>,
  { collector }: Context,
): boolean {
  const { value, span } = name;
  if (!snakeCase.test(value)) {
    collector.add(invalidName(thing, value, snakeRule, span));
    return false;
  }
  if (celReserved.has(value)) {
    collector.add(reservedName(thing, value, "CEL reserves this word", span));
    return false;
  }
  if (rootNames.has(value)) {
    collector.add(reservedName(thing, value, "expressions know this name already", span));
    return false;
  }
  return true;
}

/** Words that TypeScript allows as no function's name. Source: ECMA-262, section 12.7.2. */
const typescriptReserved = new Set(
  `arguments await case catch class const debugger default delete do enum eval export extends finally
   implements instanceof interface new private protected public static super switch this throw try
   typeof with yield`.split(/\s+/),
);

export function checkFunctionName(name: Spanned<string>, { collector }: Context): boolean {
  const { value, span } = name;
  if (!snakeCase.test(value)) {
    collector.add(invalidName("a function", value, snakeRule, span));
    return false;
  }
  if (celReserved.has(value) || typescriptReserved.has(value)) {
    collector.add(reservedName("a function", value, "CEL or TypeScript reserves this word", span));
    return false;
  }
  return true;
}

export function isSnakeCase(name: string): boolean {
  return snakeCase.test(name);
}
