import { doubleAtLeast, doubleAtMost, largestLimit, smallestLimit } from "../limit/limit.js";
import type { Limit, Schema } from "../model/schema.js";
import { call, literal, object, property, regex } from "./code.js";
import type { Imports } from "./imports.js";
import { writtenPattern } from "./regex.js";
import { digitsOf, takesDecimalText, usualDigits } from "./schema-keywords.js";
import type { TsExpression } from "./syntax.js";
import { type Checked, chain, isOtherType, zod } from "./zod-words.js";

export function stringCheck(schema: Schema, imports: Imports): Checked {
  const { minLength = 0, maxLength, pattern } = schema;
  let expression = textOf(schema.format);
  if (maxLength !== undefined || minLength > 1) {
    const bounds = [
      ...(minLength > 0 ? [property("min", literal(minLength))] : []),
      ...(maxLength === undefined ? [] : [property("max", literal(maxLength))]),
    ];
    const characters = call(imports.runtime("characters"), [object(bounds)]);
    expression = chain(expression, "check", characters);
  } else if (minLength === 1) {
    expression = chain(expression, "min", literal(1));
  }
  const written = pattern === undefined ? null : writtenPattern(pattern);
  if (written?.kind === "literal") {
    expression = chain(expression, "regex", regex(written.pattern, written.flags));
  } else if (written?.kind === "linear" && pattern !== undefined) {
    const check = call(imports.runtime("matching"), [literal(pattern)]);
    expression = chain(expression, "check", check);
  }
  const handled = [
    "type",
    "minLength",
    "maxLength",
    ...(written?.kind === "runtime" ? [] : ["pattern"]),
  ];
  return {
    expression,
    handles: (keyword) => handled.includes(keyword) || isOtherType(keyword, "string"),
  };
}

/** Formats with one exact spelling, which are checked. */
export const exactFormats: ReadonlySet<string> = new Set(["date", "date-time", "uuid"]);

/** Other formats (`email`, `uri`, …) are hints: servers take more than any expression for them allows. */
function textOf(format: string | undefined): TsExpression {
  switch (format) {
    case "date":
      return zod("iso.date");
    case "date-time":
      return zod("iso.datetime", object({ offset: literal(true) }));
    case "uuid":
      return zod("guid");
    default:
      return zod("string");
  }
}

export function integerCheck(schema: Schema, imports: Imports): Checked {
  const handled = ["type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
  if (takesDecimalText(schema)) {
    const digits = digitsOf(schema);
    const bounds = [
      ...lowest(schema),
      ...highest(schema),
      ...(digits === usualDigits ? [] : [property("digits", literal(digits))]),
    ];
    const args = bounds.length === 0 ? [] : [object(bounds)];
    return {
      expression: call(imports.runtime("int64"), args),
      handles: (keyword) => handled.includes(keyword) || isOtherType(keyword, "number"),
    };
  }
  const step = schema.multipleOf;
  const checked = withBounds(zod("int"), schema);
  const whole = step !== undefined && Number.isSafeInteger(step);
  return {
    expression: whole ? chain(checked, "multipleOf", literal(step)) : checked,
    handles: (keyword) =>
      handled.includes(keyword) ||
      (whole && keyword === "multipleOf") ||
      isOtherType(keyword, "number"),
  };
}

export function numberCheck(schema: Schema): Checked {
  return {
    expression: withBounds(zod("number"), schema),
    handles: (keyword) =>
      ["type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].includes(keyword) ||
      isOtherType(keyword, "number"),
  };
}

/** The smallest integer that the bounds allow, as a member of what `int64` takes. */
function lowest({ minimum, exclusiveMinimum }: Schema) {
  const bounds = [
    ...(minimum === undefined ? [] : [rounded(minimum, Math.ceil)]),
    ...(exclusiveMinimum === undefined ? [] : [beyond(exclusiveMinimum, Math.floor, 1)]),
  ];
  const [first, ...others] = bounds;
  return first === undefined ? [] : [property("min", literal(largestLimit(first, ...others)))];
}

function highest({ maximum, exclusiveMaximum }: Schema) {
  const bounds = [
    ...(maximum === undefined ? [] : [rounded(maximum, Math.floor)]),
    ...(exclusiveMaximum === undefined ? [] : [beyond(exclusiveMaximum, Math.ceil, -1)]),
  ];
  const [first, ...others] = bounds;
  return first === undefined ? [] : [property("max", literal(smallestLimit(first, ...others)))];
}

/** Decimal text is an integer already. */
function rounded(limit: Limit, round: (limit: number) => number): Limit {
  return typeof limit === "string" ? limit : round(limit);
}

/** The next integer past a bound. */
function beyond(limit: Limit, round: (limit: number) => number, step: 1 | -1): Limit {
  const next = BigInt(rounded(limit, round)) + BigInt(step);
  return Number.isSafeInteger(Number(next)) ? Number(next) : String(next);
}

/** Only doubles come here: the nearest of them on the right side says the same as the bound. */
function withBounds(start: TsExpression, schema: Schema): TsExpression {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const bounds = [
    ["min", minimum === undefined ? undefined : doubleAtLeast(minimum)],
    ["gt", exclusiveMinimum === undefined ? undefined : doubleAtMost(exclusiveMinimum)],
    ["max", maximum === undefined ? undefined : doubleAtMost(maximum)],
    ["lt", exclusiveMaximum === undefined ? undefined : doubleAtLeast(exclusiveMaximum)],
  ] as const;
  return bounds.reduce(
    (expression, [method, limit]) =>
      limit === undefined ? expression : chain(expression, method, literal(limit)),
    start,
  );
}
