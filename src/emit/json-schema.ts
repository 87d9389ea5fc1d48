import type { Schema } from "../model/schema.js";
import { type Advertised, type AdvertisedInput, shownPath } from "./advertised.js";
import { Advertiser } from "./advertiser.js";
import { inOrder } from "./json-schema-keywords.js";
import { ShownNames } from "./shown-names.js";

/**
 * The JSON Schema that hosts are shown for a value: no lists of types, no boolean subschemas,
 * `items` on every array, no references, keys that are identifiers. It accepts the same values as
 * the schema where no note says that it accepts more.
 *
 * Source: JSON Schema 2020-12; what hosts take is listed in the project's reference.
 */
export function advertisedValue(schema: Schema, at: string): Advertised {
  const { renamed: _, ...advertised } = unrolled(schema, at, () => null);
  return advertised;
}

/** The same for what a model gives: members at any depth that hosts would refuse have other names. */
export function advertisedArgument(schema: Schema, at: string): AdvertisedInput {
  return unrolled(schema, at, () => new ShownNames());
}

function unrolled(schema: Schema, at: string, names: () => ShownNames | null): AdvertisedInput {
  const attempts = [1, 2, 3].map((depth) =>
    new Advertiser(schema.$defs ?? {}, depth, names()).value(schema, at),
  );
  const lengths = attempts.map((one) => JSON.stringify(one.schema).length);
  const fitting = attempts.filter((_, index) => (lengths[index] ?? 0) <= largestUnrolled);
  const smallest = (lengths[0] ?? 0) <= largestShown ? attempts[0] : undefined;
  return fitting.at(-1) ?? smallest ?? untold(schema, at);
}

/** What is shown of a schema that is too large for any reader. */
function untold({ type, description = "" }: Schema, at: string): AdvertisedInput {
  const [only, ...others] = type ?? [];
  return {
    schema: inOrder({
      ...(only !== undefined && others.length === 0 && { type: only }),
      ...(only === "array" && { items: {} }),
      ...(description !== "" && { description }),
    }),
    notes: [`the schema of ${shownPath(at)} is too large to be shown, and is checked`],
    renamed: {},
  };
}

/** The same for a whole input or output: an object, without alternatives at its root. */
export function advertisedRoot(schema: Schema): Advertised {
  const { schema: shown, notes } = advertisedValue(schema, "");
  const { anyOf, oneOf, allOf, not, ...rest } = shown;
  const dropped = [anyOf, oneOf, allOf, not].some((keyword) => keyword !== undefined);
  return {
    schema: inOrder({ ...rest, type: "object" }),
    notes: dropped
      ? [
          ...notes,
          "the alternatives at the top of the result are not shown: some hosts refuse them",
        ]
      : notes,
  };
}

/** A recursive schema is shown as deep as it stays below this many characters. */
const largestUnrolled = 6000;

/** In characters of JSON: several times the largest input of real APIs. */
const largestShown = 200_000;
