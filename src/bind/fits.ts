import type { Type } from "../expression/type.js";
import type { JsonType, Schema } from "../model/schema.js";
import { accepts } from "./accepts.js";
import { describeSchema, withArticle } from "./schema-words.js";
import type { BoundValue } from "./values.js";

export type Fit =
  | { readonly kind: "fits" }
  /** It may fit, which only its value can tell; the client then takes what `schema` says. */
  | { readonly kind: "loose"; readonly schema: Schema }
  | { readonly kind: "misfit"; readonly given: string; readonly wanted: string };

const fits: Fit = { kind: "fits" };

/** Whether a value can stand where a schema is declared, by what is known before it is there. */
export function fitOf({ value, type }: BoundValue, schema: Schema): Fit {
  if (value.kind === "literal") {
    return value.value === null || accepts(schema, value.value)
      ? fits
      : { kind: "misfit", given: JSON.stringify(value.value), wanted: describeSchema(schema) };
  }
  if (value.kind === "list" && value.items.every((item) => item.kind === "literal")) {
    const literals = value.items.map((item) => item.value);
    return accepts(schema, literals)
      ? fits
      : { kind: "misfit", given: JSON.stringify(literals), wanted: describeSchema(schema) };
  }
  const types = schema.type ?? null;
  const { core } = type;
  switch (core.kind) {
    case "any":
    case "null":
      return types === null ? fits : { kind: "loose", schema: {} };
    case "boolean":
      return scalar("boolean", schema);
    case "int":
      return scalar("integer", schema);
    case "int64":
      return types === null || types.includes("integer") || types.includes("number")
        ? { kind: "loose", schema: { type: ["integer", "string"] } }
        : scalar("integer", schema);
    case "double":
      return scalar("number", schema);
    case "timestamp":
    case "duration":
      return scalar("string", schema);
    case "string":
      return text(core.values, schema);
    case "list":
      return types === null || types.includes("array")
        ? isScalarList(type, schema)
          ? fits
          : { kind: "loose", schema: {} }
        : { kind: "misfit", given: "a list", wanted: describeSchema(schema) };
    case "map":
    case "object":
      return types === null || types.includes("object")
        ? value.kind === "object"
          ? fits
          : { kind: "loose", schema: {} }
        : { kind: "misfit", given: "an object", wanted: describeSchema(schema) };
    default:
      return core satisfies never;
  }
}

function scalar(given: JsonType, schema: Schema): Fit {
  const types = schema.type;
  const isAllowed =
    types === undefined ||
    types.includes(given) ||
    (given === "integer" && types.includes("number"));
  if (!isAllowed) {
    return { kind: "misfit", given: withArticle(given), wanted: describeSchema(schema) };
  }
  return schema.enum === undefined ? fits : { kind: "loose", schema: { type: [given] } };
}

function text(values: readonly string[] | null, schema: Schema): Fit {
  const types = schema.type;
  if (types !== undefined && !types.includes("string")) {
    return { kind: "misfit", given: "a string", wanted: describeSchema(schema) };
  }
  const known = schema.enum;
  if (known === undefined) {
    return fits;
  }
  if (values === null) {
    return { kind: "loose", schema: { type: ["string"] } };
  }
  const refused = values.filter((value) => !known.includes(value));
  return refused.length === values.length
    ? {
        kind: "misfit",
        given: values.map((value) => JSON.stringify(value)).join(" or "),
        wanted: describeSchema(schema),
      }
    : refused.length > 0
      ? { kind: "loose", schema: { type: ["string"] } }
      : fits;
}

/** A list of plain scalars fits by its type and its values; the rest is passed on as it is. */
function isScalarList(type: Type, schema: Schema): boolean {
  const { items } = schema;
  if (type.core.kind !== "list" || typeof items !== "object") {
    return false;
  }
  const { core, absence } = type.core.element;
  if (absence !== "never") {
    return false;
  }
  switch (core.kind) {
    case "string":
      return text(core.values, items).kind === "fits";
    case "boolean":
      return scalar("boolean", items).kind === "fits";
    case "int":
      return scalar("integer", items).kind === "fits";
    case "double":
      return scalar("number", items).kind === "fits";
    default:
      return false;
  }
}
