import type { JsonPrimitive } from "./json.js";

/**
 * An expression of the map, lowered: types have been checked, and every node says one thing of
 * TypeScript. `runtime` functions are those of the emitted runtime/expression.ts and its siblings.
 */
export type Expression =
  | { readonly kind: "literal"; readonly value: JsonPrimitive }
  /** A nanosecond count: timestamps and durations are bigints at run time. */
  | { readonly kind: "bigint"; readonly value: bigint }
  | { readonly kind: "undefined" }
  /** A name of the scope, or of an arrow function around. */
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "field";
      readonly of: Expression;
      readonly name: string;
      /** `?.`, since what it is selected from may be absent. */
      readonly optional: boolean;
      /** How many elements or characters there are: never below zero. */
      readonly isCount?: true;
    }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly members: readonly ExpressionMember[] }
  /** An element of a list literal that is a list itself, spread: `[...a, ...b]`. */
  | { readonly kind: "spread"; readonly of: Expression }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "negate"; readonly of: Expression }
  | BinaryExpression
  | {
      readonly kind: "conditional";
      readonly test: Expression;
      readonly consequent: Expression;
      readonly alternate: Expression;
    }
  /** A template literal; the parts are text, numbers and booleans. */
  | { readonly kind: "template"; readonly parts: readonly (string | Expression)[] }
  /** A method of a JavaScript string or array: `of.includes(x)`. */
  | {
      readonly kind: "method";
      readonly of: Expression;
      readonly name: string;
      /** Whether it is called by `?.`. */
      readonly optional?: boolean;
      readonly args: readonly Expression[];
    }
  | {
      readonly kind: "arrow";
      /** A list of names takes a list apart: `([key, value]) => …`. */
      readonly parameters: readonly (string | readonly string[])[];
      readonly body: Expression;
    }
  | { readonly kind: "regex"; readonly pattern: string; readonly flags: string }
  /** `Math.trunc(x)`, `Object.keys(x)`, `Number(x)`, `String(x)` */
  | { readonly kind: "builtin"; readonly name: Builtin; readonly args: readonly Expression[] }
  | {
      readonly kind: "runtime";
      readonly name: RuntimeFunction;
      readonly args: readonly Expression[];
    }
  /** A declared function of the user's: `fn.name(…)`. */
  | { readonly kind: "function"; readonly name: string; readonly args: readonly Expression[] };

export interface ExpressionMember {
  readonly name: string;
  readonly value: Expression;
}

export interface BinaryExpression {
  readonly kind: "binary";
  readonly operator: ExpressionOperator;
  readonly left: Expression;
  readonly right: Expression;
  /** For an ordering: whether `a <= b` is the same as `!(a > b)`, which NaN would spoil. */
  readonly total: boolean;
}

export type ExpressionOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "<"
  | "<="
  | ">"
  | ">="
  | "==="
  | "!=="
  | "=="
  | "!="
  | "&&"
  | "||"
  | "??";

export type Builtin = "Math.trunc" | "Number" | "Object.keys" | "String";

/** By the file of the emitted runtime that exports it. */
export const runtimeFunctions = {
  "runtime/calendar.js": [
    "dayFromZero",
    "dayOf",
    "dayOfYear",
    "hoursOf",
    "millisecondsOf",
    "minutesOf",
    "monthOf",
    "secondsOf",
    "weekdayOf",
    "yearOf",
  ],
  "runtime/cel-strings.js": [
    "charAt",
    "indexOf",
    "lastIndexOf",
    "lowerAscii",
    "quoted",
    "replaceText",
    "reversed",
    "splitText",
    "substring",
    "trimmed",
    "upperAscii",
  ],
  "runtime/convert.js": [
    "characterCount",
    "sizeOf",
    "toBool",
    "toDouble",
    "toInt",
    "toText",
    "typeName",
  ],
  "runtime/expression.js": [
    "and",
    "compareText",
    "contains",
    "deepEquals",
    "divide",
    "elementAt",
    "entriesOf",
    "every",
    "exact",
    "isAtMost",
    "isLess",
    "isTrue",
    "listOf",
    "mapOf",
    "or",
    "present",
    "remainder",
    "some",
    "sum",
    "sumDoubles",
    "text",
    "textsOf",
    "valueAt",
  ],
  "runtime/links.js": ["nextFromUrl", "nextLink"],
  "runtime/matches.js": ["matches"],
  "runtime/money.js": ["decimalMoney", "money"],
  "runtime/paging.js": [
    "nextOffset",
    "nextOffsetIf",
    "nextPage",
    "nextPageIf",
    "numberOf",
    "offsetOf",
    "pageOf",
  ],
  "runtime/time.js": [
    "checkedDuration",
    "checkedTimestamp",
    "currentTime",
    "dateOf",
    "durationOf",
    "durationText",
    "epochSeconds",
    "timestampOf",
    "timestampText",
    "wholeHours",
    "wholeMilliseconds",
    "wholeMinutes",
    "wholeSeconds",
  ],
} as const;

export type RuntimeModule = keyof typeof runtimeFunctions;
export type RuntimeFunction = (typeof runtimeFunctions)[RuntimeModule][number];
