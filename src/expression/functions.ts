import type { Expression, RuntimeFunction } from "../model/expression.js";
import { type Lowered, literal, lowered, method, runtime } from "./lowered.js";
import type { Overload, Signature } from "./overload.js";
import { matchesOverload } from "./patterns.js";
import * as problems from "./problems.js";
import type { CoreType } from "./type.js";
import * as types from "./types.js";

/** CEL's functions and ours, with what they become. Source: CEL specification, "List of Standard Definitions". */

type Table = ReadonlyMap<string, readonly Overload[]>;

/** A function of the emitted runtime; `fails` for one that may end the call. */
function calls(
  takes: readonly Signature[],
  name: RuntimeFunction,
  core: CoreType,
  fails = false,
): Overload {
  return {
    takes,
    lower: (args) =>
      lowered(types.present(core), runtime(name, ...args.map(expressionOf)), { fails }),
  };
}

/** Something that TypeScript says by itself. */
function plainly(
  takes: readonly Signature[],
  core: CoreType,
  build: (...args: readonly Expression[]) => Expression,
): Overload {
  return { takes, lower: (args) => lowered(types.present(core), build(...args.map(expressionOf))) };
}

/** The value as it is. */
function itself(takes: Signature): Overload {
  return { takes: [takes], lower: ([part]) => part ?? null };
}

function expressionOf(part: Lowered): Expression {
  return part.expression;
}

function builtin(
  name: "Number" | "String" | "Object.keys",
  of: Expression | undefined,
): Expression {
  return { kind: "builtin", name, args: of === undefined ? [] : [of] };
}

function lengthOf(of: Expression | undefined): Expression {
  return { kind: "field", of: of ?? literal(null), name: "length", optional: false, isCount: true };
}

/** No list, map or string is larger. */
const largestSize = 2 ** 32;

function sized(takes: Signature, build: (of: Expression | undefined) => Expression): Overload {
  return {
    takes: [takes],
    lower: ([part]) =>
      lowered(types.present(types.int), build(part?.expression), { bound: largestSize }),
  };
}

const size: readonly Overload[] = [
  sized("string", (of) => runtime("characterCount", of ?? literal(""))),
  sized("list", lengthOf),
  sized("map", (of) => lengthOf(builtin("Object.keys", of))),
  calls(["json"], "sizeOf", types.int, true),
];

const toText = (of: Expression | undefined): Expression => builtin("String", of);

export const globalFunctions: Table = new Map<string, readonly Overload[]>([
  ["size", size],
  [
    "bool",
    [
      itself("boolean"),
      calls(["string"], "toBool", types.boolean, true),
      calls(["json"], "toBool", types.boolean, true),
    ],
  ],
  [
    "int",
    [
      itself("int"),
      ...(["double", "int64", "string", "json"] as const).map((each) =>
        calls([each], "toInt", types.int, true),
      ),
      calls(["timestamp"], "epochSeconds", types.int),
    ],
  ],
  [
    "double",
    [
      { takes: ["int"], lower: ([part]) => asDouble(part) },
      itself("double"),
      ...(["string", "int64", "json"] as const).map((each) =>
        calls([each], "toDouble", types.double, true),
      ),
    ],
  ],
  [
    "string",
    [
      itself("string"),
      ...(["boolean", "int", "int64", "double"] as const).map((each) =>
        plainly([each], types.string, toText),
      ),
      calls(["timestamp"], "timestampText", types.string),
      calls(["duration"], "durationText", types.string),
      calls(["json"], "toText", types.string, true),
    ],
  ],
  [
    "timestamp",
    [
      itself("timestamp"),
      ...(["string", "int", "json"] as const).map((each) =>
        calls([each], "timestampOf", types.timestamp, true),
      ),
    ],
  ],
  [
    "duration",
    [
      itself("duration"),
      ...(["string", "int", "json"] as const).map((each) =>
        calls([each], "durationOf", types.duration, true),
      ),
    ],
  ],
  [
    "date",
    (["int", "string", "timestamp", "json"] as const).map((each) =>
      calls([each], "dateOf", types.string, true),
    ),
  ],
  ["now", [calls([], "currentTime", types.timestamp)]],
  ["money", [calls(["int", "string"], "money", types.string, true)]],
  [
    "decimalMoney",
    (["double", "string", "json"] as const).map((each) =>
      calls([each, "string"], "decimalMoney", types.string, true),
    ),
  ],
  ["quote", [calls(["string"], "quoted", types.string)]],
  [
    "sum",
    [
      {
        takes: ["list"],
        lower: ([part], report, nodes) => sumOf(part, (problem) => report(problem), nodes[0]?.span),
      },
    ],
  ],
  ["matches", [matchesOverload]],
]);

function asDouble(part: Lowered | undefined): Lowered | null {
  return part === undefined ? null : { ...part, type: types.present(types.double) };
}

function sumOf(
  part: Lowered | undefined,
  report: (problem: ReturnType<typeof problems.noOperator>) => null,
  span: Parameters<typeof problems.noOperator>[2] | undefined,
): Lowered | null {
  const core = part?.type.core;
  if (part === undefined || core?.kind !== "list" || span === undefined) {
    return null;
  }
  const { element } = core;
  if (part.expression.kind === "list" && part.expression.items.length === 0) {
    return lowered(types.present(types.int), literal(0), { bound: 0 });
  }
  if (element.absence !== "never") {
    return report(problems.mayBeNull("an element of the list", "sum()", span));
  }
  if (element.core.kind !== "int" && element.core.kind !== "double") {
    return report(
      problems.wrongArgument(
        "sum()",
        "a list of numbers",
        `a list of others: ${types.describe(element.core)}`,
        span,
      ),
    );
  }
  const isInt = element.core.kind === "int";
  return lowered(
    types.present(element.core),
    runtime(isInt ? "sum" : "sumDoubles", part.expression),
    { fails: isInt },
  );
}

