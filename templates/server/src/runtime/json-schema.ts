import { z } from "zod";
import { isObject } from "./json.js";
import type { Finding, JsonSchema } from "./json-schema-check.js";
import { compile } from "./json-schema-compile.js";
import { lengthOf } from "./json-schema-values.js";

/**
 * What a schema says beyond zod's words (`not`, `uniqueItems`, `dependentRequired`, …), as a check
 * for `superRefine`. It is compiled when it is first needed.
 */
export function conformsTo(schema: JsonSchema) {
  const check = lazily(schema);
  return (value: unknown, context: z.core.$RefinementCtx): void => {
    for (const { path, message } of check(value)) {
      context.addIssue({ code: "custom", path: [...path], message, input: value });
    }
  };
}

/** JSON that a schema accepts, where zod has no words for any part of it. `T` is the schema's type. */
export function jsonSchema<T>(schema: JsonSchema): z.ZodType<T> {
  const check = lazily(schema);
  return z
    .custom<T>((value) => value !== undefined, "is required")
    .superRefine((value, context) => {
      const structure = missingStructure(schema, value);
      if (structure !== null) {
        context.addIssue({ code: "invalid_type", expected: structure, input: value });
        return;
      }
      for (const { path, message } of check(value)) {
        context.addIssue({ code: "custom", path: [...path], message, input: value });
      }
    });
}

/** What a value has to be and is not: said as zod says it, so that JSON given as text is decoded. */
function missingStructure(schema: JsonSchema, value: unknown): "object" | "array" | null {
  if (schema.type === "object" && !isObject(value)) {
    return "object";
  }
  return schema.type === "array" && !Array.isArray(value) ? "array" : null;
}

/** Bounds on a text's length in characters (code points), as JSON Schema counts them; zod counts UTF-16 units. */
export function characters({ min = 0, max = Number.POSITIVE_INFINITY }: Bounds) {
  return (payload: z.core.ParsePayload<string>): void => {
    const length = lengthOf(payload.value);
    const input = payload.value;
    if (length < min) {
      payload.issues.push({
        code: "too_small",
        origin: "string",
        minimum: min,
        inclusive: true,
        input,
      });
    }
    if (length > max) {
      payload.issues.push({
        code: "too_big",
        origin: "string",
        maximum: max,
        inclusive: true,
        input,
      });
    }
  };
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * A 64-bit integer: a number, or decimal text where a JavaScript number would round it. `digits` is
 * the most that the text may have.
 */
export function int64({
  min,
  max,
  digits = 19,
}: Int64Bounds = {}): z.ZodType<number | string, number | string> {
  const decimalText = new RegExp(`^-?(?:0|[1-9][0-9]{0,${digits - 1}})$`);
  const least = min === undefined ? null : BigInt(min);
  const most = max === undefined ? null : BigInt(max);
  return z.union([z.int(), z.string().regex(decimalText)]).superRefine((value, context) => {
    if (typeof value === "string" && !decimalText.test(value)) {
      return;
    }
    const exact = BigInt(value);
    const bound = { origin: "bigint", inclusive: true, input: value } as const;
    if (least !== null && exact < least) {
      context.addIssue({ ...bound, code: "too_small", minimum: least });
    }
    if (most !== null && exact > most) {
      context.addIssue({ ...bound, code: "too_big", maximum: most });
    }
  });
}

/** Integers, those past 2^53 as decimal text. */
interface Int64Bounds {
  readonly min?: number | string;
  readonly max?: number | string;
  readonly digits?: number;
}

function lazily(schema: JsonSchema) {
  let check: ReturnType<typeof compile> | undefined;
  return (value: unknown): readonly Finding[] => {
    check ??= compile(schema);
    return check(value);
  };
}
