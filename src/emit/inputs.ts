import type { JsonObject } from "../model/json.js";
import type { Schema } from "../model/schema.js";
import type { Input } from "../model/tool.js";
import type { AdvertisedInput } from "./advertised.js";
import { advertisedArgument } from "./json-schema.js";
import { closedInput } from "./schema-closed.js";

/** What the check and the advertised schema of an input are both made of. */
export function checkedSchema(input: Input): Schema {
  return closedInput(input.schema);
}

const advertised = new WeakMap<readonly Input[], AdvertisedInput>();

/** The advertised schema of a tool's arguments. */
export function advertisedInputs(inputs: readonly Input[]): AdvertisedInput {
  const known = advertised.get(inputs) ?? advertise(inputs);
  advertised.set(inputs, known);
  return known;
}

function advertise(inputs: readonly Input[]): AdvertisedInput {
  const shown = inputs.map((input) => ({ input, ...advertisedInput(input) }));
  const required = inputs.filter(isRequired).map((input) => input.name);
  const properties = Object.fromEntries(shown.map(({ input, schema }) => [input.name, schema]));
  return {
    schema: {
      type: "object",
      properties,
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    },
    notes: shown.flatMap(({ notes }) => notes),
    renamed: Object.fromEntries(shown.flatMap(({ renamed }) => Object.entries(renamed))),
  };
}

/** Whether the model has to give the argument: a default stands in for one that is missing. */
export function isRequired(input: Input): boolean {
  return input.required && input.default === undefined;
}

function advertisedInput(input: Input): AdvertisedInput {
  const { schema, notes, renamed } = advertisedArgument(checkedSchema(input), input.name);
  const shown: JsonObject =
    input.default === undefined ? schema : { ...schema, default: input.default };
  return { schema: shown, notes, renamed };
}
