import {
  asObject,
  asText,
  isList,
  isObject,
  type JsonObject,
  type JsonValue,
} from "../model/json.js";
import type { ValueExpectation } from "./evals.js";
import { sameJson } from "./judge/same.js";

export type ArgumentPlace =
  | { readonly kind: "known"; readonly schema: JsonObject }
  /** `name` is the part that is not known, `known` what may stand in its place. */
  | { readonly kind: "unknown"; readonly name: string; readonly known: readonly string[] };

/** The schema of an argument; a dotted name leads into objects. */
export function argumentAt(inputSchema: JsonObject, name: string): ArgumentPlace {
  let schema = inputSchema;
  for (const part of name.split(".")) {
    const properties = propertiesOf(schema);
    const next = properties[part];
    if (next === undefined) {
      const isOpen = schema !== inputSchema && Object.keys(properties).length === 0;
      return isOpen
        ? { kind: "known", schema: {} }
        : { kind: "unknown", name: part, known: Object.keys(properties) };
    }
    schema = asObject(next);
  }
  return { kind: "known", schema };
}

/** Of the schema, or of the one alternative that is an object (a nullable one). */
function propertiesOf(schema: JsonObject): JsonObject {
  const alternatives = schema.anyOf ?? schema.oneOf;
  const all = alternatives !== undefined && isList(alternatives) ? alternatives.map(asObject) : [];
  return Object.assign({}, ...[schema, ...all].map(({ properties }) => asObject(properties)));
}

/** The defaults of a tool's arguments: what a call that leaves them out means. */
export function defaultsOf(inputSchema: JsonObject): ReadonlyMap<string, JsonValue> {
  return new Map(
    Object.entries(asObject(inputSchema.properties)).flatMap(([name, schema]) => {
      const value = asObject(schema).default;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Why a schema can never allow what is expected; null where it may. */
export function refusalOf(expected: ValueExpectation, schema: JsonObject): string | null {
  switch (expected.kind) {
    case "equals":
      return refusal(expected.value, schema);
    case "one-of": {
      const reasons = expected.values.map((value) => refusal(value, schema));
      return reasons.every((reason) => reason !== null) ? (reasons[0] ?? null) : null;
    }
    case "matches": {
      const allowed = listOf(schema.enum);
      const pattern = new RegExp(expected.pattern.value, "u");
      const fits = allowed.some((value) => pattern.test(String(value)));
      return allowed.length === 0 || fits ? null : `its values are ${shown(allowed)}`;
    }
    case "present":
    case "absent":
      return null;
    default:
      return expected satisfies never;
  }
}

function refusal(value: JsonValue, schema: JsonObject): string | null {
  const allowed = listOf(schema.enum);
  if (allowed.length > 0 && !allowed.some((each) => sameJson(each, value))) {
    return `its values are ${shown(allowed)}`;
  }
  const type = asText(schema.type);
  if (type !== "" && !isOfType(value, type)) {
    return `it is of the type ${type}`;
  }
  const pattern = asText(schema.pattern);
  if (pattern !== "" && typeof value === "string" && !new RegExp(pattern, "u").test(value)) {
    return `it has to fit ${pattern}`;
  }
  return null;
}

function isOfType(value: JsonValue, type: string): boolean {
  switch (type) {
    case "array":
      return isList(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    case "string":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    default:
      return type !== "null" || value === null;
  }
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return value !== undefined && isList(value) ? value : [];
}

function shown(values: readonly JsonValue[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}
