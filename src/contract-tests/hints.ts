import { mapSubschemas } from "../emit/schema-merge.js";
import { exactFormats } from "../emit/zod-scalars.js";
import { checksOf } from "../mock/value/generate.js";
import type { JsonValue } from "../model/json.js";
import type { Schema, SchemaOrBoolean } from "../model/schema.js";

/**
 * Whether a value breaks nothing but a format that is a hint (`email`, `uri`, …): the server lets it
 * through and the mock does not, and neither is wrong.
 */
export function breaksHintAlone(schema: Schema, value: JsonValue): boolean {
  return !accepts(schema, value) && accepts(withoutHints(schema), value);
}

function accepts(schema: Schema, value: JsonValue): boolean {
  return checksOf(schema, "request").accepts(schema, value);
}

const plain = new WeakMap<Schema, Schema>();

function withoutHints(schema: Schema): Schema {
  const known = plain.get(schema) ?? withoutFormat(mapSubschemas(schema, partWithoutHints));
  plain.set(schema, known);
  return known;
}

function partWithoutHints(part: SchemaOrBoolean): SchemaOrBoolean {
  return typeof part === "boolean" ? part : withoutHints(part);
}

/** Where values are listed, they alone are allowed, whatever the format. */
function withoutFormat(schema: Schema): Schema {
  const { format, ...others } = schema;
  const isList = schema.enum !== undefined || schema.const !== undefined;
  return format === undefined || (exactFormats.has(format) && !isList) ? schema : others;
}
