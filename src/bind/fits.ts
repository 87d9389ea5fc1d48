import type { Type } from "../expression/type.js";
import type { JsonValue } from "../model/json.js";
import type { JsonType, Schema, SchemaOrBoolean } from "../model/schema.js";
import type { Value } from "../model/value.js";
import { accepts } from "./accepts.js";
import { describeSchema, withArticle } from "./schema-words.js";
import type { BoundValue } from "./values.js";

export type Fit =
  | { readonly kind: "fits" }
  /** It may fit, which only its value can tell; the client then takes what `schema` says. */
  | { readonly kind: "loose"; readonly schema: Schema }
  | Misfit;

export interface Misfit {
  readonly kind: "misfit";
  readonly given: string;
  readonly wanted: string;
  /** `whole`, or a part of the value that is written out, or something that a conversion would mend. */
  readonly what: "whole" | "part" | "computed";
}

const fits: Fit = { kind: "fits" };

/** Whether a value can stand where a schema is declared, by what is known before it is there. */
export function fitOf({ value, type }: BoundValue, schema: Schema): Fit {
  const literal = literalOf(value);
  if (literal !== undefined) {
    return accepts(schema, literal) ? fits : misfit(JSON.stringify(literal), schema, "whole");
  }
  const inner = innerMisfit(value, schema, schema);
  if (inner !== null) {
    return inner;
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
        ? listFit(type, schema)
        : misfit("a list", schema, "whole");
    case "map":
    case "object":
      return types === null || types.includes("object")
        ? value.kind === "object"
          ? fits
          : { kind: "loose", schema: {} }
        : misfit("an object", schema, "whole");
    default:
      return core satisfies never;
  }
}

function misfit(given: string, schema: Schema, what: Misfit["what"]): Misfit {
  return { kind: "misfit", given, wanted: describeSchema(schema), what };
}

function scalar(given: JsonType, schema: Schema): Fit {
  const types = schema.type;
  const isAllowed =
    types === undefined ||
    types.includes(given) ||
    (given === "integer" && types.includes("number"));
  if (!isAllowed) {
    return misfit(withArticle(given), schema, "computed");
  }
  return schema.enum === undefined ? fits : { kind: "loose", schema: { type: [given] } };
}

function text(values: readonly string[] | null, schema: Schema): Fit {
  const types = schema.type;
  if (types !== undefined && !types.includes("string")) {
    return misfit("a string", schema, "computed");
  }
  const known = schema.enum;
  if (known === undefined) {
    return fits;
  }
  if (values === null) {
    return { kind: "loose", schema: { type: ["string"] } };
  }
  const allowed = new Set(known);
  const refused = values.filter((value) => !allowed.has(value));
  return refused.length === values.length
    ? misfit(values.map((value) => JSON.stringify(value)).join(" or "), schema, "whole")
    : refused.length > 0
      ? { kind: "loose", schema: { type: ["string"] } }
      : fits;
}

/** The value that a map writes out; undefined for one that is computed, in whole or in part. */
function literalOf(value: Value): JsonValue | undefined {
  switch (value.kind) {
    case "literal":
      return value.value;
    case "list": {
      const items = value.items.map(literalOf);
      return items.some((item) => item === undefined)
        ? undefined
        : items.filter((item) => item !== undefined);
    }
    case "object": {
      const members = value.members.map(
        (member) => [member.name, literalOf(member.value)] as const,
      );
      return members.some(([, member]) => member === undefined)
        ? undefined
        : Object.fromEntries(
            members.flatMap(([name, member]) => (member === undefined ? [] : [[name, member]])),
          );
    }
    default:
      return undefined;
  }
}

/** What is written out within a value of which other parts are computed, where it does not fit. */
function innerMisfit(value: Value, schema: SchemaOrBoolean | undefined, root: Schema): Fit | null {
  const known = typeof schema === "object" ? definitionOf(schema, root) : {};
  const literal = literalOf(value);
  if (literal !== undefined) {
    return accepts(known, literal, root) ? null : misfit(JSON.stringify(literal), known, "part");
  }
  const parts =
    value.kind === "list"
      ? value.items.map((item) => innerMisfit(item, known.items, root))
      : value.kind === "object"
        ? value.members.map(({ name, value: member }) =>
            innerMisfit(member, schemaOfMember(name, known), root),
          )
        : [];
  return parts.find((part) => part !== null) ?? null;
}

function schemaOfMember(name: string, { properties = {}, additionalProperties }: Schema) {
  return Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
}

function definitionOf(schema: Schema, root: Schema): Schema {
  const target = schema.$ref?.slice("#/$defs/".length);
  return (target === undefined ? undefined : root.$defs?.[target]) ?? schema;
}

/** A list of plain scalars fits by its type and its values; the rest is passed on as it is. */
function listFit(type: Type, schema: Schema): Fit {
  const { items } = schema;
  const element = type.core.kind === "list" ? type.core.element : null;
  if (
    element !== null &&
    element.absence !== "never" &&
    element.core.kind !== "any" &&
    items !== undefined &&
    !accepts(items, null, schema)
  ) {
    return misfit("a list whose elements may be null", schema, "whole");
  }
  return isScalarList(type, schema) ? fits : { kind: "loose", schema: {} };
}

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
