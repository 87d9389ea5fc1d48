import { nearest } from "../diagnostics/suggest.js";
import type { JsonObject, JsonValue } from "../model/json.js";
import type { Spanned } from "../source/source-file.js";
import { inexactNumber, invalidValue, unknownKey } from "./problems.js";
import { all, type Context, list, mappingNode, type Reader, within } from "./reading.js";
import { boolean, integer, oneOf, refuse, text } from "./scalars.js";
import type { Entry } from "./yaml/tree.js";

/** Any value, as JSON. */
export const json: Reader<JsonValue> = (node, context) => {
  switch (node.kind) {
    case "scalar":
      if (node.style === "empty") {
        return refuse(node, context, "a value", ["write null, if that is meant"]);
      }
      if (typeof node.value === "number" && isRounded(node.value)) {
        context.collector.add(inexactNumber(node.text.text, node.span));
        return undefined;
      }
      return node.value;
    case "list":
      return all(node.items.map((item) => json(item, context)));
    case "mapping":
      return objectOf(node.entries, context, json);
    default:
      return node satisfies never;
  }
};

function isRounded(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}

function objectOf(
  entries: readonly Entry[],
  context: Context,
  read: Reader<JsonValue>,
): JsonObject | undefined {
  const members = all(
    entries.map(({ key, value }) => {
      const member = read(value, within(context, key));
      return member === undefined ? undefined : ([key.value, member] as const);
    }),
  );
  return members === undefined ? undefined : Object.fromEntries(members);
}

/** A reader that only checks; the value is then taken as JSON. */
function checked(check: Reader<unknown>): Reader<JsonValue> {
  return (node, context) => (check(node, context) === undefined ? undefined : json(node, context));
}

const number: Reader<JsonValue> = (node, context) =>
  node.kind === "scalar" && typeof node.value === "number"
    ? json(node, context)
    : refuse(node, context, "a number");

const count = checked(integer(0, Number.MAX_SAFE_INTEGER));
const flag = checked(boolean);
const words = checked(text);

/** A regular expression that JavaScript accepts, as JSON Schema asks. */
const pattern: Reader<JsonValue> = (node, context) => {
  const source = text(node, context);
  if (source === undefined) {
    return undefined;
  }
  try {
    new RegExp(source.value, "u");
    return source.value;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, "") : "";
    const help = reason === "" ? [] : [`the expression is refused: ${reason.toLowerCase()}`];
    context.collector.add(invalidValue(source.value, "a regular expression", node.span, help));
    return undefined;
  }
};

const typeName = oneOf("null", "boolean", "integer", "number", "string", "array", "object");
const types: Reader<JsonValue> = (node, context) =>
  checked(node.kind === "list" ? list(typeName) : typeName)(node, context);

const values: Reader<JsonValue> = (node, context) =>
  node.kind === "list" && node.items.length > 0
    ? json(node, context)
    : refuse(node, context, "a list of values");

const schema: Reader<JsonValue> = (node, context) => {
  if (node.kind === "scalar" && typeof node.value === "boolean") {
    return node.value;
  }
  const mapping = mappingNode(node, context);
  return mapping === undefined
    ? undefined
    : all(mapping.entries.map((entry) => readKeyword(entry, schemaKeywords, context))) &&
        json(mapping, context);
};

const schemas = checked(list(schema));

const namedSchemas: Reader<JsonValue> = (node, context) => {
  const mapping = mappingNode(node, context);
  return mapping === undefined ? undefined : objectOf(mapping.entries, context, schema);
};

type Keywords = Readonly<Record<string, Reader<JsonValue>>>;

/**
 * What may stand beside an input's own keys.
 *
 * Source: JSON Schema 2020-12, sections 10 of Core and 6, 7 and 9 of Validation.
 */
export const inputKeywords: Keywords = {
  title: words,
  description: words,
  type: types,
  enum: values,
  const: json,
  default: json,
  examples: values,
  deprecated: flag,
  format: words,
  pattern,
  minLength: count,
  maxLength: count,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: number,
  items: schema,
  minItems: count,
  maxItems: count,
  uniqueItems: flag,
  properties: namedSchemas,
  additionalProperties: schema,
  minProperties: count,
  maxProperties: count,
};

/** What a whole schema may hold. */
const schemaKeywords: Keywords = {
  ...inputKeywords,
  required: checked(list(text)),
  patternProperties: namedSchemas,
  propertyNames: schema,
  dependentRequired: json,
  prefixItems: schemas,
  contains: schema,
  minContains: count,
  maxContains: count,
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  not: schema,
  $defs: namedSchemas,
  $ref: words,
};

/** A whole JSON Schema, such as that of a handler's result. */
export const jsonSchema: Reader<Spanned<JsonValue>> = (node, context) => {
  const value = schema(node, context);
  return value === undefined ? undefined : { value, span: node.span };
};

/** One keyword of a schema, by the table of those that may stand there. */
export function readKeyword(
  { key, value }: Entry,
  keywords: Keywords,
  context: Context,
): { readonly name: Spanned<string>; readonly value: Spanned<JsonValue> } | undefined {
  const read = Object.hasOwn(keywords, key.value) ? keywords[key.value] : undefined;
  if (read === undefined) {
    const known = Object.keys(keywords);
    const suggestion = nearest(key.value, known);
    context.collector.add(unknownKey(key.value, context.where, key.span, known, suggestion));
    return undefined;
  }
  const result = read(value, within(context, key));
  return result === undefined
    ? undefined
    : { name: key, value: { value: result, span: value.span } };
}
