import type { z } from "zod";

/** A number outside the bounds is moved to the nearer one instead of refused. */
export function clamp<S extends z.ZodType<number, unknown>>(
  schema: S,
  minimum: number,
  maximum: number,
) {
  return schema.transform((given: number) => Math.min(Math.max(given, minimum), maximum));
}
