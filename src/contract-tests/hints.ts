import { exactFormats } from "../emit/zod-scalars.js";
import { checksOf } from "../mock/value/generate.js";
import { asObject, isList, type JsonValue } from "../model/json.js";
import type { Schema } from "../model/schema.js";

/** Members that hold values, where `format` is a name like any other. */
const values: ReadonlySet<string> = new Set(["const", "default", "enum", "example", "examples"]);

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

function withoutHints(schema: Schema): Schema {
  const plain: JsonValue = JSON.parse(JSON.stringify(schema));
  return asObject(without(plain)) as Schema;
}

function without(value: JsonValue): JsonValue {
  if (isList(value)) {
    return value.map(without);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const isHint =
        key === "format" &&
        typeof member === "string" &&
        isTextual(asObject(value).type ?? null) &&
        !exactFormats.has(member);
      return isHint ? [] : [[key, values.has(key) ? member : without(member)]];
    }),
  );
}

/** Of numbers a format says which there are. */
function isTextual(type: JsonValue): boolean {
  return type === null || type === "string" || (isList(type) && type.includes("string"));
}
