import { asText, type JsonObject, type JsonValue } from "../model/json.js";
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
  const dependentRequired = dependenciesOf(inputs);
  return {
    schema: {
      type: "object",
      properties,
      ...(required.length > 0 && { required }),
      additionalProperties: false,
      ...(Object.keys(dependentRequired).length > 0 && { dependentRequired }),
    },
    notes: shown.flatMap(({ notes }) => notes),
    renamed: Object.fromEntries(shown.flatMap(({ renamed }) => Object.entries(renamed))),
  };
}

/** What else has to be given beside an argument, by its name: `{ note: ["reason"] }` */
function dependenciesOf(inputs: readonly Input[]): JsonObject {
  const entries = inputs.map(({ name }) => {
    const needed = inputs.filter(({ neededWith }) => neededWith.includes(name));
    return [name, needed.map((input) => input.name)] as const;
  });
  return Object.fromEntries(entries.filter(([, needed]) => needed.length > 0));
}

/** Most names that are told; a host that drops `dependentRequired` shows the model these words. */
const mostNames = 6;

/** `Needed with reason, note or 3 more.` */
function neededWords({ neededWith }: Input): string {
  const more = neededWith.length - mostNames;
  const named = [...neededWith.slice(0, mostNames), ...(more > 0 ? [`${more} more`] : [])];
  const last = named.pop();
  if (last === undefined) {
    return "";
  }
  return `Needed with ${named.length === 0 ? last : `${named.join(", ")} or ${last}`}.`;
}

/** Whether the model has to give the argument: a default stands in for one that is missing. */
export function isRequired(input: Input): boolean {
  return input.required && input.default === undefined;
}

/** What a spec says often lacks the full stop. */
function sentence(description: JsonValue | undefined): string {
  const text = asText(description);
  return /[\p{L}\p{N}]$/u.test(text) ? `${text}.` : text;
}

function advertisedInput(input: Input): AdvertisedInput {
  const { schema, notes, renamed } = advertisedArgument(checkedSchema(input), input.name);
  const { type, description, ...others } = schema;
  const words = neededWords(input);
  const told =
    words === "" ? description : [sentence(description), words].filter(Boolean).join(" ");
  const shown: JsonObject = {
    ...(type !== undefined && { type }),
    ...(told !== undefined && { description: told }),
    ...others,
    ...(input.default !== undefined && { default: input.default }),
  };
  return { schema: shown, notes, renamed };
}
