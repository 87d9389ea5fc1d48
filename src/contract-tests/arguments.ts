import { withModelNames } from "../../templates/server/src/runtime/renamed.js";
import { advertisedInputs, checkedSchema } from "../emit/inputs.js";
import { withLargeIntegers } from "../mock/exact.js";
import { checksOf, generate } from "../mock/value/generate.js";
import { asObject, type JsonObject, type JsonValue } from "../model/json.js";
import type { Schema, SchemaOrBoolean } from "../model/schema.js";
import type { Input } from "../model/tool.js";
import { breaksHintAlone } from "./hints.js";

/** Arguments that differ from valid ones in one place. */
export interface ArgumentCase {
  readonly argument: string;
  /** What is tried, in a few words: `status: "paid"`. */
  readonly name: string;
  readonly given: JsonObject;
  /** Whether the map and the description allow it. */
  readonly allowed: boolean;
  /** Whether it is moved to the nearest bound, so that the advertised schema says less. */
  readonly clamped: boolean;
}

/** Valid arguments: those that must be given, and with `all` the others too. */
export function validArguments(
  inputs: readonly Input[],
  seed: string,
  { all, examples }: { readonly all: boolean; readonly examples: boolean },
): JsonObject {
  const given = inputs.filter(({ required }) => all || required);
  const schema: Schema = {
    $defs: Object.assign({}, ...inputs.map((input) => input.schema.$defs ?? {})),
    type: ["object"],
    properties: Object.fromEntries(
      given.map((input) => [input.name, withoutDefs(checkedSchema(input))]),
    ),
    required: given.map(({ name }) => name),
    additionalProperties: false,
  };
  const made = generate(schema, { direction: "request", seed, examples });
  const value = made?.value;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

/** With the names that the model has. */
export function asShown(inputs: readonly Input[]) {
  const { renamed } = advertisedInputs(inputs);
  return <Case extends { readonly given: JsonObject }>(each: Case): Case => ({
    ...each,
    given: asObject(withModelNames(each.given, [], renamed) as JsonValue),
  });
}

function withoutDefs({ $defs: _, ...schema }: Schema): Schema {
  return schema;
}

/** Every enum value, every bound from both sides, and what is none of the argument's type. */
export function argumentCases(
  inputs: readonly Input[],
  valid: JsonObject,
): readonly ArgumentCase[] {
  const unknown = "no_such_argument";
  const known = new Set(inputs.map(({ name }) => name));
  return [
    ...inputs.flatMap((input) => casesOf(input, withNeeded(inputs, input.name, valid))),
    ...inputs.flatMap((input) => casesWithout(input, inputs, valid)),
    ...(known.has(unknown)
      ? []
      : [caseOf(unknown, `${unknown}: 1`, { ...valid, [unknown]: 1 }, false)]),
  ];
}

function casesOf(input: Input, valid: JsonObject): readonly ArgumentCase[] {
  const { clamp, name, required } = input;
  const schema = checkedSchema(input);
  const values = new Map<string, JsonValue>();
  for (const value of [...edges(schema), ...enumValues(schema), ...strangers]) {
    values.set(JSON.stringify(value), value);
  }
  const { [name]: _, ...others } = valid;
  const told = [...values].filter(([, value]) => !breaksHintAlone(schema, value));
  const tried = told.map(([text, value]) => {
    const isNear = clamp && typeof value === "number" && Number.isInteger(value);
    const allowed = isAllowed(schema, value);
    const given = { ...valid, [name]: value };
    const title = `${name}: ${text.length > 60 ? `${text.slice(0, 50)}… (${text.length - 2})` : text}`;
    return { ...caseOf(name, title, given, allowed || isNear), clamped: isNear && !allowed };
  });
  const usual = usualOf(input);
  return [
    ...(required ? [caseOf(name, `without ${name}`, others, false)] : []),
    ...(!required && usual !== null
      ? [caseOf(name, `with ${name}`, { ...valid, [name]: usual }, true)]
      : []),
    ...tried.filter(({ given, allowed }) => !allowed || isWorthwhile(schema, given[name] ?? null)),
  ];
}

/** An argument that another makes necessary is missed. */
function casesWithout(
  { name, neededWith }: Input,
  inputs: readonly Input[],
  valid: JsonObject,
): readonly ArgumentCase[] {
  return neededWith.slice(0, 1).flatMap((other) => {
    const value = usualOf(inputs.find((input) => input.name === other));
    if (value === null) {
      return [];
    }
    const { [name]: _, ...given } = { ...withNeeded(inputs, other, valid), [other]: value };
    return [caseOf(name, `without ${name}, with ${other}`, given, false)];
  });
}

/** The arguments with those that they need once `name` is one of them. */
function withNeeded(inputs: readonly Input[], name: string, valid: JsonObject): JsonObject {
  const given = { ...valid };
  const isGiven = (other: string) => other === name || Object.hasOwn(given, other);
  const missing = () =>
    inputs.find((input) => !isGiven(input.name) && input.neededWith.some(isGiven));
  for (let next = missing(); next !== undefined; next = missing()) {
    const value = usualOf(next);
    if (value === null) {
      break;
    }
    given[next.name] = value;
  }
  return given;
}

/** A value that an input may have; null where none can be made. */
function usualOf(input: Input | undefined): JsonValue {
  const made =
    input === undefined
      ? null
      : generate(checkedSchema(input), { direction: "request", seed: input.name, examples: true });
  return made !== null && made.findings.length === 0 ? made.value : null;
}

function caseOf(argument: string, name: string, given: JsonObject, allowed: boolean): ArgumentCase {
  return { argument, name, given, allowed, clamped: false };
}

/** A model has large integers as decimal text. */
function isAllowed(schema: Schema, value: JsonValue): boolean {
  const checks = checksOf(schema, "request");
  return checks.accepts(schema, value) || checks.accepts(schema, withLargeIntegers(value));
}

/** Values of every type; a schema allows few of them. */
const strangers: readonly JsonValue[] = ["?! no such value", 0.5, false, null, { none: 1 }];

/** An allowed value that the schema names; a stranger that happens to be allowed tells nothing. */
function isWorthwhile(schema: Schema, value: JsonValue): boolean {
  const text = JSON.stringify(value);
  return [...edges(schema), ...enumValues(schema)].some((each) => JSON.stringify(each) === text);
}

const mostEnumValues = 200;

function enumValues(schema: Schema): readonly JsonValue[] {
  const direct = [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])];
  const inItems = partsOf(schema.items).flatMap((items) => enumValues(items).map((each) => [each]));
  const inVariants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
    .flatMap(partsOf)
    .flatMap(enumValues);
  return [...direct, ...inItems, ...inVariants].slice(0, mostEnumValues);
}

function partsOf(schema: SchemaOrBoolean | undefined): readonly Schema[] {
  return typeof schema === "object" ? [schema] : [];
}

const longest = 20_000;

/** The values at the bounds of a schema, and those just past them. */
function edges(schema: Schema): readonly JsonValue[] {
  const { maximum, maxLength, minimum, minLength, pattern, type } = schema;
  const bounds = [minimum, maximum, schema.exclusiveMinimum, schema.exclusiveMaximum];
  const numbers = bounds
    .filter((bound) => typeof bound === "number")
    .flatMap((bound) => [bound - 1, bound, bound + 1]);
  const texts = [minLength, maxLength]
    .filter((length) => length !== undefined && length < longest)
    .flatMap((length = 0) => [length - 1, length, length + 1])
    .filter((length) => length >= 0)
    .map((length) => "x".repeat(length));
  const large = bounds
    .filter((bound) => typeof bound === "string" && type?.includes("integer"))
    .flatMap((bound = 0) => [-1n, 0n, 1n].map((more) => String(BigInt(bound) + more)));
  return [
    ...numbers.filter(Number.isSafeInteger),
    ...large,
    ...(pattern === undefined ? texts : [...texts, ""]),
  ];
}
