import type { z } from "zod";

/** A number outside the bounds is moved to the nearer one instead of refused. */
export function clamp<S extends z.ZodType<number, unknown>>(
  schema: S,
  minimum: number,
  maximum: number,
) {
  return schema.transform((given: number) => Math.min(Math.max(given, minimum), maximum));
}

/**
 * Of arguments that are sent in one object, the ones that it needs once any of the others is given,
 * as a check for `superRefine`: `{ reason: ["note"] }`.
 */
export function neededWith(needs: Readonly<Record<string, readonly string[]>>) {
  return (given: Readonly<Record<string, unknown>>, context: z.core.$RefinementCtx): void => {
    for (const [name, others] of Object.entries(needs)) {
      const other = others.find((each) => given[each] !== undefined);
      if (given[name] === undefined && other !== undefined) {
        const message = `is needed with ${other}`;
        context.addIssue({ code: "custom", path: [name], message, input: undefined });
      }
    }
  };
}
