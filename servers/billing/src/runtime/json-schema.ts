import { z } from "zod";
import type { JsonSchema } from "./json-schema-check.js";
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
export function jsonSchema<T>(schema: JsonSchema): z.ZodType<T, T> {
  const check = lazily(schema);
  return z
    .custom<T>((value) => value !== undefined, "is required")
    .superRefine((value, context) => {
      for (const { path, message } of check(value)) {
        context.addIssue({ code: "custom", path: [...path], message, input: value });
      }
    });
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

/** A 64-bit integer: a number, or decimal text where a JavaScript number would round it. */
export function int64({ min, max }: Int64Bounds = {}): z.ZodType<number | string, number | string> {
  return z
    .union([z.int(), z.string().regex(/^-?(0|[1-9][0-9]{0,18})$/)])
    .superRefine((value, context) => {
      const exact = BigInt(value);
      if (min !== undefined && exact < min) {
        context.addIssue({
          code: "too_small",
          origin: "bigint",
          minimum: min,
          inclusive: true,
          input: value,
        });
      }
      if (max !== undefined && exact > max) {
        context.addIssue({
          code: "too_big",
          origin: "bigint",
          maximum: max,
          inclusive: true,
          input: value,
        });
      }
    });
}

interface Int64Bounds {
  readonly min?: number;
  readonly max?: number;
}

function lazily(schema: JsonSchema) {
  let check: ReturnType<typeof compile> | undefined;
  return (value: unknown) => {
    check ??= compile(schema);
    return check(value);
  };
}