export const stringsFunctions: Table = new Map([
  ["quote", [calls(["string"], "quoted", types.string)]],
]);

const stringMethods: Table = new Map<string, readonly Overload[]>([
  ["size", size],
  [
    "contains",
    [
      plainly(["string", "string"], types.boolean, (of, text) =>
        method(of ?? literal(""), "includes", text ?? literal("")),
      ),
    ],
  ],
  [
    "startsWith",
    [
      plainly(["string", "string"], types.boolean, (of, text) =>
        method(of ?? literal(""), "startsWith", text ?? literal("")),
      ),
    ],
  ],
  [
    "endsWith",
    [
      plainly(["string", "string"], types.boolean, (of, text) =>
        method(of ?? literal(""), "endsWith", text ?? literal("")),
      ),
    ],
  ],
  ["matches", [matchesOverload]],
  ["charAt", [calls(["string", "int"], "charAt", types.string, true)]],
  [
    "indexOf",
    [
      calls(["string", "string"], "indexOf", types.int),
      calls(["string", "string", "int"], "indexOf", types.int, true),
    ],
  ],
  [
    "lastIndexOf",
    [
      calls(["string", "string"], "lastIndexOf", types.int),
      calls(["string", "string", "int"], "lastIndexOf", types.int, true),
    ],
  ],
  ["lowerAscii", [calls(["string"], "lowerAscii", types.string)]],
  ["upperAscii", [calls(["string"], "upperAscii", types.string)]],
  [
    "replace",
    [
      { takes: ["string", "string", "string"], lower: replaced },
      calls(["string", "string", "string", "int"], "replaceText", types.string),
    ],
  ],
  ["reverse", [calls(["string"], "reversed", types.string)]],
  [
    "split",
    [
      { takes: ["string", "string"], lower: splitBy },
      calls(["string", "string", "int"], "splitText", types.listOf(types.present(types.string))),
    ],
  ],
  [
    "substring",
    [
      calls(["string", "int"], "substring", types.string, true),
      calls(["string", "int", "int"], "substring", types.string, true),
    ],
  ],
  ["trim", [calls(["string"], "trimmed", types.string)]],
]);

/** `$` in a replacement means something to JavaScript, and an empty pattern cuts it between UTF-16 units. */
function replaced([of, from, to]: readonly Lowered[]): Lowered | null {
  if (of === undefined || from === undefined || to === undefined) {
    return null;
  }
  const plain =
    typeof from.constant === "string" &&
    from.constant !== "" &&
    typeof to.constant === "string" &&
    !to.constant.includes("$");
  const args = [from.expression, to.expression];
  return lowered(
    types.present(types.string),
    plain
      ? method(of.expression, "replaceAll", ...args)
      : runtime("replaceText", of.expression, ...args),
  );
}

function splitBy([of, separator]: readonly Lowered[]): Lowered | null {
  if (of === undefined || separator === undefined) {
    return null;
  }
  const plain = typeof separator.constant === "string" && separator.constant !== "";
  return lowered(
    types.present(types.listOf(types.present(types.string))),
    plain
      ? method(of.expression, "split", separator.expression)
      : runtime("splitText", of.expression, separator.expression),
  );
}

const listMethods: Table = new Map<string, readonly Overload[]>([
  ["size", size],
  [
    "join",
    [
      { takes: ["strings"], lower: ([of]) => joined(of, literal("")) },
      {
        takes: ["strings", "string"],
        lower: ([of, separator]) => joined(of, separator?.expression ?? literal("")),
      },
    ],
  ],
]);

function joined(of: Lowered | undefined, separator: Expression): Lowered | null {
  if (of === undefined || of.type.core.kind !== "list") {
    return null;
  }
  const checked = of.type.core.element.core.kind === "any";
  const list = checked ? runtime("textsOf", of.expression) : of.expression;
  return lowered(types.present(types.string), method(list, "join", separator), { fails: checked });
}

/** Fields of a moment, in UTC or in the zone that is named. */
const momentFields: readonly (readonly [string, RuntimeFunction])[] = [
  ["getFullYear", "yearOf"],
  ["getMonth", "monthOf"],
  ["getDate", "dayOf"],
  ["getDayOfMonth", "dayFromZero"],
  ["getDayOfWeek", "weekdayOf"],
  ["getDayOfYear", "dayOfYear"],
  ["getHours", "hoursOf"],
  ["getMinutes", "minutesOf"],
  ["getSeconds", "secondsOf"],
  ["getMilliseconds", "millisecondsOf"],
];

const timestampMethods: Table = new Map(
  momentFields.map(([name, function_]) => [
    name,
    [
      calls(["timestamp"], function_, types.int),
      calls(["timestamp", "string"], function_, types.int, true),
    ],
  ]),
);

const durationMethods: Table = new Map([
  ["getHours", [calls(["duration"], "wholeHours", types.int)]],
  ["getMinutes", [calls(["duration"], "wholeMinutes", types.int)]],
  ["getSeconds", [calls(["duration"], "wholeSeconds", types.int)]],
  ["getMilliseconds", [calls(["duration"], "wholeMilliseconds", types.int)]],
]);

const sizeAlone: Table = new Map([["size", size]]);
const none: Table = new Map();

/** What may be called on a value of a type. */
export function methodsOf(core: CoreType): Table {
  switch (core.kind) {
    case "string":
      return stringMethods;
    case "list":
      return listMethods;
    case "timestamp":
      return timestampMethods;
    case "duration":
      return durationMethods;
    case "map":
    case "any":
      return sizeAlone;
    default:
      return none;
  }
}
